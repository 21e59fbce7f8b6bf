"""What is due as iCalendar (RFC 5545): days and names of duties, nobody's name, nothing that is not public.

Pure but for the clocks it is given.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from gongkai.clocks.models import Clock
from gongkai.desk.today import place_of

OCTETS = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def written(clocks: Iterable[Clock], *, site: str, at: datetime) -> str:
    """Return the calendar as text; ``site`` is the address before which the desk's paths are put."""
    host = site.split("://", 1)[-1]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gongkai//desk//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:公开期限",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for clock in clocks:
        lines += _event(clock, site, host, at)
    return "".join(f"{piece}\r\n" for line in [*lines, "END:VCALENDAR"] for piece in folded(line))


def _event(clock: Clock, site: str, host: str, at: datetime) -> list[str]:
    note = "暂定，节假日安排公布后可能调整" if clock.is_provisional else ""
    return [
        "BEGIN:VEVENT",
        f"UID:clock-{clock.pk}@{host}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{clock.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{clock.due_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(f'到期：{name_of(clock)}（{clock.organisation.short_name}）')}",
        *([f"DESCRIPTION:{escaped(note)}"] if note else []),
        f"URL:{site}{place_of(clock.subject) or '/desk/due/'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def name_of(clock: Clock) -> str:
    """Return what the duty is called outside the desk: the title of a draft is nobody's business there."""
    return "政府信息公开期限" if clock.subject.startswith("item:") else clock.title


def escaped(text: str) -> str:
    return text.translate(ESCAPED)


def folded(line: str) -> Iterator[str]:
    """Yield a content line in pieces of at most 75 octets, no character cut in two (RFC 5545, 3.1)."""
    piece, room = "", OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            yield piece
            piece, room = " ", OCTETS - 1
        piece, room = piece + character, room - size
    yield piece

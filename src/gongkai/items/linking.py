"""What an item may be linked to, found by words of its title or by a number. Reads only."""

import re
from collections.abc import Iterator
from itertools import chain

from gongkai.items.models import Item, ItemQuerySet, Stage, Version
from gongkai.law.chinese import plain_width
from gongkai.search import finding

MARKS = re.compile(r"[\s《》〈〉]+")
WORKING = [each.value for each in Stage if each not in {Stage.PUBLIC, Stage.SUPERSEDED}]


def found(text: str, *, among: ItemQuerySet, own: ItemQuerySet, size: int) -> list[tuple[Item, Version]]:
    """Return up to ``size`` public items of ``among`` and as many of ``own`` by what their drafts are called.

    Each comes with the version whose title is shown: the public one, else the newest; what is called exactly
    ``text`` comes first. What is public is found in the search index, however much there is; while there is
    none, titles are walked through.
    """
    if not text:
        return []
    rows = {each.pk: each for each in chain(*_ways(text, among, own, size))}
    newest = Version.objects.newest().filter(item__in=[pk for pk, each in rows.items() if not each.is_public])
    drafts = {each.item_id: each for each in newest.without_body()}
    shown = ((each, each.current if each.is_public else drafts.get(each.pk)) for each in rows.values())
    listed = [(each, version) for each, version in shown if version is not None]
    return sorted(listed, key=lambda row: not _is_called(row[1].title, text))


def _is_called(title: str, text: str) -> bool:
    """Whether a title is what was typed, in either width and with or without its marks."""
    return _bare(title) == _bare(text)


def _bare(words: str) -> str:
    return MARKS.sub("", plain_width(words)).casefold()


def _ways(text: str, among: ItemQuerySet, own: ItemQuerySet, size: int) -> Iterator[list[Item]]:
    index = finding.find(finding.Query(text, size=size))
    if not index.is_ready:
        yield list(among.filter(number__icontains=text)[:size])
        yield list(among.titled(text, own=own, exactly=True)[:size])
        yield list(among.titled(text, own=own)[:size])
        return
    yield list(among.filter(number=text))
    entries = [*finding.suggest(text, size=size), *(hit.entry for hit in index.hits if not index.is_nearest)]
    entries.sort(key=lambda entry: not _is_called(entry.title, text))
    addresses = list(dict.fromkeys(entry.address for entry in entries))[:size]
    rows = {each.address: each for each in among.filter(is_public=True, address__in=addresses)}
    yield [rows[address] for address in addresses if address in rows]
    exactly = Version.objects.newest().filter(title=text, item__in=own.order_by().values("pk"))
    yield list(among.filter(pk__in=list(exactly.values_list("item", flat=True)[:size])))
    titled_so = Version.objects.newest().filter(title__icontains=text)
    working = titled_so.filter(stage__in=WORKING).values_list("item", flat=True)
    yield list(among.filter(pk__in=own.filter(pk__in=list(working)))[:size])
    hidden = titled_so.filter(item__in=own.filter(is_public=False).order_by().values("pk"))
    yield list(among.filter(pk__in=list(hidden.values_list("item", flat=True)[:size])))

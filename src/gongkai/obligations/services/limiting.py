"""Within which time an obligation must be met after the event that makes it due."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import due
from gongkai.law.limits import Bound, Limit
from gongkai.obligations import limits as declared
from gongkai.obligations.models import Obligation
from gongkai.obligations.services.reading import codes


def general_limit(*, on: date) -> Limit:
    """Return the limit of the regulation in force ``on`` a day: 2007 第十八条, 2019 第二十六条.

    Raises UnknownLimit before the regulation took effect.
    """
    return limits().on(codes().fallback_limit, on)


def kinds_of(obligation: Obligation | None) -> tuple[str, ...]:
    """Return the kinds (适用情形) by which the limit of an obligation is split; mostly there are none."""
    return _limit_of(obligation).kinds if obligation else ()


def event_limit(obligation: Obligation | None, *, on: date, kind: str = "") -> Limit:
    """Return the limit for what became due ``on`` a day: the shortest that its row names and that was in
    force then, or else the general one.

    条例第二十六条：法律、法规对政府信息公开的期限另有规定的，从其规定。
    ``kind`` is one of ``kinds_of``. As long as nobody has said of which kind a text is, the shortest of all
    counts: so none can be missed. Raises UnknownLimit.
    """
    if obligation is None or not obligation.is_in_force(on):
        return general_limit(on=on)
    named = _limit_of(obligation)
    binding = _binding(obligation, named.of_kind(kind) if kind in named.kinds else named, on)
    known = calendar()
    ends = [(due(on, limit.length, known).due_at, limit) for limit in binding if limit.length]
    return min(ends, key=lambda each: each[0])[1] if ends else general_limit(on=on)


@dataclass(frozen=True)
class Rhythm:
    """What a periodic obligation rests on. What is not ``is_certain`` reminds, and accuses nobody."""

    article: str
    is_certain: bool


def rhythm(obligation: Obligation, *, on: date) -> Rhythm | None:
    """Return what the cadence of an obligation rests on; None if the law it names was not in force ``on``."""
    named = _limit_of(obligation)
    keys = [form.key for form in named.forms if isinstance(form, declared.Every) and form.key]
    texts = [law for key in keys if (law := _law(key, on))]
    if len(texts) < len(keys):
        return None
    return Rhythm(obligation.basis_text[:200], named.certain and all(law.certain for law in texts))


def _law(key: str, on: date) -> Limit | None:
    """Return the text of a statutory limit in force ``on``, None if there was none or it is not declared.

    A key that is not declared is refused when the catalogue is loaded; a row stored before that binds by
    the general limit.
    """
    laws = limits()
    return laws.in_force(key, on) if key in laws.keys else None


def _limit_of(obligation: Obligation) -> declared.Limit:
    return declared.limit_from_json(obligation.limit_text, obligation.limit)


def _binding(obligation: Obligation, named: declared.Limit, on: date) -> Iterator[Limit]:
    """Yield what binds on a day: each number with the text it comes from, the general limit for the rest."""
    for form in named.within(codes(), lambda key: _law(key, on) is not None):
        if form not in named.forms:
            yield general_limit(on=on)
        elif law := _law(form.key, on):
            certain = named.certain and law.certain
            yield replace(law, title=obligation.title, starts=form.event, certain=certain)
        else:
            yield _as_limit(obligation, form, on, is_certain=named.certain)


def _as_limit(obligation: Obligation, form: declared.After, on: date, *, is_certain: bool) -> Limit:
    return Limit(
        key="",
        title=obligation.title,
        article=f"{obligation.limit_text}（{obligation.basis_text}）"[:200],
        bound=Bound.WITHIN,
        valid_from=on,
        length=form.length,
        starts=form.event,
        certain=is_certain,
    )

"""Within which time an obligation must be met after the event that makes it due."""

from datetime import date

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import due
from gongkai.law.limits import Bound, Limit
from gongkai.obligations.limits import After, limit_from_json
from gongkai.obligations.models import Obligation
from gongkai.obligations.services.reading import codes


def general_limit(*, on: date) -> Limit:
    """Return the limit of the regulation in force ``on`` a day: 2007 第十八条, 2019 第二十六条.

    Raises UnknownLimit before the regulation took effect.
    """
    return limits().on(codes().fallback_limit, on)


def event_limit(obligation: Obligation | None, *, on: date) -> Limit:
    """Return the limit for what became due ``on`` a day: the shortest its row names, or else the general one.

    条例第二十六条：法律、法规对政府信息公开的期限另有规定的，从其规定。
    Limits that a row names for some kinds only do not count: of which kind a text is, nobody has said.
    Raises UnknownLimit.
    """
    if obligation is not None:
        named = limit_from_json(obligation.limit_text, obligation.limit)
        own = [form for form in named.forms if isinstance(form, After) and not form.kind]
        if own:
            known = calendar()
            shortest = min(own, key=lambda form: due(on, form.length, known).due_at)
            return _as_limit(obligation, shortest, on, is_certain=named.certain)
    return general_limit(on=on)


def _as_limit(obligation: Obligation, form: After, on: date, *, is_certain: bool) -> Limit:
    sources = "、".join(each["text"] for each in obligation.basis)
    return Limit(
        key="",
        title=obligation.title,
        article=f"{obligation.limit_text}（{sources}）"[:200],
        bound=Bound.WITHIN,
        valid_from=on,
        length=form.length,
        starts=form.event,
        certain=is_certain,
    )

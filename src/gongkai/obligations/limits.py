"""The time limit of an obligation (公开时限) in its normal forms. Pure.

The wordings of real catalogues come down to few forms: so much time after an event or before it; a
display of at least so long; a cadence; a vague word such as 及时. Retention (长期公开) is no deadline and
stands apart. A limit may combine forms, and split by kind (其中行政许可自作出决定之日起7个工作日内).

A form may name the statutory limit (a key of ``catalogue/limits.yaml``) that its number comes from: it binds
only while a text of that limit is in force.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from gongkai.law.cadence import BadCadence, Cadence
from gongkai.law.deadlines import Length, Unit
from gongkai.law.limits import Bound, Limits
from gongkai.obligations.codes import Codes
from gongkai.obligations.node import Node, Wrong

WITHIN = {
    "working_days": Unit.WORKING_DAYS,
    "days": Unit.CALENDAR_DAYS,
    "hours": Unit.HOURS,
    "months": Unit.MONTHS,
}
DISPLAY = {"display_working_days": Unit.WORKING_DAYS, "display_days": Unit.CALENDAR_DAYS}
BEFORE = {"before_working_days": Unit.WORKING_DAYS, "before_days": Unit.CALENDAR_DAYS}
FORM_WORDS = (
    "after", *WITHIN, "key", *DISPLAY, "display_key", "before", *BEFORE, "before_key", "cadence",
    "cadence_key", "vague",
)  # fmt: skip
LIMIT_WORDS = ("text", *FORM_WORDS, "also", "by_kind", "retention", "certain")
AS_ABOVE = "同上"
LONGEST_KIND = 40
NO_LAWS = Limits(())


@dataclass(frozen=True)
class After:
    """To be public within ``length`` after ``event``."""

    event: str
    length: Length
    kind: str = ""
    key: str = ""


@dataclass(frozen=True)
class Display:
    """To stay on display for at least ``length``. Shown, not timed."""

    length: Length
    kind: str = ""
    key: str = ""


@dataclass(frozen=True)
class Before:
    """To be public at least ``length`` before ``event``, whose day nobody knows yet. Shown, not timed."""

    event: str
    length: Length
    kind: str = ""
    key: str = ""


@dataclass(frozen=True)
class Every:
    """To be public again and again: a word or day that ``gongkai.law.cadence`` knows."""

    cadence: str
    key: str = ""


@dataclass(frozen=True)
class Vague:
    """No number is named: 及时, 实时, 同步, 按进展."""

    word: str
    kind: str = ""


Form: TypeAlias = After | Display | Before | Every | Vague


@dataclass(frozen=True)
class Limit:
    """A time limit: its official wording and its forms. What is not ``certain`` may warn, never block."""

    text: str
    forms: tuple[Form, ...]
    retention: str = ""
    certain: bool = True

    @property
    def cadence(self) -> str:
        return next((form.cadence for form in self.forms if isinstance(form, Every)), "")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds (适用情形) by which the limit is split, in its order."""
        return tuple(dict.fromkeys(kind for form in self.forms if (kind := kind_of(form))))

    def of_kind(self, kind: str) -> "Limit":
        """Return what is said of one kind, and what is said of all where its own words name no number."""
        own = tuple(form for form in self.forms if kind_of(form) == kind)
        is_numbered = any(isinstance(form, After) for form in own)
        shared = () if is_numbered else tuple(form for form in self.forms if not kind_of(form))
        return replace(self, forms=own + shared)

    def within(
        self, codes: Codes, is_in_force: Callable[[str], bool] = lambda key: True
    ) -> tuple[After, ...]:
        """Return what is enforced after an event, by ``is_in_force`` as the law stood on some day.

        A kind for which no number is named, or none in force, falls back to the limit of 条例第二十六条,
        twenty working days; a purely periodic obligation has none. Several limits for one kind: the
        shortest counts.
        """
        named = (form for form in self.forms if isinstance(form, After))
        found = tuple(form for form in named if not form.key or is_in_force(form.key))
        bound = {form.kind for form in found}
        if "" in bound or (self.cadence and not found):
            return found
        kinds = (kind_of(form) for form in self.forms if not isinstance(form, Every))
        open_kinds = dict.fromkeys(kind for kind in kinds if kind not in bound)
        return found + tuple(After(codes.fallback_event, codes.fallback_length, kind) for kind in open_kinds)

    def uses_fallback(self, codes: Codes) -> bool:
        """Return whether some kind has no number of its own, so that 条例第二十六条 sets it."""
        return any(form not in self.forms for form in self.within(codes))


def kind_of(form: Form) -> str:
    return "" if isinstance(form, Every) else form.kind


def disagreement(form: Form, laws: Limits) -> str:
    """Return what is wrong with the statutory limit that a form names, nothing if it is as declared there."""
    if isinstance(form, Vague) or not form.key:
        return ""
    if form.key not in laws.keys:
        return f"limits.yaml 没有代号为“{form.key}”的时限"
    law = laws.history(form.key)[-1]
    says = (law.bound, law.cadence.word if law.cadence else law.length)
    same = says == (_BOUNDS[type(form)], form.cadence if isinstance(form, Every) else form.length)
    return "" if same else f"与 limits.yaml 不一致：“{form.key}”是“{law.text}”"


_BOUNDS = {After: Bound.WITHIN, Display: Bound.AT_LEAST, Before: Bound.BEFORE, Every: Bound.CADENCE}


def parse_limit(node: Node, codes: Codes, laws: Limits = NO_LAWS, *, above: Limit | None = None) -> Limit:
    """Return the limit a node declares, that of the row ``above`` for 同上; raises Wrong with the line."""
    if _is_as_above(node):
        if above is None:
            raise Wrong(node.line, "“同上”之前没有可以沿用的时限")
        return above
    entries = node.mapping(known=LIMIT_WORDS, needed=("text",))
    forms = _forms(entries, codes, node.line, kind="") + _further(entries, codes)
    if not forms:
        raise Wrong(
            node.line, "时限没有规则：应至少有 after、display、before、cadence、vague 或 by_kind 之一"
        )
    for form in forms:
        if wrong := disagreement(form, laws):
            raise Wrong(node.line, wrong)
    return Limit(
        text=entries["text"].text(),
        forms=forms,
        retention=entries["retention"].text(20) if "retention" in entries else "",
        certain=entries["certain"].flag() if "certain" in entries else True,
    )


def _is_as_above(node: Node) -> bool:
    if isinstance(node.value, dict) and set(node.value) == {"text"}:
        return node.value["text"].value == AS_ABOVE
    return node.value == AS_ABOVE


def _further(entries: Mapping[str, Node], codes: Codes) -> tuple[Form, ...]:
    """Return what other texts set besides (``also``), and what is set for single kinds (``by_kind``)."""
    forms: tuple[Form, ...] = ()
    for each in entries["also"].items() if "also" in entries else []:
        parts = each.mapping(known=FORM_WORDS)
        forms += _some(parts, codes, each.line, kind="")
    for each in entries["by_kind"].items() if "by_kind" in entries else []:
        parts = each.mapping(known=("kind", *FORM_WORDS), needed=("kind",))
        forms += _some(parts, codes, each.line, kind=parts["kind"].text(LONGEST_KIND))
    return forms


def _some(parts: Mapping[str, Node], codes: Codes, line: int, *, kind: str) -> tuple[Form, ...]:
    if "cadence" in parts:
        raise Wrong(parts["cadence"].line, "周期只能有一个，请写在时限一级")
    forms = _forms(parts, codes, line, kind=kind)
    if not forms:
        raise Wrong(line, f"“{kind or 'also'}”没有写明时限")
    return forms


def _forms(entries: Mapping[str, Node], codes: Codes, line: int, *, kind: str) -> tuple[Form, ...]:
    forms: list[Form] = []
    if (length := _timed(entries, "after", WITHIN, line)) is not None:
        forms.append(After(entries["after"].text(60), length, kind, _key(entries, "key")))
    if (shown := _length(entries, DISPLAY, line)) is not None:
        forms.append(Display(shown, kind, _key(entries, "display_key")))
    if (lead := _timed(entries, "before", BEFORE, line)) is not None:
        forms.append(Before(entries["before"].text(60), lead, kind, _key(entries, "before_key")))
    if "cadence" in entries:
        forms.append(_every(entries["cadence"], _key(entries, "cadence_key")))
    if "vague" in entries:
        forms.append(Vague(entries["vague"].choice(codes.titles("vague")), kind))
    _refuse_idle_keys(entries, forms)
    return tuple(forms)


def _timed(entries: Mapping[str, Node], word: str, units: Mapping[str, Unit], line: int) -> Length | None:
    """Return the amount of time that belongs to the event named by ``word``."""
    length = _length(entries, units, line)
    if length is not None and word not in entries:
        raise Wrong(line, f"缺少 {word}：期限从什么时候起算")
    if length is None and word in entries:
        raise Wrong(entries[word].line, f"{word} 之后应写明期限：{'、'.join(units)} 之一")
    return length


def _key(entries: Mapping[str, Node], word: str) -> str:
    return entries[word].text(60) if word in entries else ""


_KEY_WORDS = {"key": After, "display_key": Display, "before_key": Before, "cadence_key": Every}


def _refuse_idle_keys(entries: Mapping[str, Node], forms: Collection[Form]) -> None:
    for word, made in _KEY_WORDS.items():
        if word in entries and not any(isinstance(form, made) for form in forms):
            raise Wrong(entries[word].line, f"{word} 没有对应的期限")


def _length(entries: Mapping[str, Node], units: Mapping[str, Unit], line: int) -> Length | None:
    found = [word for word in units if word in entries]
    if len(found) > 1:
        raise Wrong(line, f"只能写一种单位，而不是：{'、'.join(found)}")
    return Length(entries[found[0]].number(), units[found[0]]) if found else None


def _every(node: Node, key: str) -> Every:
    try:
        return Every(Cadence(node.text()).word, key)
    except BadCadence as error:
        raise Wrong(node.line, str(error)) from None


def limit_to_json(limit: Limit) -> dict[str, Any]:
    """Return the limit as JSON values; the wording is kept beside it."""
    return {
        "forms": [_form_to_json(form) for form in limit.forms],
        "retention": limit.retention,
        "certain": limit.certain,
    }


def _form_to_json(form: Form) -> dict[str, Any]:
    match form:
        case After(event, length, kind, key):
            return {"form": "after", "event": event, **_length_to_json(length), "kind": kind, "key": key}
        case Display(length, kind, key):
            return {"form": "display", **_length_to_json(length), "kind": kind, "key": key}
        case Before(event, length, kind, key):
            return {"form": "before", "event": event, **_length_to_json(length), "kind": kind, "key": key}
        case Every(cadence, key):
            return {"form": "every", "cadence": cadence, "key": key}
        case Vague(word, kind):
            return {"form": "vague", "word": word, "kind": kind}


def _length_to_json(length: Length) -> dict[str, Any]:
    return {"amount": length.amount, "unit": length.unit.value}


def limit_from_json(text: str, data: Mapping[str, Any]) -> Limit:
    """Return the limit that ``limit_to_json`` wrote; of an empty mapping a limit without forms."""
    forms = tuple(_form_from_json(form) for form in data.get("forms", ()))
    return Limit(text, forms, data.get("retention", ""), data.get("certain", True))


def _form_from_json(data: Mapping[str, Any]) -> Form:
    kind, key = data.get("kind", ""), data.get("key", "")
    match data["form"]:
        case "after":
            return After(data["event"], _length_from_json(data), kind, key)
        case "display":
            return Display(_length_from_json(data), kind, key)
        case "before":
            return Before(data["event"], _length_from_json(data), kind, key)
        case "every":
            return Every(data["cadence"], key)
        case _:
            return Vague(data["word"], kind)


def _length_from_json(data: Mapping[str, Any]) -> Length:
    return Length(data["amount"], Unit(data["unit"]))

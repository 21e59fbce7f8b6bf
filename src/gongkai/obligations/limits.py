"""The time limit of an obligation (公开时限) in its normal forms. Pure.

The wordings of real catalogues come down to few forms: so much time after an event; a display of at
least so long; a cadence; a vague word such as 及时. Retention (长期公开) is no deadline and stands apart.
A limit may combine forms, and split by kind (其中行政许可自作出决定之日起7个工作日内).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from gongkai.law.cadence import LABELS, BadCadence, Cadence
from gongkai.law.deadlines import Length, Unit
from gongkai.obligations.codes import Codes
from gongkai.obligations.node import Node, Wrong

WITHIN = {
    "working_days": Unit.WORKING_DAYS,
    "days": Unit.CALENDAR_DAYS,
    "hours": Unit.HOURS,
    "months": Unit.MONTHS,
}
DISPLAY = {"display_working_days": Unit.WORKING_DAYS, "display_days": Unit.CALENDAR_DAYS}
FORM_WORDS = ("after", *WITHIN, *DISPLAY, "cadence", "vague")
LIMIT_WORDS = ("text", *FORM_WORDS, "by_kind", "retention", "certain")
PHRASES = {
    Unit.WORKING_DAYS: "{}个工作日",
    Unit.CALENDAR_DAYS: "{}日",
    Unit.HOURS: "{}小时",
    Unit.MONTHS: "{}个月",
}


@dataclass(frozen=True)
class After:
    """To be public within ``length`` after ``event``."""

    event: str
    length: Length
    kind: str = ""


@dataclass(frozen=True)
class Display:
    """To stay on display for at least ``length``."""

    length: Length
    kind: str = ""


@dataclass(frozen=True)
class Every:
    """To be public again and again: a word or day that ``gongkai.law.cadence`` knows."""

    cadence: str


@dataclass(frozen=True)
class Vague:
    """No number is named: 及时, 实时, 同步, 按进展."""

    word: str
    kind: str = ""


Form: TypeAlias = After | Display | Every | Vague


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

    def within(self, codes: Codes) -> tuple[After, ...]:
        """Return what is enforced after an event.

        A kind for which no number is named falls back to the limit of 条例第二十六条, twenty working
        days; a purely periodic obligation has none. Several limits for one kind: the shortest counts.
        """
        found = tuple(form for form in self.forms if isinstance(form, After))
        bound = {form.kind for form in found}
        loose = (form.kind for form in self.forms if isinstance(form, Vague | Display))
        open_kinds = dict.fromkeys(kind for kind in loose if kind not in bound)
        fallback = tuple(After(codes.fallback_event, codes.fallback_length, kind) for kind in open_kinds)
        return found if "" in bound or (self.cadence and not found) else found + fallback

    def uses_fallback(self, codes: Codes) -> bool:
        """Return whether some kind has no number of its own, so that 条例第二十六条 sets it."""
        return any(form not in self.forms for form in self.within(codes))


def parse_limit(node: Node, codes: Codes) -> Limit:
    """Return the limit a node declares; raises Wrong with the line."""
    entries = node.mapping(known=LIMIT_WORDS, needed=("text",))
    forms = _forms(entries, codes, node.line, kind="")
    for each in entries["by_kind"].items() if "by_kind" in entries else []:
        parts = each.mapping(known=("kind", *FORM_WORDS), needed=("kind",))
        if "cadence" in parts:
            raise Wrong(parts["cadence"].line, "周期不能按种类分别规定，请写在时限一级")
        forms += _forms(parts, codes, each.line, kind=parts["kind"].text(), needed=True)
    if not forms:
        raise Wrong(node.line, "时限没有规则：应至少有 after、display、cadence、vague 或 by_kind 之一")
    return Limit(
        text=entries["text"].text(),
        forms=forms,
        retention=entries["retention"].text(20) if "retention" in entries else "",
        certain=entries["certain"].flag() if "certain" in entries else True,
    )


def _forms(
    entries: Mapping[str, Node], codes: Codes, line: int, *, kind: str, needed: bool = False
) -> tuple[Form, ...]:
    forms: list[Form] = []
    if (length := _length(entries, WITHIN, line)) is not None:
        if "after" not in entries:
            raise Wrong(line, "缺少 after：期限从什么时候起算")
        forms.append(After(entries["after"].text(60), length, kind))
    elif "after" in entries:
        raise Wrong(entries["after"].line, f"after 之后应写明期限：{'、'.join(WITHIN)} 之一")
    if (shown := _length(entries, DISPLAY, line)) is not None:
        forms.append(Display(shown, kind))
    if "cadence" in entries:
        forms.append(_every(entries["cadence"]))
    if "vague" in entries:
        forms.append(Vague(entries["vague"].choice(codes.titles("vague")), kind))
    if needed and not forms:
        raise Wrong(line, f"“{kind}”没有写明时限")
    return tuple(forms)


def _length(entries: Mapping[str, Node], units: Mapping[str, Unit], line: int) -> Length | None:
    found = [word for word in units if word in entries]
    if len(found) > 1:
        raise Wrong(line, f"只能写一种单位，而不是：{'、'.join(found)}")
    return Length(entries[found[0]].number(), units[found[0]]) if found else None


def _every(node: Node) -> Every:
    try:
        return Every(Cadence(node.text()).word)
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
        case After(event, length, kind):
            return {"form": "after", "event": event, **_length_to_json(length), "kind": kind}
        case Display(length, kind):
            return {"form": "display", **_length_to_json(length), "kind": kind}
        case Every(cadence):
            return {"form": "every", "cadence": cadence}
        case Vague(word, kind):
            return {"form": "vague", "word": word, "kind": kind}


def _length_to_json(length: Length) -> dict[str, Any]:
    return {"amount": length.amount, "unit": length.unit.value}


def limit_from_json(text: str, data: Mapping[str, Any]) -> Limit:
    """Return the limit that ``limit_to_json`` wrote; of an empty mapping a limit without forms."""
    forms = tuple(_form_from_json(form) for form in data.get("forms", ()))
    return Limit(text, forms, data.get("retention", ""), data.get("certain", True))


def _form_from_json(data: Mapping[str, Any]) -> Form:
    match data["form"]:
        case "after":
            return After(data["event"], Length(data["amount"], Unit(data["unit"])), data["kind"])
        case "display":
            return Display(Length(data["amount"], Unit(data["unit"])), data["kind"])
        case "every":
            return Every(data["cadence"])
        case _:
            return Vague(data["word"], data["kind"])


def describe(form: Form) -> str:
    """Return a form as a sentence a clerk understands."""
    match form:
        case After(event, length, kind):
            return f"{_of(kind)}自{event}起{_phrase(length)}内公开"
        case Display(length, kind):
            return f"{_of(kind)}公示不少于{_phrase(length)}"
        case Every(cadence):
            return Cadence(cadence).text
        case Vague(word, kind):
            return f"{_of(kind)}{word}公开"


AMOUNT = r"(?P<amount>[1-9]\d{0,3})(?P<unit>个工作日|日|小时|个月)"
KIND = r"(?:(?P<kind>[^：]+)：)?"
AFTER = re.compile(KIND + "自(?P<event>.+?)起" + AMOUNT + "内公开")
DISPLAYED = re.compile(KIND + "公示不少于" + AMOUNT)
LOOSELY = re.compile(KIND + "(?P<word>[^：]+?)公开")
DATED = re.compile(r"每年(\d{1,2})月(\d{1,2})日前")
UNITS = {phrase.removeprefix("{}"): unit for unit, phrase in PHRASES.items()}


def form_of(sentence: str, codes: Codes) -> Form:
    """Return the form that ``describe`` would write as ``sentence``; raises ValueError for any other."""
    sentence = sentence.strip().rstrip("。；").replace(":", "：")
    if found := AFTER.fullmatch(sentence):
        return After(found["event"], Length(int(found["amount"]), UNITS[found["unit"]]), found["kind"] or "")
    if found := DISPLAYED.fullmatch(sentence):
        return Display(Length(int(found["amount"]), UNITS[found["unit"]]), found["kind"] or "")
    if every := _every_of(sentence):
        return every
    found = LOOSELY.fullmatch(sentence)
    if found and found["word"] in codes.titles("vague"):
        return Vague(found["word"], found["kind"] or "")
    raise ValueError(f"看不懂“{sentence}”")


def _every_of(sentence: str) -> Every | None:
    for word, label in LABELS.items():
        if sentence == f"{label}至少一次":
            return Every(word)
    if found := DATED.fullmatch(sentence):
        return Every(Cadence(f"{int(found[1]):02}-{int(found[2]):02}").word)
    return None


def _of(kind: str) -> str:
    return f"{kind}：" if kind else ""


def _phrase(length: Length) -> str:
    return PHRASES[length.unit].format(length.amount)

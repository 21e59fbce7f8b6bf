"""The forms of a time limit as sentences that a clerk understands, and such sentences read back. Pure."""

import re
from dataclasses import replace

from gongkai.law.cadence import LABELS, Cadence
from gongkai.law.deadlines import Length, Unit
from gongkai.obligations.codes import Codes
from gongkai.obligations.limits import LONGEST_KIND, After, Before, Display, Every, Form, Vague

PHRASES = {
    Unit.WORKING_DAYS: "{}个工作日",
    Unit.CALENDAR_DAYS: "{}日",
    Unit.HOURS: "{}小时",
    Unit.MONTHS: "{}个月",
}


def describe(form: Form) -> str:
    """Return a form as a sentence a clerk understands, with the statutory limit it names."""
    key = "" if isinstance(form, Vague) else form.key
    return _sentence(form) + (f"（时限 {key}）" if key else "")


def _sentence(form: Form) -> str:
    match form:
        case After(event, length, kind):
            return f"{_of(kind)}自{event}起{_phrase(length)}内公开"
        case Display(length, kind):
            return f"{_of(kind)}公示不少于{_phrase(length)}"
        case Before(event, length, kind):
            return f"{_of(kind)}于{event}前不少于{_phrase(length)}公开"
        case Every(cadence):
            return Cadence(cadence).text
        case Vague(word, kind):
            return f"{_of(kind)}{word}公开"


AMOUNT = r"(?P<amount>[1-9]\d{0,3})(?P<unit>个工作日|日|小时|个月)"
KIND = rf"(?:(?P<kind>[^：]{{1,{LONGEST_KIND}}})：)?"
NAMED = re.compile(r"(?P<sentence>.+)（时限 ?(?P<key>[a-z0-9-]+)）")
AFTER = re.compile(KIND + "自(?P<event>.+?)起" + AMOUNT + "内公开")
DISPLAYED = re.compile(KIND + "公示不少于" + AMOUNT)
AHEAD = re.compile(KIND + "于(?P<event>.+?)前不少于" + AMOUNT + "公开")
LOOSELY = re.compile(KIND + "(?P<word>[^：]+?)公开")
DATED = re.compile(r"每年(\d{1,2})月(\d{1,2})日前")
UNITS = {phrase.removeprefix("{}"): unit for unit, phrase in PHRASES.items()}


def form_of(sentence: str, codes: Codes) -> Form:
    """Return the form that ``describe`` would write as ``sentence``; raises ValueError for any other."""
    sentence = sentence.strip().rstrip("。；").replace(":", "：")
    named = NAMED.fullmatch(sentence)
    form = _form_of(named["sentence"] if named else sentence, codes)
    if form is None or (named and isinstance(form, Vague)):
        raise ValueError(f"看不懂“{sentence}”")
    return replace(form, key=named["key"]) if named and not isinstance(form, Vague) else form


def _form_of(sentence: str, codes: Codes) -> Form | None:
    if found := AFTER.fullmatch(sentence):
        return After(found["event"], _length_of(found), found["kind"] or "")
    if found := DISPLAYED.fullmatch(sentence):
        return Display(_length_of(found), found["kind"] or "")
    if found := AHEAD.fullmatch(sentence):
        return Before(found["event"], _length_of(found), found["kind"] or "")
    found = LOOSELY.fullmatch(sentence)
    if found and found["word"] in codes.titles("vague"):
        return Vague(found["word"], found["kind"] or "")
    return _every_of(sentence)


def _length_of(found: re.Match[str]) -> Length:
    return Length(int(found["amount"]), UNITS[found["unit"]])


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

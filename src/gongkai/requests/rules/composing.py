"""What a letter says: from the facts of a case to its paragraphs. Pure.

The order of an answer is that of practice: when the request came in, what was found, on what ground, what is
decided, what may be undertaken against it. The name of the addressee never stands here: it lies sealed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

REGULATION = "《中华人民共和国政府信息公开条例》"
REVISED = re.compile(r"（\d{4}）")
TITLES: Mapping[str, str] = {
    "receipt": "政府信息公开申请登记回执",
    "correction": "政府信息公开申请补正告知书",
    "extension": "政府信息公开延期答复告知书",
    "consult": "政府信息公开征求意见函",
    "override": "政府信息公开决定告知书",
    "fee": "政府信息公开信息处理费收费通知书",
    "reasons": "政府信息公开申请说明理由通知书",
    "answer": "政府信息公开申请答复告知书",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter may tell; which of it depends on ``kind``. ``article`` is the ground of the letter.

    ``outcome`` is the title of the answer, ``given`` what it must contain, by need; ``remedy`` the paragraph
    about the ways against it. ``due_before`` and ``due_after`` are the days of the answer around an
    extension; ``within`` is a length as the law names it, for whoever is asked or has to pay.
    """

    kind: str
    case: str
    title: str
    received_on: date
    article: str = ""
    body: str = ""
    appointed_on: date | None = None
    working_days: int = 0
    due_before: date | None = None
    due_after: date | None = None
    amount: int = 0
    computation: tuple[str, ...] = ()
    outcome: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    remedy: str = ""
    question: str = ""
    within: str = ""


def compose(facts: Facts) -> list[str]:
    """Return the paragraphs of a letter, in order."""
    written = BY_KIND[facts.kind](facts)
    return [line.strip() for text in written for line in text.splitlines() if line.strip()]


def day(value: date) -> str:
    """Return a day as letters write it: 2026年11月23日."""
    return f"{value.year}年{value.month}月{value.day}日"


def cited(article: str) -> str:
    """Return an article as a letter cites it, with the name of the Regulation where none stands."""
    plain = REVISED.sub("", article)
    if plain.startswith("政府信息公开条例"):
        return REGULATION + plain.removeprefix("政府信息公开条例")
    return REGULATION + plain if plain.startswith("第") else plain


def _came(facts: Facts) -> str:
    return (
        f"本机关于{day(facts.received_on)}收到您（贵单位）提交的政府信息公开申请"
        f"（编号：{facts.case}），申请公开“{facts.title}”。"
    )


def _on(facts: Facts) -> str:
    return f"依据{cited(facts.article)}，" if facts.article else ""


def _until(last: date | None) -> str:
    return f"于{day(last)}前（含当日）" if last else ""


def _receipt(facts: Facts) -> Iterator[str]:
    yield _came(facts)
    yield facts.body
    if facts.due_before:
        yield f"{_on(facts)}本机关将于{day(facts.due_before)}前答复。"


def _correction(facts: Facts) -> Iterator[str]:
    yield _came(facts)
    yield "经审查，申请内容不明确，需要补正："
    yield facts.body
    if facts.appointed_on:
        yield f"{_on(facts)}请您（贵单位）{_until(facts.appointed_on)}补正。"
        yield "答复期限自本机关收到补正的申请之日起计算。"
        yield "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。"


def _extension(facts: Facts) -> Iterator[str]:
    yield _came(facts)
    yield facts.body
    until = f"，延长至{day(facts.due_after)}" if facts.due_after else ""
    yield (
        f"{_on(facts)}经政府信息公开工作机构负责人同意，"
        f"本机关决定将答复期限延长{facts.working_days}个工作日{until}。"
    )


def _consult(facts: Facts) -> Iterator[str]:
    """Write to who is asked: not who asked, only for what."""
    yield f"本机关收到一件政府信息公开申请（编号：{facts.case}），其中涉及您（贵单位）的信息。"
    yield facts.question
    yield facts.body
    within = f"自收到本函之日起{facts.within}内" if facts.within else _until(facts.appointed_on)
    yield f"{_on(facts)}请{within}书面答复是否同意公开；不同意公开的，请说明理由。"


def _override(facts: Facts) -> Iterator[str]:
    yield f"关于政府信息公开申请（编号：{facts.case}）涉及您（贵单位）的信息，您不同意公开的意见收悉。"
    yield f"经审查，{facts.body}"
    yield f"{_on(facts)}本机关决定予以公开，现将决定公开的政府信息内容和理由书面告知您（贵单位）。"
    yield facts.question
    yield facts.remedy


def _fee(facts: Facts) -> Iterator[str]:
    yield _came(facts)
    yield facts.body
    yield f"{_on(facts)}应当收取信息处理费{facts.amount}元，计算如下："
    yield from facts.computation
    yield f"请自收到本通知的次日起{facts.within}内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理。"


def _reasons(facts: Facts) -> Iterator[str]:
    yield _came(facts)
    yield facts.body
    asked = f"请{_until(facts.appointed_on)}书面说明理由。"
    yield f"{_on(facts)}您（贵单位）申请公开政府信息的数量、频次明显超过合理范围，{asked}"


ABOUT: Mapping[str, str] = {
    "search": "经检索，{}",
    "reason": "经审查，{}",
    "consultation": "{}",
    "no-contrary-law": "{}",
    "earlier": "本机关已就您（贵单位）同一内容的申请作出答复（{}）。",
    "asked": "{}",
    "notice": "本机关此前已告知（{}）。",
    "proof": "{}",
}
"""What was found, by need."""
TO_GET: Mapping[str, str] = {
    "manner": "{}",
    "where": "获取方式和途径：{}",
    "organ": "您（贵单位）可以向{}申请。",
}
"""What the decision adds, by need."""


def _answer(facts: Facts) -> Iterator[str]:
    yield _came(facts)
    yield from _told(ABOUT, facts.given)
    yield facts.body
    ground = cited(facts.article)
    more = facts.given.get("article", "").strip().replace("《政府信息公开条例》", REGULATION)
    yield f"依据{ground}{f'、{more}' if more and more not in ground else ''}的规定，本机关决定如下："
    yield f"{facts.outcome}。"
    yield from _told(TO_GET, facts.given)
    yield facts.remedy


def _told(words: Mapping[str, str], given: Mapping[str, str]) -> Iterator[str]:
    for need, words_of in words.items():
        if said := given.get(need, "").strip():
            yield f"{words_of.format(said.rstrip('。')).rstrip('。')}。"


BY_KIND: Mapping[str, Callable[[Facts], Iterator[str]]] = {
    "receipt": _receipt,
    "correction": _correction,
    "extension": _extension,
    "consult": _consult,
    "override": _override,
    "fee": _fee,
    "reasons": _reasons,
    "answer": _answer,
}

"""What it means that somebody who was asked agrees, objects, or says nothing. Pure.

政府信息公开条例（2019）第三十二条: of a third party that says nothing the organ decides by itself, and one
that objects with reasons is heeded unless the public interest weighs more. 第三十四条: an organ that says
nothing agrees.
"""

from __future__ import annotations

from dataclasses import dataclass

DISCLOSING = frozenset({"granted", "partly", "public-2007", "partly-2007", "already-public"})
"""The answers by which something becomes known that somebody may have objected to."""
WHOLE = frozenset({"granted", "public-2007", "already-public"})


@dataclass(frozen=True, slots=True)
class Said:
    """One who was asked, and what came of it; ``was_told`` is that their objection is not followed."""

    name: str
    is_organ: bool
    opinion: str
    is_overridden: bool = False
    is_weighed: bool = False
    was_told: bool = False


def meaning(said: Said) -> str:
    """Return what an opinion means for the answer, in a sentence."""
    if said.opinion == "silence":
        if said.is_organ:
            return "期满未答复，视为同意公开（条例第三十四条）"
        return "期满未答复，由本机关依法决定是否公开（条例第三十二条）"
    if said.opinion == "consent":
        return "同意公开"
    if said.opinion == "objection":
        return "不同意公开，经审查不予采纳" if said.is_overridden else "不同意公开"
    return "等待答复"


def hindrance(said: Said, outcome: str) -> str:
    """Return why an answer may not be given yet because of somebody's opinion, "" where it may."""
    if outcome not in DISCLOSING or said.opinion != "objection":
        return ""
    if said.is_overridden:
        is_told = said.was_told or said.is_organ
        return "" if is_told else f"{said.name}的反对意见不予采纳，公开前应当先将决定和理由书面告知对方"
    if outcome in WHOLE:
        return f"{said.name}不同意公开，要公开的应当先写明不予采纳的理由"
    return "" if said.is_weighed else f"{said.name}不同意公开，请先写明审查意见"

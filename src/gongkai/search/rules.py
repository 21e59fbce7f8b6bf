"""How texts and queries are cut: pure functions, no index, no database.

Two characters side by side are a *bigram*. A text is cut into *runs* at its punctuation, a run into its
bigrams; a query is found where its bigrams stand in the same order. No dictionary decides what a word is,
so nothing that stands in a text can be missed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# 〔2017〕24号, [2017]24号 and （2017）24号 are one number, whatever the typist's brackets.
SAME = (
    dict.fromkeys("〔［【[{〖⟨", "(")
    | dict.fromkeys("〕］】]}〗⟩", ")")
    | dict.fromkeys("‐‑‒–—―−－", "-")
    | dict.fromkeys("\"'`“”‘’«»‹›《》〈〉「」『』〝〞＂＇´\r", "")
    | dict.fromkeys("\t\x0b\x0c", " ")
    | {"\n": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
)
UNREADABLE = {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}
BREAK = re.compile(r"[,，。、;；:：?？!！|]+")
PARAGRAPH = re.compile(r"\s*\n\s+|\s+\n")
BETWEEN_WORDS = re.compile(r"(?<=[0-9a-z\u00df-\u1fff])\s+(?=[0-9a-z\u00df-\u1fff])")
WHITESPACE = re.compile(r"\s+")
QUOTED = re.compile(r"“([^“”]+)”|《([^《》]+)》|「([^「」]+)」|\"([^\"]+)\"")
EDGES = ".-_/*~·"
# A place is left free between runs, so that no two bigrams meet across a full stop.
FREE = " | "
LONGEST_QUERY, MOST_RUNS, SHORTEST_LOOSE = 200, 16, 4
LONGEST_TEXT, EXCERPT, LEAD, MOST_PLACES = 20_000, 120, 24, 40
SKIPPED = "\0"
QUESTION_WORDS = re.compile(
    "请问|是不是|能不能|可不可以|有没有|为什么|什么样|什么|怎么样|怎么办|怎么|怎样|如何|是否|哪些|哪个|哪里|多少|多久"
    "|吗|呢|的话|能否|我们|我|的|了|可以|应该|需要"
)


class Fold(dict[int, str]):
    """How each character is written in the index, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


def fold_character(character: str) -> str:
    """Return ``character`` without width, case, accent or typographic variant; "" if it says nothing."""
    if character in SAME:
        return SAME[character]
    plain = unicodedata.normalize("NFKD", character)
    return "".join(
        SAME.get(c, c.casefold()) for c in plain if c in SAME or unicodedata.category(c) not in UNREADABLE
    )


FOLD = Fold()


def fold(text: str) -> str:
    """Return ``text`` as the index writes it. Character by character, so a part folds to a part."""
    return text.translate(FOLD)


def runs(text: str) -> list[str]:
    """Return the runs of ``text``: what stands between punctuation, paragraphs, and Latin words.

    A line break or blank inside a Chinese sentence is layout, not a border: 政务\\n公开 is 政务公开.
    """
    plain = PARAGRAPH.sub("|", fold(text))
    plain = WHITESPACE.sub("", BETWEEN_WORDS.sub("|", plain))
    return [run for run in BREAK.split(plain) if run]


def bigrams(run: str) -> list[str]:
    return [a + b for a, b in zip(run, run[1:], strict=False)] or [run]


def spaced(cut: list[str]) -> str:
    """Return the bigrams of the runs in ``cut`` joined by blanks, with a free place between runs."""
    return FREE.join(" ".join(bigrams(run)) for run in cut)


def characters(cut: list[str]) -> str:
    """Return the distinct characters of the runs in ``cut`` joined by blanks."""
    return " ".join(sorted(set("".join(cut))))


def those_in(known: frozenset[str], cut: list[str], length: int) -> list[str]:
    """Return the ``known`` strings of ``length`` in the runs of ``cut``, as often as they stand there."""
    places = ((run, i) for run in cut for i in range(len(run) - length + 1))
    return [part for run, i in places if (part := run[i : i + length]) in known]


def name(text: str) -> str:
    """Return ``text`` as one word: how a whole title or document number is compared."""
    return "".join(runs(text))


@dataclass(frozen=True)
class Parsed:
    """A query: every run must be found. ``is_exact`` says that all of it stands in quotation marks."""

    runs: tuple[str, ...]
    name: str
    is_exact: bool

    @property
    def may_be_loose(self) -> bool:
        """Whether it says enough for the nearest texts to be worth showing where none holds all of it."""
        return not self.is_exact and len(self.name) >= SHORTEST_LOOSE


def parse(query: str) -> Parsed:
    """Return what ``query`` asks for. Never raises: a query of noise has no runs."""
    query = query[:LONGEST_QUERY]
    quoted = ["".join(groups) for groups in QUOTED.findall(query)]
    bare = QUOTED.sub(" ", query).split()
    found = [run.strip(EDGES) or run for part in [*quoted, *bare] for run in runs(part)]
    return Parsed(runs=distinct(found), name=name(query), is_exact=bool(quoted) and not bare)


def distinct(found: list[str]) -> tuple[str, ...]:
    """Return ``found`` without repetition and without what another run contains already."""
    once = list(dict.fromkeys(found))
    return tuple(run for run in once if not any(run in other for other in once if other != run))[:MOST_RUNS]


def without_question_words(text: str) -> list[str]:
    """Return the parts of ``text`` between the words that make it a question and say nothing about texts."""
    return [part for part in QUESTION_WORDS.split(text) if part]


@dataclass(frozen=True)
class Piece:
    """A piece of a text to show; ``is_match`` pieces are what was searched for."""

    text: str
    is_match: bool = False


class Flat(dict[int, str]):
    """As FOLD, but one character for each, so that places in the folded text are places in the text."""

    def __missing__(self, code: int) -> str:
        folded = FOLD[code]
        self[code] = flat = folded[0] if folded.strip() else SKIPPED
        return flat


FLAT = Flat()


def marked(text: str, needles: tuple[str, ...]) -> list[Piece]:
    """Return ``text`` in pieces, with every place marked where one of the folded ``needles`` stands."""
    pieces, end = [], 0
    for first, last in places(text, needles):
        pieces += [Piece(text[end:first]), Piece(text[first:last], is_match=True)]
        end = last
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def places(text: str, needles: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where ``needles`` stand in ``text``, over quotation marks and line breaks: [(first, last)]."""
    if not needles:
        return []
    longest = sorted(filter(None, needles), key=len, reverse=True)
    pattern = "|".join(f"{SKIPPED}*".join(map(re.escape, needle)) for needle in longest)
    return [match.span() for match in re.finditer(pattern, text.translate(FLAT))]


def excerpt(text: str, needles: tuple[str, ...], *, length: int = EXCERPT) -> list[Piece]:
    """Return about ``length`` characters of ``text`` where most of ``needles`` stand, marked, on one line."""
    text = " ".join(text[:LONGEST_TEXT].split())
    start = best_start(places(text, needles), text, length)
    window = marked(text[start : start + length], needles)
    before = [Piece("…")] if start else []
    after = [Piece("…")] if start + length < len(text) else []
    return [*before, *window, *after]


def best_start(found: list[tuple[int, int]], text: str, length: int) -> int:
    """Return the start of the window that shows the most of what was ``found``; the earliest of equals."""
    best, most = 0, 0
    for first, _ in found[:MOST_PLACES]:
        start = max(0, min(first - LEAD, len(text) - length))
        shown = {text[a:b].casefold() for a, b in found if start <= a and b <= start + length}
        if len(shown) > most:
            best, most = start, len(shown)
    return best

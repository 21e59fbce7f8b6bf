"""Synthetic government documents: words of Chinese law drawn by their frequency (``words.tsv``).

The same number of documents and the same seed always give the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

WORDS = Path(__file__).with_name("words.tsv")
ORGANISATIONS = [f"org-{n:02}" for n in range(40)]
AREAS = [f"area-{n:02}" for n in range(30)]
KINDS = ["document", "interpretation", "guide", "rule", "meeting", "reply", "report", "notice"]
VALIDITIES = ["valid", "valid", "valid", "valid", "repealed", "expired", "amended"]
FIRST_DAY = datetime(2008, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Vocabulary:
    """Words with their cumulative frequencies, ready to be drawn."""

    words: list[str]
    cumulative: list[int]

    def draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.cumulative, k=count)


def vocabulary(path: Path = WORDS) -> Vocabulary:
    pairs = [line.split("\t") for line in path.read_text().splitlines()]
    return Vocabulary([word for word, _ in pairs], list(accumulate(int(count) for _, count in pairs)))


def sentence(words: list[str], chance: random.Random) -> str:
    """Return ``words`` with a comma after every six or so and a full stop at the end."""
    cut = chance.randint(4, 8)
    return "，".join("".join(words[i : i + cut]) for i in range(0, len(words), cut)) + "。"


def body(vocabulary: Vocabulary, chance: random.Random, characters: int) -> str:
    parts: list[str] = []
    length = 0
    while length < characters:
        parts.append(sentence(vocabulary.draw(chance, chance.randint(12, 30)), chance))
        length += len(parts[-1])
        if chance.random() < 0.2:
            parts.append("\n\n")
    return "".join(parts)


def document(seq: int, vocabulary: Vocabulary, chance: random.Random, characters: int) -> dict[str, object]:
    """Return the fields of ``gongkai.search.models.Document`` for announcement ``seq``."""
    organisation, area = chance.choice(ORGANISATIONS), chance.choice(AREAS)
    published = FIRST_DAY + timedelta(minutes=97 * seq)
    return {
        "address": f"/items/demo-{seq:07}/",
        "seq": seq,
        "title": "关于" + "".join(vocabulary.draw(chance, chance.randint(4, 9))) + "的通知",
        "text": body(vocabulary, chance, chance.randint(characters // 2, characters * 3 // 2)),
        "number": f"演政发〔{published.year}〕{seq}号",
        "publisher_key": organisation,
        "publisher_name": f"第{organisation[-2:]}局",
        "area_key": area,
        "area_title": f"领域{area[-2:]}",
        "kind": chance.choice(KINDS),
        "year": published.year,
        "theme": "",
        "genre": "",
        "validity": chance.choice(VALIDITIES),
        "published_at": published,
    }


def documents(count: int, *, characters: int = 1000, seed: int = 2017) -> Iterator[dict[str, object]]:
    """Yield ``count`` documents of about ``characters`` characters, oldest first."""
    words = vocabulary()
    chance = random.Random(seed)
    for seq in range(1, count + 1):
        yield document(seq, words, chance, characters)

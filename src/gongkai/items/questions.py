"""问答: pairs of question and answer, as headings and paragraphs that every reader can walk. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lxml import html as markup

from gongkai.items.rules import inner

ASK, SAY = "问：", "答："


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer, the answer's paragraphs a line each."""

    question: str
    answer: str


def parted(body: str) -> tuple[str, list[Pair]]:
    """Return what stands before the first question of a clean body, as HTML, and the pairs after it."""
    root = markup.fragment_fromstring(body, create_parent="div")
    pairs: list[Pair] = []
    for block in list(root):
        text = block.text_content().strip()
        if block.tag in {"h2", "h3", "h4"} and text.startswith(ASK):
            pairs.append(Pair(text.removeprefix(ASK).strip(), ""))
        elif pairs:
            said = f"{pairs[-1].answer}\n{text.removeprefix(SAY)}".strip()
            pairs[-1] = Pair(pairs[-1].question, said)
        else:
            continue
        root.remove(block)
    return inner(root).strip(), pairs


def joined(before: str, pairs: Sequence[Pair]) -> str:
    """Return a body of what stands before and the pairs."""
    return before + "".join(map(_pair, pairs))


def _pair(pair: Pair) -> str:
    lines = [line.strip() for line in pair.answer.splitlines() if line.strip()]
    said = "".join(f"<p>{SAY if number == 0 else ''}{escape(line)}</p>" for number, line in enumerate(lines))
    return f"<h3>{ASK}{escape(pair.question)}</h3>{said}"

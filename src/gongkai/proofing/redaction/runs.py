"""Words cut into runs: looked for in the paragraph as a whole, replaced in the runs in which they stand."""

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from gongkai.proofing.redaction.values import Hide, Order

PARAGRAPHS = {"p", "si", "is", "text", "comment"}
DELETED = "delText"
WORDS = {"t", DELETED, "instrText", "delInstrText"}


def hide_in_runs(root: etree._Element, order: Order) -> None:
    """Replace in each paragraph what is to be hidden: in its words, in what was deleted, and in both."""
    for some in list(_readings(root)):
        _hide(some, order)


def is_in_runs(root: etree._Element, order: Order) -> bool:
    """Whether what is to be hidden can still be read in a paragraph."""
    return any(order.is_in(_said(some)) for some in _readings(root))


def _readings(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the runs of each paragraph as they may be read: what is shown, what was deleted, both."""
    for _, group in groupby(_words(root), key=_paragraph):
        runs = list(group)
        visible = [each for each in runs if etree.QName(each).localname != DELETED]
        deleted = [each for each in runs if etree.QName(each).localname == DELETED]
        yield from (visible, deleted, runs)


def _words(root: etree._Element) -> Iterator[etree._Element]:
    return (each for each in root.iter("*") if each.text and etree.QName(each).localname in WORDS)


def _paragraph(leaf: etree._Element) -> etree._Element | None:
    parent = leaf.getparent()
    while parent is not None and etree.QName(parent).localname not in PARAGRAPHS:
        parent = parent.getparent()
    return parent


def _hide(runs: list[etree._Element], order: Order) -> None:
    for each, start, end in hits(runs, order):
        _replace(runs, start, end, each.replacement)


def hits(parts: list[etree._Element], order: Order) -> Iterator[tuple[Hide, int, int]]:
    """Yield where in the words of ``parts`` each of what is to be hidden stands, the last place first.

    The words are read again after each: the caller replaces them meanwhile.
    """
    for each in order.within(_said(parts)):
        for found in reversed(list(each.pattern.finditer(_said(parts)))):
            yield each, found.start(), found.end()


def _said(parts: list[etree._Element]) -> str:
    return "".join(each.text or "" for each in parts)


def _replace(runs: list[etree._Element], start: int, end: int, replacement: str) -> None:
    """Put words in the place of others: into the first run that holds some of them, nothing into the next."""
    offset, rest = 0, replacement
    for run in runs:
        text = run.text or ""
        low, high = max(start - offset, 0), min(end - offset, len(text))
        offset += len(text)
        if low < high:
            run.text = text[:low] + rest + text[high:]
            rest = ""


def hide_in_the_rest(root: etree._Element, order: Order) -> None:
    """Replace in every single text and attribute, whatever it is for, what is to be hidden."""
    for each in root.iter("*"):
        if each.text:
            each.text = order.masked(each.text)
        if each.tail:
            each.tail = order.masked(each.tail)
        for key, value in each.attrib.items():
            if order.is_in(value):
                each.set(key, order.masked(value))

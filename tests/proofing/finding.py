"""What the tests of the checks share: paragraphs of a body, and what was found in short."""

from gongkai.proofing.rules import Piece


def paragraphs(*texts):
    """Return paragraphs of a body with their places."""
    return [Piece("body", f"正文第{n}段", text, is_paragraph=True) for n, text in enumerate(texts, start=1)]


def spots(found):
    """Return the last part of each code with what stands at the spot."""
    return [(each.code.partition(".")[2], each.excerpt) for each in found]

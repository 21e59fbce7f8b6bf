"""The characters of a text that comes from anybody, made fit to be written. Pure."""

import re
import unicodedata

MISSING = "〓"
"""The printer's mark for a character that is not among the types."""
LINES = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
DROPPED = {"Cc", "Cf"}
VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
FIGURES = re.compile(r"[-−+0-9.,%/ ]*")
BREAKABLE = re.compile(r"[\s\u3400-\u9fff]+")
RUNS = re.compile(r"[\s\u3400-\u9fff]+|[^\s\u3400-\u9fff]+")
STROKES = re.compile(r"(?<=[/?&-])(?=[A-Za-z])")
WIDTHLESS = "\u200b"
NO_CHARACTER = {"Cs", "Cn"}


def plain(text: str) -> str:
    """Return the text with line feeds and plain spaces only, without what steers a display.

    Half of a pair of surrogates and what is no character become the replacement character.
    """
    return "".join(map(_plain, VARIANTS.sub("", LINES.sub("\n", text))))


def _plain(character: str) -> str:
    if character in "\n\u3000":
        return character
    kind = unicodedata.category(character)
    if character == "\t" or kind == "Zs":
        return " "
    if kind in DROPPED:
        return ""
    return "\ufffd" if kind in NO_CHARACTER else character


def lines(text: str) -> list[str]:
    """Return the lines that are not blank; one empty line if there is none."""
    return [line for line in text.split("\n") if line.strip()] or [""]


def shown(text: str, known: frozenset[int]) -> str:
    """Return the text in which each character that is not ``known`` is a mark with its code point.

    A name with a rare character can still be told from any other, and nobody takes it for a misprint.
    """
    return "".join(
        each if each == "\n" or ord(each) in known else f"{MISSING}（U+{ord(each):04X}）" for each in text
    )


def parts(line: str, most: int) -> list[str]:
    """Return a line in parts of at most so many characters."""
    return [line[i : i + most] for i in range(0, len(line), most)] or [""]


def pieces(line: str, longest: int) -> list[str]:
    """Return a line in pieces between which it may be broken.

    Addresses are cut at their strokes; what is longer than ``longest`` characters without an ideograph, a
    space or a stroke is cut anywhere. After signs that no line may begin with, only a mark of no width lets a
    line end. All other characters are told as they are.
    """
    runs = (part for run in RUNS.findall(line) for part in STROKES.split(run))
    return [piece for run in runs for piece in _cut(run, longest)]


def _cut(run: str, longest: int) -> list[str]:
    if len(run) <= longest or BREAKABLE.match(run):
        return [run]
    step, end = max(longest // 5, 2), "" if run.isascii() else WIDTHLESS
    return [run[i : i + step] + end for i in range(0, len(run), step)]


def dated(year: int, month: int, day: int) -> str:
    """Return a day as official papers write it: in Arabic figures without leading zeros (GB/T 9704)."""
    return f"{year}年{month}月{day}日"


def addressed(name: str) -> str:
    """Return to whom a letter is, with the colon that follows."""
    return f"{name.strip().rstrip('：:')}：" if name.strip() else ""


def bracketed(note: str) -> str:
    """Return the note below the date in its brackets."""
    return f"（{note.strip()}）" if note.strip() else ""


def are_figures(text: str) -> bool:
    """Return whether a text is an amount or nothing, and so stands in the middle of its cell."""
    return FIGURES.fullmatch(text) is not None


def width(text: str) -> float:
    """Return about how wide a line is, in ideographs."""
    return sum(1 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)

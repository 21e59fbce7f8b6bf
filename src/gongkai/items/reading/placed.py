"""Words with their places on a page: pieces, and the lines that they make."""

from dataclasses import dataclass

BLANK = " \t\u3000\u00a0\u200b"
GAP = 1.6  # of a letter's size: pieces so far apart are cells of a row


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together: left end, distance from the top, right end, size of a letter."""

    left: float
    top: float
    right: float
    size: float
    text: str


@dataclass(slots=True)
class Line:
    page: int
    pieces: list[Piece]

    @property
    def top(self) -> float:
        return self.pieces[0].top

    @property
    def left(self) -> float:
        """Where the words begin: blanks before them are an indent, not words."""
        first = self.pieces[0]
        blanks = len(first.text) - len(first.text.lstrip(BLANK))
        return first.left + blanks * first.size * (1.0 if "\u3000" in first.text[:blanks] else 0.5)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def cells(self) -> tuple[str, ...]:
        """The words, apart where there is a gap between them."""
        found: list[str] = []
        end = None
        for piece in self.pieces:
            if end is not None and piece.left - end <= GAP * piece.size:
                found[-1] += piece.text
            else:
                found.append(piece.text)
            end = piece.right
        return tuple(each.strip(BLANK) for each in found if each.strip(BLANK))

    @property
    def text(self) -> str:
        joined = ""
        for cell in self.cells:
            joined += f"{' ' if joined else ''}{cell}"
        return joined

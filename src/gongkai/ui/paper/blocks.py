"""What an official paper is made of. Pure: frozen values that check themselves and can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.ui.paper.characters import plain
from gongkai.ui.paper.grid import Cell, laid


@dataclass(frozen=True)
class Paragraph:
    """Body text; every line of it is a paragraph of its own, two characters in."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading with its own number in the text (一、 or （一） or 1.), at level 1 to 3."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in {1, 2, 3}:
            raise ValueError(f"headings have level 1 to 3, not {self.level}")


@dataclass(frozen=True)
class Fields:
    """Labels and their values, one pair a row."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under header rows; the cells of each must cover their rectangle exactly.

    ``widths`` are the shares of the columns, all alike if empty. Raises ValueError for cells that overlap,
    leave a gap or stand beyond the last column.
    """

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table has at least one column")
        if self.widths and (len(self.widths) != self.columns or min(self.widths) < 1):
            raise ValueError("each column has a share of the width, at least 1")
        laid(self.header, self.columns)
        laid(self.rows, self.columns)

    @property
    def columns(self) -> int:
        """The number of columns, told by the first row."""
        return sum(cell.across for cell in next(iter((*self.header, *self.rows)), ()))


@dataclass(frozen=True)
class Numbered:
    """A list whose entries are counted 1. 2. 3."""

    entries: tuple[str, ...]


@dataclass(frozen=True)
class QrCode:
    """A QR code of an address, with the words below it. Raises ValueError for what is not an address."""

    address: str
    caption: str

    def __post_init__(self) -> None:
        if not (self.address.isascii() and self.address.isprintable() and 0 < len(self.address) <= 1000):
            raise ValueError("a QR code holds an address of up to 1000 ASCII characters")


Block = Paragraph | Heading | Fields | Table | Numbered | QrCode


@dataclass(frozen=True)
class Paper:
    """One official paper, from masthead to the line for enquiries.

    A letter has the red masthead (发文机关标志); a report begins with its title. ``addressee`` stands without
    its colon, ``enclosures`` without their numbers, ``footer`` (附注) without its brackets.
    Raises ValueError for a paper without an organisation or without a title.
    """

    organisation: str
    title: str
    signed_on: date
    number: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    signature: str = ""
    enclosures: tuple[str, ...] = ()
    footer: str = ""
    is_letter: bool = True

    def __post_init__(self) -> None:
        for value in (self.organisation, self.title):
            if not plain(value).strip():
                raise ValueError("a paper has an organisation and a title")


def cells(values: Iterable[object]) -> tuple[Cell, ...]:
    """Return a row of plain cells."""
    return tuple(Cell(str(value)) for value in values)

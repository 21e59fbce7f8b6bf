"""The common form of what is read: paragraphs, headings and tables in their order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``level`` 0), a heading (1 title, 2 to 4) or a table (``rows``).

    ``place`` says where it stands in the file; ``apart`` whether a blank line stands before it.
    """

    text: str
    place: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    apart: bool = True

    @property
    def words(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows) if self.rows else self.text

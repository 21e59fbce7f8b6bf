"""The text of a version paragraph by paragraph, each with the remarks made at it."""

from dataclasses import dataclass

from gongkai.items.anchors import Block, blocks, locate
from gongkai.items.models import Comment, Version


@dataclass(frozen=True)
class Paragraph:
    block: Block
    remarks: list[Comment]


@dataclass(frozen=True)
class Remarked:
    """``paragraphs`` of the text, and the remarks on the whole or on what is no more there."""

    paragraphs: list[Paragraph]
    loose: list[Comment]

    @property
    def open_count(self) -> int:
        found = [*self.loose, *(remark for each in self.paragraphs for remark in each.remarks)]
        return sum(remark.settled_at is None for remark in found)


def remarked(version: Version) -> Remarked:
    """Return the text with its remarks, the settled ones too, each where it belongs now."""
    found = blocks(version.body)
    at: dict[int, list[Comment]] = {}
    for remark in version.comments.select_related("by", "on_behalf_of", "settled_by"):
        at.setdefault(locate(remark.place, remark.excerpt, found), []).append(remark)
    return Remarked([Paragraph(block, at.get(block.number, [])) for block in found], at.get(0, []))

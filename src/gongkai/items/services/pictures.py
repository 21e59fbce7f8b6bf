"""draw, drawn: the picture (图解) of an interpretation, built from a template, one of its files."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.items import drawing
from gongkai.items.drawing import MOST_BLOCKS, SVG, Block
from gongkai.items.models import Attachment, Version
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.files import Stored, detach, hang, put
from gongkai.items.services.rights import require
from gongkai.items.uploads import checked_name
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding


@transaction.atomic
def draw(*, version: Version, title: str, blocks: Sequence[Block], by: Person, at: datetime) -> Attachment:
    """Draw the picture of a draft in place of the one before. Its words are searched and checked like others.

    Raises Unready, Refused for a title that is no file name, IllegalMove unless in draft, NotAllowed.
    """
    require(by, "edit", version, at=at)
    plain = stated("title", title, "请填写图解的标题")
    if not blocks or len(blocks) > MOST_BLOCKS or not all(each.heading for each in blocks):
        raise Unready([Finding("heading_1", f"请填写1至{MOST_BLOCKS}块内容，每块都有小标题")])
    name = checked_name(f"{plain}.svg")
    data = drawing.svg(plain, blocks).encode()
    words = drawing.words(plain, blocks)
    stored = Stored(name, SVG, len(data), put(data), words, is_whole=True, is_recognised=False)
    made = hang(version, stored, by, at)
    for old in version.attachments.filter(media_type=SVG).exclude(pk=made.pk):
        detach(attachment=old, by=by, at=at)
    return made


def drawn(version: Version) -> tuple[str, list[Block]]:
    """Return title and blocks of the picture that a version has; nothing where it has none."""
    found = version.attachments.filter(media_type=SVG).first()
    if found is None or not found.path.is_file():
        return "", []
    return drawing.source_of(found.path.read_text(encoding="utf-8"))

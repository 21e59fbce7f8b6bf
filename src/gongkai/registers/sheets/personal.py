"""Personal information in cells that may say anything: found while they are read. Pure.

个人信息保护法第六、二十五、二十八条: what a register shows of people stands in fields of its own, which are
masked where they must be. In running text nobody masks anything, so nothing of the kind may stand there
unless the register says that the field ``holds`` it.
"""

import re
from collections.abc import Callable

from gongkai.law import masking
from gongkai.registers.fields import BadCell
from gongkai.registers.fields.words import Note, Person, Text
from gongkai.registers.schema import Definition, Field

SIGN = re.compile(r"\d(?:[^\w,，。；;、]?\d){6}|\d[\d-]*\s?[号弄幢栋座室组队房户层]|@|[A-Z]\w{5}|[qQ微vVwW]")
"""What personal information holds in any case: most cells hold nothing of it, which is seen at a glance."""


class Personal(BadCell):
    """Personal information in running text; ``shown`` is the text as it may be repeated."""

    def __init__(self, found: list[masking.Finding], shown: str) -> None:
        kinds = "、".join(dict.fromkeys(each.label for each in found))
        super().__init__(f"疑似含有{kinds}，不得公开，请删去或者遮蔽")
        self.shown = shown


def watch(field: Field, definition: Definition) -> Callable[[str], None] | None:
    """Return what raises Personal for a text of this field, None where its values need no looking through.

    What a register masks in every entry is declared to be personal, and what has a form of its own is no
    running text.
    """
    kind = field.type
    is_running = isinstance(kind, (Text, Note)) and not isinstance(kind, Person)
    if not is_running or any(mask.field == field.key and not mask.when for mask in definition.masks):
        return None
    around = masking.Around(field.label)

    def look(text: str) -> None:
        if SIGN.search(text) is None:
            return
        found = [each for each in masking.find(text, around) if each.certain and each.kind not in field.holds]
        if found:
            raise Personal(found, masking.mask(text, found))

    return look

"""What a search for personal information finds, and in what surroundings it looks."""

import re
from dataclasses import dataclass

KINDS = {
    "id_card": "身份证号码",
    "id_card_15": "十五位身份证号码",
    "mobile": "手机号码",
    "landline": "家庭电话",
    "bank_card": "银行卡号",
    "email": "电子邮箱",
    "wechat": "微信号或QQ号",
    "plate": "车牌号",
    "passport": "护照号",
    "permit": "通行证或军官证号",
    "address": "家庭住址",
    "birth": "出生日期",
    "minor": "未满十四周岁的人的住址",
}
LABEL_REACH = 12  # how far before a number the word that names it may stand


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal information between ``start`` and ``end``; ``value`` is the text as it stands there.

    ``certain`` is false for what has the form but not the check digit, or no word that names it.
    Of an address it is what lies below the street office, community or village.
    """

    kind: str
    start: int
    end: int
    value: str
    certain: bool = True

    @property
    def label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Around:
    """Where a text stands: what heads its column, and whether the table is one of people."""

    heading: str = ""
    of_people: bool = False

    def before(self, plain: str, start: int, reach: int = LABEL_REACH) -> str:
        """Return the words that may name what begins at ``start``, the heading before all else."""
        near = plain[max(0, start - reach) : start]
        return self.heading + near if start <= reach else near


def bare(value: str) -> str:
    """Return the letters and digits of a number, without what stands between them."""
    return re.sub(r"[^0-9A-Za-z]", "", value).upper()

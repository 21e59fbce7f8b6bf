"""How alike two requests are: whether they ask for the same information in other words. Pure.

政府信息公开条例（2019）第四十四条: what several ask for may become public. What every request says (申请公开,
请提供, 的复印件) is left out; what remains is compared by its pairs of signs, those of the title counting
more. Years stay: the accounts of 2016 are not those of 2017.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import sqrt

SAID_BY_ALL = (
    "申请公开 申请人 申请获取 申请 依法公开 依法 公开 请求 请贵局 请贵单位 请贵机关 贵局 贵单位 "
    "贵机关 请提供 请给予 请予以 请予 请 提供 提交 告知 获取 查询 查阅 了解 想要 希望 需要 我想 我要 "
    "本人 我们 我 关于 有关 相关 涉及 对于 以及 和 与 及 的 之 等 该 上述 以下 如下 所有 全部 全年 "
    "年度 详细 具体 完整 复印件 扫描件 电子版 电子文档 纸质 文件 材料 资料 信息 政府信息 内容 情况 "
    "说明 一份 一共 是否 什么 哪些 多少 怎么 如何 本区 我区 全区 区里 杭州市 下城区 是 在 于 中 为 "
    "了 把 被 将 由 从 到 至 吗 呢 一下 希 盼 谢谢 感谢"
).split()
"""What says nothing about which information is meant."""

SAME: Mapping[str, str] = {
    "环评": "环境影响报告书 环境影响评价",
    "老旧小区": "老旧住宅小区",
    "支出": "支出明细 使用明细 花费 花了 开支 开销",
    "经费支出": "经费使用",
    "征收": "征地拆迁 拆迁 征迁",
    "补偿": "安置补偿 赔偿",
    "环卫": "环境卫生 保洁",
    "加装电梯": "安装电梯 加梯",
    "会议纪要": "会议记录",
    "采购": "政府采购",
    "三公": "三公经费",
    "出国": "出国经费",
    "合同": "合同书",
    "协议": "协议书",
    "许可": "许可证",
    "招标": "招投标",
    "规划": "规划图",
    "名单": "名册",
    "批复": "批文",
}
"""Words of one meaning in requests: as they are compared, and as they are written, the longest first."""

STOP = re.compile("|".join(sorted(SAID_BY_ALL, key=len, reverse=True)))
WRITTEN = sorted(
    ((written, meant) for meant, words in SAME.items() for written in words.split()),
    key=lambda each: (-len(each[0]), each),
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
CHINESE_YEAR = re.compile("[二一][〇零○九][〇零○一二三四五六七八九]{2}(?=年)")
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
SIGNS = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
TITLE_WEIGHT = 2
ROOM = re.compile(r"(\d+)(?:号|幢|栋|单元)")
PLACE = re.compile("([\u4e00-\u9fff]{2})(街道|地块|社区|小区|新村|(?<![贵本该])局|(?<!道)路)")
KINDS = (
    "预算 决算 处罚 许可 环评 补偿 收费 租金 监测 合同 招标 招聘 录用 名单 命名 规划 鉴定 验收 "
    "维保 占道 夜间 纪要 举报 信访 改造 划分 数量 学区 编制 职责 拆除 补贴 补助 审计 应急 奖励 "
    "考核 统计 "
).split()
"""What is asked about something: the budget of an office is not its accounts."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a request is compared: pairs of signs with their weight, and what it names.

    ``names`` are by their sort: years, numbers of houses and lots, places of each sort, kinds of matter.
    """

    pairs: tuple[tuple[str, float], ...]
    names: tuple[tuple[str, frozenset[str]], ...]

    @property
    def length(self) -> float:
        return sqrt(sum(weight * weight for _, weight in self.pairs))


def one_word(text: str) -> str:
    """Return a text in NFKC and small letters, with one word for one meaning and years in digits."""
    found = unicodedata.normalize("NFKC", text).lower()
    found = CHINESE_YEAR.sub(lambda year: year[0].translate(DIGITS), found)
    for written, meant in WRITTEN:
        found = found.replace(written, meant)
    return found


def plain(text: str) -> str:
    """Return a text as it is compared: without what says nothing, its parts set apart by blanks."""
    return SIGNS.sub(" ", STOP.sub(" ", one_word(text))).strip()


@lru_cache(maxsize=4096)
def sketch(title: str, content: str) -> Sketch:
    """Return what of a request is compared."""
    weights: Counter[str] = Counter()
    for text, weight in ((title, TITLE_WEIGHT), (content, 1)):
        for pair in set(pairs(YEAR.sub(" ", plain(text)))):
            weights[pair] += weight
    return Sketch(
        tuple(sorted((pair, float(each)) for pair, each in weights.items())), named(f"{title} {content}")
    )


def named(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return what a text names, by its sort; a sort of which it names nothing is left out."""
    whole = one_word(text)
    found = {
        "year": set(YEAR.findall(whole)),
        "number": set(ROOM.findall(YEAR.sub(" ", whole))),
        "kind": {kind for kind in KINDS if kind in whole},
    }
    for place, sort in PLACE.findall(whole):
        found.setdefault(sort, set()).add(place)
    return tuple((sort, frozenset(names)) for sort, names in sorted(found.items()) if names)


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring signs within the parts of a text."""
    return [part[place : place + 2] for part in text.split() for place in range(max(1, len(part) - 1))]


def likeness(one: Sketch, other: Sketch) -> int:
    """Return how alike two requests are, in percent; 0 where they name different things of one sort."""
    if is_apart(one, other) or not one.pairs or not other.pairs:
        return 0
    weights = dict(other.pairs)
    shared = sum(weight * weights.get(pair, 0.0) for pair, weight in one.pairs)
    return round(100 * shared / (one.length * other.length))


def is_apart(one: Sketch, other: Sketch) -> bool:
    """Return whether both name things of one sort, and none in common."""
    theirs = dict(other.names)
    return any(sort in theirs and not names & theirs[sort] for sort, names in one.names)


def marks(found: Sketch, most: int) -> list[int]:
    """Return numbers of 63 bits for the heaviest pairs of a request, by which alike ones are looked up."""
    heaviest = sorted(found.pairs, key=lambda each: (-each[1], each[0]))[:most]
    return [mark(pair) for pair, _ in heaviest]


def mark(pair: str) -> int:
    """Return the number under which a pair of signs is kept."""
    return int.from_bytes(blake2b(pair.encode(), digest_size=8).digest(), "big") >> 1

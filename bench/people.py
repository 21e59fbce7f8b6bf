"""Made-up personal data as it slips into what offices publish, and what only looks like it.

The same each time: drawn from a seed. Forms and sentences follow notices, lists and forms as they are
published; nothing here asks what a search for them can do. Check digits are computed: the numbers are
nobody's.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from bench.names import AREAS, COMMUNITIES, ESTATES, GIVEN, PLACES, ROADS, STREETS, SURNAMES, VILLAGES

CHECKED = {"id_card", "bank_card"}
"""The kinds that carry a check digit."""
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
CROSSES = "×✕Х"
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"]


@dataclass(frozen=True)
class Case:
    """A text with what is personal in it, or nothing; ``heading`` stands above it if it is a cell."""

    kind: str
    text: str
    start: int = 0
    end: int = 0
    heading: str = ""
    of_people: bool = False


def around(kind: str, before: str, value: str, after: str = "", **more: object) -> Case:
    return Case(kind, before + value + after, len(before), len(before + value), **more)  # type: ignore[arg-type]


class Draw:
    """What is drawn by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.choice, self.int = self.chance.choice, self.chance.randint

    def digits(self, count: int) -> str:
        return "".join(self.choice("0123456789") for _ in range(count))

    def name(self) -> str:
        return self.choice(SURNAMES) + "".join(self.choice(GIVEN) for _ in range(self.int(1, 2)))

    def day(self, first: int = 1935, last: int = 2016) -> date:
        return date(first, 1, 1) + timedelta(days=self.int(0, (last - first) * 365))

    def identity(self) -> str:
        body = f"{self.choice(AREAS)}{self.day():%Y%m%d}{self.digits(3)}"
        return body + mod_11_2.calc_check_digit(body)

    def card(self) -> str:
        start = self.choice(["622202", "621700", "621226", "622848", "623061", "621785", "603367", "622588"])
        body = start + self.digits(self.choice([9, 12]))
        return body + luhn.calc_check_digit(body)

    def mobile(self) -> str:
        return "1" + self.choice("3456789") + self.digits(9)

    def credit_code(self) -> str:
        start = self.choice(["91", "92", "11", "12", "51", "52"]) + self.choice(
            ["330103", "330100", "330110"]
        )
        middle = self.choice(
            [self.digits(9), "MA" + "".join(self.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))]
        )
        return start + middle + uscc.calc_check_digit(start + middle)

    def number_of_road(self) -> str:
        return f"{self.choice(ROADS)}{self.int(1, 800)}号"

    def flat(self) -> str:
        """Return a flat as people write it, without the house it stands in."""
        house, unit, room = self.int(1, 60), self.int(1, 5), self.int(1, 22) * 100 + self.int(1, 4)
        return self.choice(
            [
                f"{house}幢{unit}单元{room}室",
                f"{house}幢{unit}单元{room}",
                f"{house}栋{room}室",
                f"{house}-{unit}-{room}",
                f"{house}号楼{unit}单元{room}室",
                f"{house}幢{room}室",
                f"{house}幢 {unit}单元 {room}室",
                f"{house}幢{room}",
                f"{chr(64 + self.int(1, 6))}座{room}室",
                f"{house}幢{'一二三四五'[unit - 1]}单元{room}室",
            ]
        )

    def home(self) -> tuple[str, str]:
        """Return a home: down to the street office or village, and what lies below."""
        city = self.choice(["", "", "杭州市", "浙江省杭州市"])
        upper = city + self.choice(["", "下城区", "下城区"]) + self.choice(["", *STREETS])
        form = self.int(0, 9)
        if form < 2:
            village = self.choice(["余杭区径山镇", "塘栖镇", "", "百丈镇"]) + self.choice(VILLAGES)
            group = self.choice(["3组", "第5村民小组", "十二组", "8组", "村民组4组"][:4])
            return village, f"{group}{self.int(1, 120)}号"
        if form < 4:
            return upper, self.number_of_road() + self.choice(
                ["", f"{self.int(1, 9)}幢{self.int(101, 999)}室"]
            )
        if form < 7:
            return upper + self.choice(["", *COMMUNITIES]), self.choice(ESTATES) + self.flat()
        return upper, self.number_of_road() + self.flat()


def hidden(draw: Draw, value: str) -> str:
    """Return a number as it may be typed: full width, in groups, with what copying leaves, in words."""
    form = draw.int(0, 11)
    if form == 0:
        return value.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    if form == 1:
        place = draw.int(1, len(value) - 1)
        return value[:place] + draw.choice(INVISIBLE) + value[place:]
    if form == 2 and len(value) in {16, 19}:
        return " ".join(value[n : n + 4] for n in range(0, len(value), 4))
    if form == 2 and len(value) == 18:
        return f"{value[:6]}{draw.choice(' -')}{value[6:14]}{draw.choice(' -')}{value[14:]}"
    if form == 2 and len(value) == 11:
        return f"{value[:3]}{draw.choice(' -')}{value[3:7]}{draw.choice(' -')}{value[7:]}"
    return in_words(draw, value, form) if len(value) == 18 else value


def in_words(draw: Draw, value: str, form: int) -> str:
    """Return an identity number in small letters, in Chinese digits, or with a sign that looks like X."""
    if form == 4:
        return value.translate(CHINESE)
    if form == 5:
        return value.replace("X", draw.choice(CROSSES))
    return value.lower() if form == 3 else value


def identity(draw: Draw) -> Case:
    name, value = draw.name(), hidden(draw, draw.identity())
    before, after = draw.choice(
        [
            (f"申请人{name}，身份证号：", "，现予公示。"),
            (f"{name}", ""),
            (f"{name}（身份证号码", "）因醉酒驾驶被处罚。"),
            (f"序号\t姓名\t证件\n1\t{name}\t", "\t3人\t780元"),
            ("经查，当事人" + name, "于2017年3月2日在体育场路摆摊"),
            (f"兹证明{name}同志", "系我单位职工"),
            ("公民身份号码", ""),
            (f"拟录用人员：{name} 男 ", " 杭州师范大学"),
            (f"ID:{name}", "tel"),
            ("", ""),
            (f"户主{name}", f"家庭人口{draw.int(1, 6)}人"),
            ("持证人证件号码为", "的"),
        ]
    )
    return around("id_card", before, value, after)


def bank_card(draw: Draw) -> Case:
    name, value = draw.name(), hidden(draw, draw.card())
    before, after = draw.choice(
        [
            (f"{name}，开户行：工商银行武林支行，账号", "。"),
            (f"补贴发放账户：{name}", ""),
            ("银行卡号：", "，请核对"),
            (f"1\t{name}\t", "\t2400.00"),
            (f"收款人{name}", "农业银行"),
            (f"{name}一卡通", ""),
            ("", ""),
        ]
    )
    return around("bank_card", before, value, after)


def mobile(draw: Draw) -> Case:
    name, value = draw.name(), hidden(draw, draw.mobile())
    before, after = draw.choice(
        [
            (f"申请人{name},联系电话", ""),
            (f"{name}", ""),
            (f"联系人：{name}", "。"),
            ("手机号：", "，"),
            (f"{name}\t", "\t通过"),
            (f"法定代表人{name}", "）"),
            (f"网格员{name}手机", "负责"),
            ("反映人电话:+86", ""),
            (f"经办人{name}(", ")"),
        ]
    )
    return around("mobile", before, value, after)


def paper(draw: Draw) -> Case:
    before, value = draw.choice(
        [
            ("护照号码：", "E" + draw.digits(8)),
            ("中国护照", "G" + draw.digits(8)),
            ("护照号EA", ""),
            ("持护照", "EB" + draw.digits(7)),
            ("往来港澳通行证号码", "C" + draw.digits(8)),
            ("港澳居民来往内地通行证：", "H" + draw.digits(8)),
            ("回乡证号M", ""),
            ("台胞证号：", draw.digits(8)),
            ("大陆居民往来台湾通行证", "T" + draw.digits(8)),
            ("军官证：", f"军字第{draw.digits(7)}号"),
            ("士兵证号", f"士字第{draw.digits(8)}号"),
            ("证件（军官证号码：", draw.digits(7)),
            ("警官证号：", draw.digits(6)),
        ]
    )
    if not value:
        before, value = (
            before[:-2] if before.endswith("EA") else before[:-1],
            ("EA" + draw.digits(7) if before.endswith("EA") else "M" + draw.digits(8)),
        )
    return around(
        "paper", draw.choice([draw.name() + "，", ""]) + before, value, draw.choice(["", "。", "，有效"])
    )


def contact(draw: Draw) -> Case:
    letters = "".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(draw.int(5, 9)))
    plate = draw.choice(PLACES) + draw.choice("ABCDEFGHJ")
    before, value, after = draw.choice(
        [
            ("邮箱", f"{letters}@163.com", "请查收"),
            (f"{draw.name()}，", f"{draw.digits(8)}@qq.com", ""),
            ("Email：", f"{letters}{draw.int(1, 99)}@gmail.com", "。"),
            ("微信号：", f"{letters}_{draw.int(10, 99)}", "，加好友"),
            ("添加微信", f"wxid{letters}", ""),
            ("QQ：", draw.digits(0) + str(draw.int(10000, 999999999)), "；"),
            ("驾驶", f"{plate}{draw.digits(5)}", "小型轿车"),
            ("车牌号为", f"{plate}·{draw.digits(3)}KF", "的货车"),
            ("车辆", f"{plate}D{draw.digits(5)}", "违停"),
            ("家庭电话：", f"0571-8{draw.digits(7)}", ""),
            ("宅电", f"8{draw.digits(7)}", "。"),
        ]
    )
    return around("contact", before, value, after)


def born(draw: Draw) -> Case:
    day = draw.day(1940, 2015)
    form = draw.choice(
        [f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}"]
    )
    if draw.int(0, 3) == 0:
        return around("birth", f"{draw.name()}，男，", f"{day.year}年{day.month}月{day.day}日", "出生，汉族")
    return around(
        "birth", draw.choice([f"{draw.name()}，出生日期：", "出生年月：", f"{draw.name()}生于"]), form, "，"
    )


def old_identity(draw: Draw) -> Case:
    value = f"{draw.choice(AREAS)}{draw.day(1935, 1985):%y%m%d}{draw.digits(3)}"
    before = draw.choice(["身份证号：", "旧身份证", f"{draw.name()}身份证号码为", "原证件号码"])
    return around("id_card_15", before, value, draw.choice(["", "。", "，"]))


def address(draw: Draw) -> Case:
    name, (upper, below) = draw.name(), draw.home()
    if draw.int(0, 9) == 0:
        below = below.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    form = draw.int(0, 9)
    if form == 0:
        heading = draw.choice(["家庭住址", "住址", "现住址", "户籍地址", "户籍所在地"])
        return around("address", upper, below, heading=heading, of_people=True)
    if form == 1:
        return around("address", upper, below, heading="地址", of_people=True)
    before, after = draw.choice(
        [
            ("家庭住址：", ""),
            (f"{name}，家住", "，低保户"),
            (f"{name}，男，住", "。"),
            (f"当事人{name}，住址：", "，"),
            ("现居住在", "的居民"),
            (f"{name}，户籍所在地为", "，现无业"),
            (f"1\t{name}\t{draw.identity()}\t", "\t640元"),
            (f"申请人{name}，", "，申请公租房"),
            (f"{name}（女，8岁，就读于长江实验小学，家住", "）"),
            ("租住于", ""),
            (f"被征收人{name}，", "，建筑面积56.3平方米"),
            (f"户主{name} ", f" {draw.mobile()}"),
        ]
    )
    return around("address", before + upper, below, after)


POSITIVE: list[tuple[int, Callable[[Draw], Case]]] = [
    (700, identity),
    (350, bank_card),
    (250, mobile),
    (130, paper),
    (160, contact),
    (60, born),
    (50, old_identity),
    (700, address),
]


def positives(seed: int = 2017) -> Iterator[Case]:
    """Yield 2,400 texts with something personal in each."""
    draw = Draw(seed)
    for count, make in POSITIVE:
        for _ in range(count):
            yield make(draw)

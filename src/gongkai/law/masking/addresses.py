"""Home addresses: below street office, community or village nothing of them is published.

The addresses of offices, companies and places are not personal. What tells them apart is the nearest word
before (家住 or 办公地址), how deep the address goes (a flat in a house is a home unless the house is one of
offices), and whether the line or the table is about people.
"""

import re
from collections.abc import Iterator

from gongkai.law.masking.finding import Around, Finding

HAN = "\u4e00-\u9fff"
S = r"[ \u00a0]?"
N = r"(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,5})"
NUMBER = rf"{N}(?:{S}[-之]{S}\d{{1,4}})?{S}号(?![令文线楼院]|公告|地块|公路|通知|国道|省道)"
HOUSE = rf"(?:{N}|[甲乙丙丁东西南北A-Z]\d{{0,2}}){S}(?:幢|栋|座|号楼|号院)"
UNIT = rf"(?:{N}|[甲乙丙丁东西A-Z]){S}(?:单元|门洞|梯)"
ROOM = rf"(?:{N}|[东西A-Z]\d{{0,4}}){S}(?:室|房|户)(?![主数口籍产屋间型])"
DASHED = r"\d{1,3}(?:-\d{1,4}){1,3}(?!\d|-|[年月日])"
FLOOR = rf"(?:{N}{S}(?:层|楼){S})?"
GROUP = rf"(?:第{S})?{N}{S}(?:村民小组|村民组|居民小组|生产队|组|队|社)"
FLAT = rf"(?:{ROOM}|{DASHED}|\d{{3,4}}(?![\d年]))"
# The end of a road, a house or a village, after which the number of a home may stand.
ENDS = "路街道巷弄里同坊苑村区园寓邸居府庭湾庄社城轩阁都期段墅洲浜桥港组 \u00a0"
LANE = rf"(?:{N}{S}弄{S})?(?:{N}{S}号院{S})?"
WHOLE = rf"{HOUSE}{S}{UNIT}{S}{FLOOR}{FLAT}"
DETAIL = re.compile(
    rf"(?<=[{ENDS}])(?:{GROUP}{S}(?:{NUMBER}|\d{{1,4}}(?![\d{HAN}]))?"
    rf"|{LANE}(?:{NUMBER}{S})?{HOUSE}{S}(?:{UNIT}{S})?{FLOOR}{FLAT}?"
    rf"|{LANE}{NUMBER}{S}(?:{UNIT}{S})?{FLOOR}{FLAT}?"
    rf"|{UNIT}{S}{FLOOR}{FLAT}"
    rf"|{DASHED}{S}[室号]?)"
    rf"|(?<=[{HAN}]){WHOLE}"  # whatever stands before: nothing else is written so
)
UNIT_AND_FLAT = re.compile(rf"{UNIT}{S}{FLOOR}{FLAT}")
DEEP = re.compile(
    rf"{UNIT_AND_FLAT.pattern}|{HOUSE}{S}{FLOOR}{FLAT}|{GROUP}{S}(?:{NUMBER}|\d)|\d-\d{{1,3}}-\d{{3,4}}"
)
ROAD = re.compile(
    rf"[{HAN}](?:路|街|道|巷|弄|里|胡同|坊|苑|村|区|园|寓|邸|居|(?<!政)府|庭|湾|庄|社|城|轩|阁|都|墅|洲|浜|桥|港|组)"
    rf"(?:[东西南北中]?[一二三四五六七八九十\d]{{0,2}}[区期段弄])?{S}$"
)
UPPER = re.compile(
    r"街道|[镇乡](?![镇里])|(?<!新)村(?![路街里])|(?<!小)社区|居委会|(?<![小新园厂校片一二三四五六七八九十\d])区|县|(?<!城)市(?!场)"
)

_HOME = """
    家庭住址 家庭地址 家庭详细住址 家庭所在地 现住址 现住 常住 暂住 住址 住所 住处 住地 现居 居住
    家住 住在 住于 住 户籍 户口 租住 详细地址 收件地址 邮寄地址 老家
"""
_OFFICE = """
    办公 单位 公司 企业 机构 注册 经营 生产 项目 工程 建设 施工 开标 评标
    受理 报名 领取 投诉 接待 活动 会议 拍卖 服务 窗口 场所 考试 面试 培训 报到 集合 店铺 投递 政府 标的
    房产 厂房 仓库 网点 站点 地点 位置 范围 设在 迁至 搬至 委员会 办事处 办公室 中心
    大厅 医院 学校 小学 中学 大学 幼儿园 银行 派出所 事务所 研究所 法院 检察院 协会 商行 超市 酒店
    宾馆 支行 门市部 工地 起止 沿线 路段
"""
_EITHER = "联系地址 通讯地址 通信地址 坐落 位于 地处"
LABELS = re.compile(
    f"(?P<home>{'|'.join(_HOME.split())})(?!房|宅|建)|(?P<either>{'|'.join(_EITHER.split())})"
    f"|(?P<office>{'|'.join(_OFFICE.split())}|[局厂店站馆](?![村镇乡路街巷弄里家社桥前后东西南北]))"
)
ORGANISATION = re.compile("公司|企业|合作社|经营部|[甲乙]方|厂(?![区房])|店(?!村)|单位|机构")
PERSON = re.compile(
    "申请人|户主|姓名|被征收人|当事人|居民|村民|学生|儿童|患者|承租人|产权人|业主|老人|家属|身份证|[先女]生|女士"
    r"|\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)"
)
OF_OFFICES = re.compile(
    "大厦|广场|写字楼|园区|产业园|科技园|工业园|创业园|商务|大楼|办公楼|中心|市场|商场|厂区|商铺|店面|厂房"
)
OFFICE_AFTER = re.compile(
    rf"[{HAN}\d]{{0,14}}(?:局|委员会|办公室|中心|公司|大厅|窗口|医院|学校|小学|幼儿园|银行|派出所|居委会|服务站|店|厂)"
    rf"|商铺|房产|房屋|至|[(][{HAN}]{{0,12}}(?:局|办|中心|大楼)"
)
LONG_NUMBER = re.compile(r"\d{6}[\dXx]*")
BREAK = re.compile(r"[，,。；;！？!?\t\n、]")
LINE = 40  # how far around an address the words may stand that say whose it is


def addresses(plain: str, around: Around) -> Iterator[Finding]:
    """Find the homes: of each what lies below its street office, community or village."""
    end = 0
    for detail in DETAIL.finditer(plain):
        first = max(end, detail.start() - LINE)
        clause = BREAK.split(plain[first : detail.start()])[-1]
        if (ROAD.search(clause) or re.fullmatch(WHOLE, detail[0])) and _is_home(
            plain, clause, detail, around
        ):
            start = detail.start() - len(clause) + _below(clause)
            end = detail.end()
            yield Finding("address", start, end, plain[start:end])


def _below(clause: str) -> int:
    """Return where in the words before a number begins what may not be shown."""
    named = [found.end() for found in LABELS.finditer(clause)]
    shown = [found.end() for found in UPPER.finditer(clause)]
    numbers = [found.end() for found in LONG_NUMBER.finditer(clause)]  # of a card or a phone
    begin = max([0, *named, *shown, *numbers])
    return begin + len(clause[begin:]) - len(clause[begin:].lstrip(" :：为是在于址(（的"))


def _is_home(plain: str, clause: str, detail: re.Match[str], around: Around) -> bool:
    labels = list(LABELS.finditer(around.heading + " " + clause))
    nearest = labels[-1].lastgroup if labels else ""
    if nearest == "home":
        line = plain[max(0, detail.start() - LINE) : detail.start()]
        return not (labels[-1][0] == "住所" and ORGANISATION.search(line))  # so is a company's seat called
    if nearest == "either":
        return UNIT_AND_FLAT.search(detail[0]) is not None and not OF_OFFICES.search(clause)
    if nearest or OF_OFFICES.search(clause + detail[0]) or OFFICE_AFTER.match(plain, detail.end()):
        return False
    if around.of_people or DEEP.search(detail[0]):
        return True
    line = plain[max(0, detail.start() - LINE) : detail.end() + LINE]
    return PERSON.search(line) is not None

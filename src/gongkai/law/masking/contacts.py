"""Ways to reach a person: telephones, mailboxes, WeChat, and the plates of cars.

Numbers that an office gives out so that it can be called are not personal: a word before them says so.
"""

import re
from collections.abc import Iterator

from gongkai.law.masking.finding import Around, Finding
from gongkai.law.masking.written import GAP

PLATE_LETTERS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_3, _4, _5, _6 = (rf"\d{{{n}}}" for n in (3, 4, 5, 6))
MOBILE = re.compile(
    rf"(?<!\d)(?<!\d\.)(?:\+?86{GAP})?"
    rf"(?:1[3-9]\d{GAP}{_4}{GAP}{_4}|1[3-9]\d{GAP}{_3}{GAP}{_5}|1[3-9]\d{{2}}{GAP}{_4}{GAP}{_3}"
    r"|1 [3-9](?: \d){9})(?!\d|[.]\d|,\d{3}(?!\d))"
)
"""Neither a part of a longer number nor of an amount; another telephone may follow a comma."""
OFFICIAL = re.compile(
    r"(?:监督|举报|咨询|投诉|服务|值班|办公|受理|报名|应急|报警|求助|维权|报修|热线|接听|传真|总机)"
    r"(?:投诉|举报|服务|监督|咨询)?(?:电话|手机|热线|号码|专线)?[号码]{0,2}(?:[(][^()]{0,8}[)])?[是为:：、,，\s\d/;；或-]*$"
)
CODE_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*$")
PHONE_WORDS = re.compile(r"(?:tel|phone|mobile|mob|call|vx?|wx|wechat)[.:]?$", re.IGNORECASE)
OTHER_NUMBER = re.compile(
    "(?:订单|流水|运单|快递|发票|单号|编号|编码|条码|合同号|备案号|设备号)[号码]?[是为:：\\s]*$"
)
LANDLINE = re.compile(r"(?<![\d-])(?:\(?0\d{2,3}\)?[- ]?)?[2-8]\d{6,7}(?![\d-]|[.]\d)")
HOME_PHONES = "家庭电话 住宅电话 家里电话 宅电 家中电话 私人电话 家庭座机".split()
HOME_PHONE = re.compile(rf"(?:{'|'.join(HOME_PHONES)})[号码]{{0,2}}[是为:：\s]*$")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
)
OFFICIAL_MAIL = re.compile("(?:监督|举报|投诉|咨询|官方|单位|办公|意见|征集|报名|服务|公务)[^，。；]{0,6}$")
PLATE = re.compile(
    rf"[{PLATE_LETTERS}][A-HJ-NP-Z]{GAP}(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9学警港澳挂](?![0-9A-Za-z])"
)
CHAT = re.compile(
    r"(?:[微威薇]信|[Ww](?:ei[Xx]in|e[Cc]hat|[Xx])|WeiXin|V[XxＸ信]|vx)(?:号码|账号|帐号|ID|id|号)?[是为:：\s]{0,3}"
    r"(?P<wechat>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@.-])"
    r"|(?:QQ|qq)(?:号码|号)?[是为:：\s]{0,3}(?P<qq>[1-9]\d{4,10})(?!\d)"
)
OFFICIAL_WECHAT = re.compile("官方|政务|公众|服务号|订阅号|关注")


def mobiles(plain: str, around: Around) -> Iterator[Finding]:
    for found in MOBILE.finditer(plain):
        words = around.before(plain, found.start(), 24)
        if OFFICIAL.search(words) or OTHER_NUMBER.search(words):
            continue
        code = CODE_BEFORE.search(words)
        is_code = code is not None and not PHONE_WORDS.search(code[0])
        yield Finding("mobile", *found.span(), found[0], certain=not is_code)


def landlines(plain: str, around: Around) -> Iterator[Finding]:
    """The telephone of a home, where a word says that it is one: all others are offices'."""
    named = any(word in plain or word in around.heading for word in HOME_PHONES)
    for found in LANDLINE.finditer(plain) if named else ():
        if HOME_PHONE.search(around.before(plain, found.start())):
            yield Finding("landline", *found.span(), found[0])


def emails(plain: str, around: Around) -> Iterator[Finding]:
    """Mailboxes of people; those of government sites (gov.cn) are the offices' own."""
    for found in EMAIL.finditer(plain):
        is_office = f".{found['host'].lower()}".endswith(".gov.cn")
        if not is_office and not OFFICIAL_MAIL.search(around.before(plain, found.start())):
            yield Finding("email", *found.span(), found[0])


def plates(plain: str, around: Around) -> Iterator[Finding]:
    return (Finding("plate", *found.span(), found[0]) for found in PLATE.finditer(plain))


def chats(plain: str, around: Around) -> Iterator[Finding]:
    for found in CHAT.finditer(plain):
        if not OFFICIAL_WECHAT.search(around.before(plain, found.start(), 6)):
            name = str(found.lastgroup)
            yield Finding("wechat", *found.span(name), found[name])

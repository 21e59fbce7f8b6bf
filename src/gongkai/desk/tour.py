"""The tour of the desk: five steps, by what a person's roles let them do."""

from collections.abc import Collection
from dataclasses import dataclass

from gongkai.orgs.models import Role


@dataclass(frozen=True)
class Stop:
    """One step: what to know, where that is, and the chapter of the manual about it."""

    title: str
    words: str
    href: str
    link: str


@dataclass(frozen=True)
class Step:
    """A stop with its place among the others."""

    stop: Stop
    number: int
    count: int

    @property
    def next(self) -> int:
        return self.number + 1 if self.number < self.count else 0

    @property
    def before(self) -> int:
        return self.number - 1


FIRST = Stop(
    "从“今天要办”开始",
    "逾期的、快到期的、退回给您的、等您办理的事项都在这一页，最急的在最上面。每个日期都可以点开看为什么是这一天。",
    "/desk/due/",
    "看全部到期事项",
)
FIND = Stop(
    "按 Ctrl+K 找任何东西",
    "信息、任务、公开事项都在一个检索框里。只列出您有权看到的内容。",
    "/desk/search/",
    "试一次检索",
)
NOTICES = Stop(
    "有事会提醒您",
    "稿件退回、轮到您办理、期限将至、已经公开，都会在页面右上角提醒；也可以选择用邮件随时、每天或每周告知。",
    "/desk/notices/",
    "选择提醒方式",
)
MANUAL = Stop(
    "不清楚时查手册",
    "手册按岗位写成，可以检索。每个填写框下面也有示例和依据的条款。",
    "/desk/manual/",
    "打开用户手册",
)
OWN: dict[str, Stop] = {
    Role.CLERK.value: Stop(
        "把文件拖进来，就是一份草稿",
        "上传 Word、PDF 或文本文件，系统读出标题、文号、日期等；您核对后送审。"
        "送审前会检查个人信息和必填内容。",
        "/desk/items/upload/",
        "上传一份文件",
    ),
    Role.REVIEWER.value: Stop(
        "审核就在一页上完成",
        "左边是公众将看到的样子，右边是检查结果和修改处。退回时写明理由，经办人马上收到提醒。",
        "/desk/items/?stage=review",
        "看待审核的信息",
    ),
    Role.SECRECY.value: Stop(
        "保密审查先于签发",
        "依照条例第十七条，公开前逐件审查是否涉密。审查人和签发人不能是同一人，系统会拦住。",
        "/desk/items/?stage=secrecy",
        "看待保密审查的信息",
    ),
    Role.SIGNER.value: Stop(
        "签发后立即公开，或者定时公开",
        "文件和它的解读一起签发、同时公开。缺少解读时不能签发，页面会说明缺什么。",
        "/desk/items/?stage=signing",
        "看待签发的信息",
    ),
    Role.OPENNESS.value: Stop(
        "全区情况在一页上",
        "各领域、各单位的目录落实情况用热力表表示，点任何一个数字就能看到它背后的每一条，并可导出表格。",
        "/desk/office/",
        "看全区情况",
    ),
    Role.ADMIN.value: Stop(
        "人员和机构由您维护",
        "开设账号、任命岗位、登记机构撤并都在左侧栏目里；每一次操作都记入日志，不能删除。",
        "/desk/people/",
        "看人员",
    ),
}
ANYONE = Stop(
    "先要有岗位", "岗位决定您能看到和办理什么，请联系系统管理员任命。", "/desk/account/", "看我的账号"
)


def stops(roles: Collection[str]) -> list[Stop]:
    """Return the five stops of someone with these roles: the second is that of their first role."""
    own = next((stop for role, stop in OWN.items() if role in roles), ANYONE)
    return [FIRST, own, FIND, NOTICES, MANUAL]


def step(roles: Collection[str], number: str) -> Step:
    """Return the step asked for by its number, or the first."""
    found = stops(roles)
    place = int(number) if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(found) else 1
    return Step(found[place - 1], place, len(found))

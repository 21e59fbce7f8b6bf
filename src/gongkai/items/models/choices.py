"""The closed lists of words that items use; stages and validities are the law's own."""

from django.db import models

from gongkai.law.lifecycle import Stage
from gongkai.law.lifecycle import Validity as ValidityState

__all__ = [
    "Change",
    "Decision",
    "Disclosure",
    "Kind",
    "RelationKind",
    "Stage",
    "ValidityState",
    "Verb",
]


class Kind(models.TextChoices):
    DOCUMENT = "document", "政策文件"
    WORK_POINTS = "work-points", "工作要点"
    INTERPRETATION = "interpretation", "政策解读"
    GUIDE = "guide", "政府信息公开指南"
    RULE = "rule", "政府信息公开制度"
    MEETING = "meeting", "会议公开"
    CONFERENCE = "conference", "新闻发布会"
    REPLY = "reply", "建议提案答复"
    REPORT = "report", "年度报告"
    NOTICE = "notice", "通知公告"


class Change(models.TextChoices):
    """Why a version was made: the text as first published, changed in substance, or a mistake mended."""

    FIRST = "first", "首次公开"
    AMEND = "amend", "修改"
    CORRECT = "correct", "更正"


class Disclosure(models.TextChoices):
    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on-request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Verb(models.TextChoices):
    DRAFT = "draft", "起草"
    SUBMIT = "submit", "送审"
    RETURN = "return", "退回"
    REVIEW = "review", "审核通过"
    CLEAR = "clear", "保密审查通过"
    COSIGN = "cosign", "会签"
    SIGN = "sign", "签发"
    PUBLISH = "publish", "公开"
    RECALL = "recall", "撤回送审"
    EXEMPT = "exempt", "免予解读"
    DEFER = "defer", "后补解读"
    CALL_OFF = "call-off", "撤销会签请求"
    LAPSE = "lapse", "会签逾期"
    FORCE = "force", "紧急公开"
    RATIFY = "ratify", "补批紧急公开"
    REFUSE = "refuse", "不予补批"
    REEXAMINE = "reexamine", "评估审查"


class Decision(models.TextChoices):
    """What became of one step of a review path; empty while it waits."""

    AGREED = "agreed", "同意"
    REMARKED = "remarked", "附意见同意"
    RETURNED = "returned", "退回"
    RELEASED = "released", "已撤销会签请求"
    SILENT = "silent", "逾期视为同意"
    SKIPPED = "skipped", "紧急公开，未经此步"
    VOID = "void", "未办，本轮已终止"


class RelationKind(models.TextChoices):
    INTERPRETS = "interprets", "解读"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    SUCCEEDS = "succeeds", "替代"
    IMPLEMENTS = "implements", "落实"
    BASED_ON = "based-on", "依据"

    @property
    def reverse(self) -> str:
        """Return what the source is to the target."""
        return "以本文为依据" if self is RelationKind.BASED_ON else f"{self.label}本文"

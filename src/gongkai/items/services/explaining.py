"""plan_interpretation: the plan of an interpretation, and what plan and interpretation still lack."""

from datetime import date, datetime
from pathlib import PurePosixPath

from django.db import transaction

from gongkai.items import declared, interpretation, rules
from gongkai.items.models import InterpretationPlan, Item, Kind, Relation, Version
from gongkai.items.services.errors import Gone, Unready, stated
from gongkai.items.services.moves import locked_item, log
from gongkai.items.services.release import INTERPRETS, is_wanting
from gongkai.items.services.rights import require
from gongkai.obligations.services import codes
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding, Weight


@transaction.atomic
def plan_interpretation(  # noqa: PLR0913 - the parts of a plan
    *,
    item: Item,
    outline: str,
    forms: list[str],
    channels: list[str],
    planned_on: date | None = None,
    first_interpreter: str,
    by: Person,
    at: datetime,
) -> InterpretationPlan:
    """Keep the plan by which the document will be explained; its publisher drafts, so its publisher explains.

    It is reviewed and signed with the document, so it changes only while that is drafted. Raises Unready,
    NotAllowed, IllegalMove unless in draft.
    """
    fresh = locked_item(item)
    latest = fresh.versions.order_by("-serial").first()
    if latest is None:
        raise Gone
    require(by, "edit", latest, at=at)
    _check(fresh, forms, channels)
    values = {
        "outline": stated("outline", outline, "请填写解读提纲：准备说明哪些内容"),
        "first_interpreter": stated("first_interpreter", first_interpreter, "请填写第一解读人")[:60],
        "forms": forms,
        "channels": channels,
        "planned_on": planned_on,
        "drafter": fresh.publisher,
        "saved_by": by,
        "saved_at": at,
    }
    log(fresh, "plan-interpretation", by=by, at=at)
    return InterpretationPlan.objects.update_or_create(item=fresh, defaults=values)[0]


def _check(item: Item, forms: list[str], channels: list[str]) -> None:
    found = []
    if item.kind not in rules.NEEDS_INTERPRETATION:
        found.append(Finding("outline", "只有政策文件需要解读方案"))
    if not forms or not set(forms) <= set(declared.interpretation().forms):
        found.append(Finding("forms", "请选择解读形式"))
    if not channels or not set(channels) <= set(codes().keys("channels")):
        found.append(Finding("channels", "请选择解读途径"))
    if found:
        raise Unready(found)


def interpretation_findings(version: Version) -> list[Finding]:
    """Return what a policy lacks of its plan, or an interpretation of its elements."""
    if is_wanting(version) and not InterpretationPlan.objects.filter(item=version.item_id).exists():
        sentence = "政策文件须与解读方案一并报送（国办发〔2016〕80号），请填写解读方案"
        weight = declared.interpretation().plan_weight
        return [Finding("plan", sentence, code="interpretation.plan", weight=weight, remedy="填写解读方案")]
    if version.item.kind == Kind.INTERPRETATION.value and version.disclosure in {"", "proactive"}:
        lacks = interpretation.findings(words(version), _documents(version), declared.interpretation())
        return [*_unwritten(version), *lacks]
    return []


def _unwritten(version: Version) -> list[Finding]:
    """Return a finding for the headings of the skeleton that were left empty."""
    if empty := interpretation.empty_headings(version.body):
        sentence = f"小标题下没有内容，送审时自动删去：{'、'.join(empty)}"
        return [Finding("body", sentence, "interpretation.empty", Weight.TELLS, remedy="需要的，请补写")]
    return []


def body_of(version: Version) -> str:
    """Return what goes to review of a body: of an interpretation the headings left empty do not."""
    is_explaining = version.item.kind == Kind.INTERPRETATION.value
    return interpretation.without_empty(version.body) if is_explaining and version.body else version.body


def media_findings(version: Version) -> list[Finding]:
    """Return a finding for each film or recording without words for those who do not hear it."""
    files = list(version.attachments.all())
    said = {PurePosixPath(each.name).stem for each in files if each.media_type == "text/vtt"}
    silent = [
        each
        for each in files
        if each.media_type.startswith(("audio/", "video/")) and PurePosixPath(each.name).stem not in said
    ]
    sentence = "“{0}”没有字幕或文字稿，听不见的人无从了解，请上传与它同名的 .vtt 或 .srt 文件"
    return [
        Finding(
            "attachments",
            sentence.format(each.name),
            code="media.subtitles",
            weight=Weight.ASKS,
            mark=each.sha256,
        )
        for each in silent
    ]


def words(version: Version) -> str:
    """Return everything that an interpretation says, in its body and in its pictures, sound and films.

    A heading with nothing beneath it says nothing.
    """
    files = [each.text for each in version.attachments.all()]
    return "\n".join(filter(None, [rules.plain_text(interpretation.without_empty(version.body)), *files]))


def begun() -> str:
    """Return the body with which an interpretation begins: a section for each prescribed element."""
    return interpretation.skeleton(declared.interpretation().elements)


def _documents(version: Version) -> list[str]:
    told = Relation.objects.stated(version).filter(kind=INTERPRETS).values("target_id")
    newest = Version.objects.newest().filter(item__in=told)
    return [rules.plain_text(body) for body in newest.values_list("body", flat=True)]

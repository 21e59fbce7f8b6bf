"""Sample items, walked from draft to their stage by the people whose step it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from gongkai.desk.demo.people import Cast
from gongkai.desk.demo.source import Sample, abstract, html, marked
from gongkai.items import services
from gongkai.items.models import Change, InterpretationPlan, Item, RelationKind, Stage, Step, Verb, Version
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Role

MOVED = "演示数据，沿用所设定的发布日期"
ORDER = [stage.value for stage in Stage]
REACHED_BY = {
    Stage.DRAFT.value: Verb.DRAFT,
    Stage.REVIEW.value: Verb.SUBMIT,
    Stage.SECRECY.value: Verb.REVIEW,
    Stage.SIGNING.value: Verb.CLEAR,
    Stage.SIGNED.value: Verb.SIGN,
    Stage.PUBLIC.value: Verb.PUBLISH,
    "returned": Verb.RETURN,
    "scheduled": Verb.SIGN,
    "withheld": Verb.SIGN,
    "cosigning": Verb.CLEAR,
}


def load(sample: Sample, cast: Cast, *, at: datetime) -> None:
    """Bring one sample to its stage, with its interpretation and what happened to it since."""
    version = _first(sample, cast, at)
    if not _reached(version, sample.stage):
        ENDS.get(sample.stage, _forward)(sample, version, cast, at)
    _since_then(sample, version.item, cast, at)


def find(title: str) -> Item | None:
    """Return the sample item of that title."""
    version = Version.objects.filter(title=marked(title), serial=1).select_related("item").first()
    return version.item if version else None


def _first(sample: Sample, cast: Cast, at: datetime) -> Version:
    item = find(sample.title)
    if item is not None:
        return item.versions.get(serial=1)
    return _draft(sample.kind, sample.publisher, _fields(sample, cast, at), cast, at)


def _draft(kind: str, publisher: str, fields: dict[str, Any], cast: Cast, at: datetime) -> Version:
    by = cast.of(Role.CLERK, publisher)
    organisation = cast.organisations[publisher]
    return services.draft(kind=kind, publisher=organisation, fields=fields, by=by, at=at)


def _fields(sample: Sample, cast: Cast, at: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": marked(sample.title),
        "issuer": cast.organisations[sample.publisher].name,
        "body": html(sample.body),
        "abstract": abstract(sample.body),
        "made_on": sample.made_on(localdate(at)),
        "expires_on": sample.expires_on,
        "doc_number": sample.doc_number,
        "theme": sample.theme,
        "genre": sample.genre,
        "disclosure": "withheld" if sample.ground else "proactive",
        "ground": sample.ground,
        "ground_reason": sample.reason if sample.ground else "",
        "obligation": Obligation.objects.filter(key=sample.obligation).first(),
        "published_on": sample.date,
    }
    return fields


def _reached(version: Version, stage: str) -> bool:
    return Step.objects.filter(version=version, verb=REACHED_BY[stage].value).exists()


def _plan(version: Version, cast: Cast, at: datetime) -> None:
    """Let a policy have its plan before it is submitted."""
    is_planned = InterpretationPlan.objects.filter(item=version.item_id).exists()
    if version.needs_interpretation and version.stage == Stage.DRAFT.value and not is_planned:
        services.plan_interpretation(
            item=version.item,
            outline="背景依据、主要内容、适用范围和注意事项。",
            forms=["text"],
            channels=["website"],
            first_interpreter=f"{version.item.publisher.short_name}主要负责人",
            by=cast.of(Role.CLERK, version.item.publisher.key),
            at=at,
        )


def walk(version: Version, stage: str, cast: Cast, *, at: datetime) -> Version:
    """Pass ``version`` on, each step by whom it belongs to, until it stands at ``stage`` or beyond."""
    _plan(version, cast, at)
    key = version.item.publisher.key
    steps: dict[str, tuple[Callable[..., Version], Role]] = {
        Stage.DRAFT.value: (partial(services.submit, overruling=MOVED), Role.CLERK),
        Stage.REVIEW.value: (services.review, Role.REVIEWER),
        Stage.SECRECY.value: (services.clear, Role.SECRECY),
        Stage.SIGNING.value: (services.sign, Role.SIGNER),
    }
    while version.stage in steps and ORDER.index(version.stage) < ORDER.index(stage):
        verb, role = steps[version.stage]
        version = verb(version=version, by=cast.of(role, key), at=at)
    return version


def _forward(sample: Sample, version: Version, cast: Cast, at: datetime) -> None:
    if sample.interpretation:
        walk(_interpretation(sample, version.item, cast, at), Stage.SIGNING.value, cast, at=at)
    walk(version, sample.stage, cast, at=at)


def _interpretation(sample: Sample, document: Item, cast: Cast, at: datetime) -> Version:
    words = sample.interpretation
    item = find(words["title"])
    if item is None:
        fields = _fields(sample, cast, at) | {
            "title": marked(words["title"]),
            "body": html(words["body"]),
            "abstract": abstract(words["body"]),
            "doc_number": "",
            "genre": "",
            "obligation": Obligation.objects.filter(key="policy-interpretation").first(),
        }
        item = _draft("interpretation", sample.publisher, fields, cast, at).item
    version = item.versions.get(serial=1)
    if version.stage == Stage.DRAFT.value:
        by = cast.of(Role.CLERK, sample.publisher)
        services.relate(item=item, kind=RelationKind.INTERPRETS.value, target=document, by=by, at=at)
    return version


def _return(sample: Sample, version: Version, cast: Cast, at: datetime) -> None:
    version = walk(version, Stage.REVIEW.value, cast, at=at)
    by = cast.of(Role.REVIEWER, sample.publisher)
    if sample.remark and not version.comments.exists():
        services.comment(version=version, place=1, text=sample.remark, by=by, at=at)
    services.send_back(version=version, reason=sample.reason, by=by, at=at)


def _schedule(sample: Sample, version: Version, cast: Cast, at: datetime) -> None:
    version = walk(version, Stage.SIGNING.value, cast, at=at)
    by = cast.of(Role.SIGNER, sample.publisher)
    services.sign(version=version, publish_at=at + timedelta(days=2), by=by, at=at)


def _withhold(sample: Sample, version: Version, cast: Cast, at: datetime) -> None:
    walk(version, Stage.SIGNED.value, cast, at=at)


def _cosign(sample: Sample, version: Version, cast: Cast, at: datetime) -> None:
    """Ask the partners of a joint document: one agrees, one agrees with a remark, the others still think."""
    if version.stage == Stage.DRAFT.value:
        partners = [cast.organisations[key] for key in sample.cosigners]
        clerk = cast.of(Role.CLERK, sample.publisher)
        version = services.arrange(version=version, is_normative=False, cosigners=partners, by=clerk, at=at)
    version = walk(version, Stage.CONSENT.value, cast, at=at)
    for key, words in zip(sample.cosigners, ("", "第二部分建议写明核对的牵头部门"), strict=False):
        version = services.cosign(version=version, note=words, by=cast.of(Role.SIGNER, key), at=at)


ENDS: dict[str, Callable[[Sample, Version, Cast, datetime], None]] = {
    "returned": _return,
    "scheduled": _schedule,
    "withheld": _withhold,
    "cosigning": _cosign,
}


def _since_then(sample: Sample, item: Item, cast: Cast, at: datetime) -> None:
    item.refresh_from_db()
    if sample.amended:
        _revise(sample.amended, Change.AMEND.value, item, cast, at)
    if sample.corrected:
        _revise(sample.corrected, Change.CORRECT.value, item, cast, at)
    if sample.repealed and not item.validities.filter(state="repealed").exists():
        _repeal(sample, item, cast, at)
    if sample.withdrawn and not item.presences.filter(is_public=False).exists():
        by = cast.of(Role.SIGNER, sample.publisher)
        services.withdraw(item=item, reason=sample.withdrawn, by=by, at=at)


def _revise(words: dict[str, str], change: str, item: Item, cast: Cast, at: datetime) -> None:
    by = cast.of(Role.CLERK, item.publisher.key)
    version = item.versions.filter(serial=2).first()
    if version is None:
        version = services.revise(item=item, change=change, by=by, at=at)
    if version.stage == Stage.DRAFT.value:
        fields = {
            "body": html(words["body"]),
            "abstract": abstract(words["body"]),
            "change_note": words["note"],
        }
        version = services.save(version=version, fields=fields, revision=version.revision, by=by, at=at)
    walk(version, Stage.PUBLIC.value, cast, at=at)


def _repeal(sample: Sample, item: Item, cast: Cast, at: datetime) -> None:
    words = sample.repealed
    services.repeal(
        item=item,
        basis=words["basis"],
        since=words["since"],
        successor=find(words["successor"]),
        by=cast.of(Role.SIGNER, sample.publisher),
        at=at,
    )

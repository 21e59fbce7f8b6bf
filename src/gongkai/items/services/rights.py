"""Who may do what: one answer for services, views and templates."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.items.models import Approval, Emergency, Item, Stage, Step, Verb, Version, held_as
from gongkai.items.rules import NEEDS_INTERPRETATION, RIGHTS, STEPS, Right
from gongkai.items.services.errors import NotAllowed, Rejected
from gongkai.law import lifecycle
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Organisation, Person, Post, Role

Thing = Organisation | Item | Version

LABELS = {
    "draft": "起草",
    "edit": "修改",
    "submit": "送审",
    "recall": "撤回送审",
    "review": "审核",
    "cosign": "会签",
    "clear": "进行保密审查",
    "comment": "批注",
    "settle": "处理批注",
    "call-off": "撤销会签请求",
    "force": "紧急公开",
    "ratify": "补批紧急公开",
    "reexamine": "评估审查",
    "sign": "签发",
    "publish": "公开",
    "return": "退回",
    "exempt": "免予解读",
    "repeal": "废止",
    "expire": "宣布失效",
    "withdraw": "撤回公开",
    "restore": "恢复公开",
}


def can(person: Person | None, verb: str, thing: Thing, *, at: datetime) -> bool:
    """Return whether ``person`` may do ``verb`` to ``thing`` as it now stands.

    ``thing`` is the organisation for draft, an item for repeal, expire, withdraw, restore, reexamine and
    edit (begin a new version), otherwise a version.
    """
    try:
        _require_now(verb, thing)  # asks nothing of the database: most verbs are out of the question by it
        require(person, verb, thing, at=at)
    except (Rejected, IllegalMove):
        return False
    return True


Held = list[tuple[int, str, int]]
"""The posts in which somebody may act: organisation, role, whose post it is."""


def rights_of(person: Person, version: Version, *, at: datetime) -> dict[str, bool]:
    """Return, by verb, whether ``person`` may do it to a version or its item now: asked for all at once."""
    held = _held(person, at)
    due = _due(person, version, at)
    found = {verb: verb in due if verb in APPROVING else bool(due) for verb in STEPS}
    for verb in RIGHTS:
        thing = version.item if verb in OF_ITEM else version
        found[verb] = _may(person, verb, thing, at, held)
    if version.stage == Stage.SIGNED.value:
        found["return"] = _may(person, "return", version, at, held)
    return found | {"revise": _may(person, "edit", version.item, at, held)}


def _due(person: Person, version: Version, at: datetime) -> set[str]:
    """Return what the person may decide at the steps at which a version waits."""
    if not any(version.stage in stages for stages in STEPS.values()):
        return set()
    open_steps = Approval.objects.open_to(person, at=at).filter(version=version)
    return set(open_steps.values_list("verb", flat=True))


APPROVING = frozenset({"review", "cosign", "clear", "sign"})
OF_ITEM = frozenset({"repeal", "expire", "withdraw", "restore", "reexamine"})


def _may(person: Person, verb: str, thing: Thing, at: datetime, held: Held) -> bool:
    try:
        _require_now(verb, thing)
        _require(person, verb, thing, at, held)
    except (Rejected, IllegalMove):
        return False
    return True


def _require_now(verb: str, thing: Thing) -> None:
    """Raise IllegalMove for what nobody may do to a thing in its stage or state."""
    if isinstance(thing, Version) and verb in RIGHTS:
        _require_stage(verb, thing)
    elif isinstance(thing, Item) and verb not in {"edit", "reexamine"}:
        _require_state(verb, thing)


def _held(person: Person | None, at: datetime) -> Held:
    if person is None or not person.is_authenticated:
        return []
    return Post.objects.exercised(person, on=localdate(at))


def require(person: Person | None, verb: str, thing: Thing, *, at: datetime) -> Person | None:
    """Return for whom the person acts under a delegation, None where they act for themselves.

    Raises NotAllowed if the person may not, IllegalMove if nobody may now.
    """
    if isinstance(thing, Version) and verb in STEPS and not _is_signed_return(verb, thing):
        return step_of(person, verb, thing, at=at)[1]
    return _require(person, verb, thing, at, _held(person, at))


def _require(person: Person | None, verb: str, thing: Thing, at: datetime, held: Held) -> Person | None:
    holder = _require_role(person, "publish" if verb == "return" else verb, thing, at, held)
    if isinstance(thing, Version):
        _require_stage(verb, thing)
        _require_other_eyes(person, holder, verb, thing)
    elif isinstance(thing, Item):
        _require_state(verb, thing)
    return holder


def _is_signed_return(verb: str, version: Version) -> bool:
    """Whether what is signed and waits for its day is sent back: no step is open any more."""
    return verb == "return" and version.stage == Stage.SIGNED.value


def step_of(
    person: Person | None, verb: str, version: Version, *, at: datetime
) -> tuple[Approval, Person | None]:
    """Return the step of a version that the person may decide now, and for whom they do so.

    ``verb`` is review, cosign, clear or sign; return and comment are possible at each of these. Raises
    IllegalMove if no such step is due, NotAllowed if it is another's to decide.
    """
    if version.stage not in STEPS[verb]:
        raise IllegalMove(f"“{Stage(version.stage).label}”阶段不能{LABELS[verb]}")
    if person is None or not person.is_authenticated:
        raise NotAllowed(f"请先登录再{LABELS[verb]}")
    waiting = Approval.objects.waiting().filter(version=version).select_related("organisation")
    waiting = waiting.filter(verb=verb) if verb not in {"return", "comment"} else waiting
    eyes = {person.pk}
    for holder, held in held_as(person, at=at):
        eyes.add(holder)
        row = waiting.filter(held).first()
        if row is not None:
            return row, _giver(person, holder)
    raise NotAllowed(_why_not(verb, version, eyes))


def _why_not(verb: str, version: Version, eyes: set[int]) -> str:
    if eyes & {version.submitted_by_id, version.submitted_for_id}:
        return f"送审人不能{LABELS[verb]}自己送审的信息"
    if verb == "sign" and eyes & {version.cleared_by_id, version.cleared_for_id}:
        return "保密审查人不能签发同一信息"
    return f"您没有在{version.item.publisher.short_name}{LABELS[verb]}信息的权限"


def _giver(person: Person, holder: int) -> Person | None:
    return None if holder == person.pk else Person.objects.get(pk=holder)


def _require_role(person: Person | None, verb: str, thing: Thing, at: datetime, held: Held) -> Person | None:
    """Return in whose post, not one's own, the person may do this; raise NotAllowed if in none."""
    place = _publisher(thing)
    fitting = _fitting(held, RIGHTS[verb], place, at) if held else set()
    if person is not None and fitting:
        return _giver(person, person.pk if person.pk in fitting else min(fitting))
    raise NotAllowed(f"您没有在{place.short_name}{LABELS[verb]}信息的权限")


def _publisher(thing: Thing) -> Organisation:
    if isinstance(thing, Organisation):
        return thing
    return thing.publisher if isinstance(thing, Item) else thing.item.publisher


def _fitting(held: Held, right: Right, organisation: Organisation, at: datetime) -> set[int]:
    """Return in whose posts there is a right where an organisation's papers are kept."""
    places = organisation.keepers(on=localdate(at))
    return {
        holder
        for place, role, holder in held
        if (role in right.own and place in places) or (right.anywhere and role == Role.OPENNESS.value)
    }


def _require_stage(verb: str, version: Version) -> None:
    stages = {Stage.SIGNED.value} if verb == "return" else RIGHTS[verb].stages
    if stages and version.stage not in stages:
        raise IllegalMove(f"“{Stage(version.stage).label}”阶段不能{LABELS[verb]}")
    if verb == "publish" and version.disclosure != "proactive":
        raise IllegalMove("不主动公开的信息不能公开")
    if verb == "ratify" and not _is_unratified(version):
        raise IllegalMove("没有等待补批的紧急公开")


def _is_unratified(version: Version) -> bool:
    return version.is_forced and Emergency.objects.filter(version=version, is_ratified=None).exists()


def _require_other_eyes(person: Person | None, holder: Person | None, verb: str, version: Version) -> None:
    """Four eyes: nobody submits and exempts the same text, whichever comes first; whoever
    forced an emergency, or had submitted or drafted the text, does not approve it afterwards.
    """
    eyes = {each.pk for each in (person, holder) if each}
    if verb == "exempt" and eyes & {version.submitted_by_id, version.submitted_for_id}:
        raise NotAllowed("送审人不能免予解读自己送审的信息")
    if verb == "submit" and _has_exempted(eyes, version):
        raise NotAllowed("免予解读是您决定的，请由另一人送审")
    if verb == "ratify":
        if eyes & Emergency.objects.get(version=version).eyes:
            raise NotAllowed("紧急公开须由另一人补批：起草、送审和决定紧急公开的人都不能补批")


def _has_exempted(eyes: set[int], version: Version) -> bool:
    if version.needs_interpretation or version.item.kind not in NEEDS_INTERPRETATION:
        return False
    decided = Step.objects.filter(version=version, verb__in=[Verb.EXEMPT.value, Verb.DEFER.value])
    return decided.filter(Q(by__in=eyes) | Q(on_behalf_of__in=eyes)).exists()


def _require_state(verb: str, item: Item) -> None:
    if verb in {"repeal", "expire"}:
        _require_force(verb, item)
    elif verb == "withdraw" and not item.is_public:
        raise IllegalMove("该信息目前没有公开")
    elif verb == "restore" and (item.is_public or not item.address):
        raise IllegalMove("只有已撤回的信息可以恢复公开")
    elif verb in {"edit", "reexamine"}:
        latest = _require_settled(item)
        if verb == "reexamine" and (latest.disclosure != "withheld" or item.address):
            raise IllegalMove("只有不予公开的信息需要评估审查")


def _require_force(verb: str, item: Item) -> None:
    if not item.address:
        raise IllegalMove("该信息尚未公开过")
    lifecycle.validity_after(item.validity, {"repeal": "repealed", "expire": "expired"}[verb])


def _require_settled(item: Item) -> Version:
    latest = item.versions.order_by("-serial").first()
    if latest is None or not _is_settled(latest):
        raise IllegalMove("该信息已有正在办理的版本")
    return latest


def _is_settled(version: Version) -> bool:
    """Whether nothing more is to be done to a version: it is public, or it was decided not to publish it."""
    if version.stage in {Stage.PUBLIC.value, Stage.SUPERSEDED.value}:
        return True
    return version.stage == Stage.SIGNED.value and version.disclosure != "proactive"

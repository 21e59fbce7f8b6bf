"""Who may do what: one answer for services, views and templates."""

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.items.models import Item, Stage, Step, Verb, Version
from gongkai.items.rules import DECIDES, RIGHTS
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
    "clear": "进行保密审查",
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

    ``thing`` is the organisation for draft, an item for repeal, expire, withdraw, restore and edit (begin a
    new version), otherwise a version.
    """
    try:
        require(person, verb, thing, at=at)
    except (Rejected, IllegalMove):
        return False
    return True


def require(person: Person | None, verb: str, thing: Thing, *, at: datetime) -> None:
    """Raise NotAllowed if the person may not, IllegalMove if nobody may now, or return."""
    _require_role(person, verb, thing, at)
    if isinstance(thing, Version):
        _require_stage(verb, thing)
        _require_other_eyes(person, verb, thing)
    elif isinstance(thing, Item):
        _require_state(verb, thing)


def _require_role(person: Person | None, verb: str, thing: Thing, at: datetime) -> None:
    name = verb
    if verb == "return":
        name = DECIDES.get(thing.stage, "review") if isinstance(thing, Version) else "review"
    right = RIGHTS[name]
    own, is_openness = _roles(person, _publisher(thing), at)
    if not (own & right.own or (right.anywhere and is_openness)):
        raise NotAllowed(f"您没有在{_publisher(thing).short_name}{LABELS[verb]}信息的权限")


def _publisher(thing: Thing) -> Organisation:
    if isinstance(thing, Organisation):
        return thing
    return thing.publisher if isinstance(thing, Item) else thing.item.publisher


def _roles(person: Person | None, organisation: Organisation, at: datetime) -> tuple[set[str], bool]:
    """Return the roles held where an organisation's papers are kept, and whether in the openness office."""
    if person is None or not person.is_authenticated:
        return set(), False
    held = Post.objects.of(person, on=localdate(at)).values_list("organisation_id", "role")
    places = organisation.keepers(on=localdate(at))
    return {role for place, role in held if place in places}, any(r == Role.OPENNESS.value for _, r in held)


def _require_stage(verb: str, version: Version) -> None:
    stages = DECIDES.keys() if verb == "return" else RIGHTS[verb].stages
    if stages and version.stage not in stages:
        raise IllegalMove(f"“{Stage(version.stage).label}”阶段不能{LABELS[verb]}")
    if verb == "publish" and version.disclosure != "proactive":
        raise IllegalMove("不主动公开的信息不能公开")


def _require_other_eyes(person: Person | None, verb: str, version: Version) -> None:
    """Four eyes: whoever submitted decides nothing; whoever cleared the text of secrets does not sign it."""
    if verb in {"review", "clear", "sign", "exempt"} and version.submitted_by == person:
        raise NotAllowed(f"送审人不能{LABELS[verb]}自己送审的信息")
    if verb == "sign" and _cleared_by(version) == (person and person.pk):
        raise NotAllowed("保密审查人不能签发同一信息")


def _cleared_by(version: Version) -> int | None:
    step = Step.objects.filter(version=version, verb=Verb.CLEAR.value).order_by("at", "pk").last()
    return step.by_id if step else None


def _require_state(verb: str, item: Item) -> None:
    if verb in {"repeal", "expire"}:
        _require_force(verb, item)
    elif verb == "withdraw" and not item.is_public:
        raise IllegalMove("该信息目前没有公开")
    elif verb == "restore" and (item.is_public or not item.address):
        raise IllegalMove("只有已撤回的信息可以恢复公开")
    elif verb == "edit":
        _require_settled(item)


def _require_force(verb: str, item: Item) -> None:
    if not item.address:
        raise IllegalMove("该信息尚未公开过")
    lifecycle.validity_after(item.validity, {"repeal": "repealed", "expire": "expired"}[verb])


def _require_settled(item: Item) -> None:
    latest = item.versions.order_by("-serial").first()
    if latest is None or not _is_settled(latest):
        raise IllegalMove("该信息已有正在办理的版本")


def _is_settled(version: Version) -> bool:
    """Whether nothing more is to be done to a version: it is public, or it was decided not to publish it."""
    if version.stage in {Stage.PUBLIC.value, Stage.SUPERSEDED.value}:
        return True
    return version.stage == Stage.SIGNED.value and version.disclosure != "proactive"

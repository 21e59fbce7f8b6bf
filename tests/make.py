"""Builders: say what matters, get the rest."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.items import services as items
from gongkai.items.models import InterpretationPlan, Item, Version
from gongkai.obligations.models import Area, Obligation
from gongkai.orgs.models import Organisation, Person, Post, Region
from gongkai.planning import services as planning
from gongkai.planning.models import WorkPoints
from gongkai.publication.services import Notice

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2017, 7, 3, 9, 30, tzinfo=SHANGHAI)
"""A Monday morning in the year of the mission document."""
number = count(1)


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def region(code: str = "330103", **fields: Any) -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": "下城区", **fields})[0]


def organisation(key: str = "finance", **fields: Any) -> Organisation:
    values = {
        "name": f"下城区{key}",
        "short_name": key,
        "kind": "department",
        "valid_from": date(2000, 1, 1),
        **fields,
    }
    values.setdefault("region", region())
    return Organisation.objects.get_or_create(key=key, defaults=values)[0]


def person(role: str | None = None, at: Organisation | None = None, **fields: Any) -> Person:
    """Return someone with a password of ``secret``, holding ``role`` in the organisation ``at``."""
    serial = next(number)
    values = {"account": f"user{serial}", "name": f"人员{serial}", **fields}
    made = Person(**values)
    made.set_password("secret")
    made.save()
    if role:
        Post.objects.create(
            person=made, organisation=at or organisation(), role=role, valid_from=date(2010, 1, 1)
        )
    return made


def area(key: str = "fiscal", **fields: Any) -> Area:
    return Area.objects.get_or_create(key=key, defaults={"title": "财政信息", **fields})[0]


def obligation(key: str = "fiscal-monthly", **fields: Any) -> Obligation:
    values = {"level1": "财政收支", "level2": "月度收支", **fields}
    if "area" not in values:
        values["area"] = area()
    return Obligation.objects.get_or_create(key=key, defaults=values)[0]


def item(publisher: Organisation | None = None, by: Person | None = None, **fields: Any) -> Item:
    """Return an item with one draft version; header fields go to the version, the rest to the item."""
    publisher = publisher or organisation()
    by = by or person("clerk", publisher)
    own = {name: fields.pop(name) for name in ("kind", "obligation") if name in fields}
    made = Item.objects.create(
        publisher=publisher, created_by=by, created_at=NOW, **{"kind": "document", **own}
    )
    values = {"title": "关于某事的通知", "disclosure": "proactive", "body": "<p>正文。</p>", **fields}
    Version.objects.create(item=made, serial=1, saved_by=by, saved_at=NOW, **values)
    return made


def notice(**fields: Any) -> Notice:
    serial = next(number)
    values: dict[str, Any] = {
        "event": "published",
        "address": f"/items/330103--2017--{serial:04}/",
        "number": f"330103--2017--{serial:04}",
        "version": 1,
        "kind": "document",
        "title": "关于公开财政收支情况的通知",
        "content": {"title": "关于公开财政收支情况的通知", "body": "<p>正文。</p>"},
        "text": "正文。",
        "published_on": date(2017, 7, 3),
        **fields,
    }
    if "publisher" not in values:
        values["publisher"] = organisation()
    return Notice(**values)


@dataclass(frozen=True)
class Staff:
    """The four people through whose hands an item goes in one organisation."""

    organisation: Organisation
    clerk: Person
    reviewer: Person
    secrecy: Person
    signer: Person


def staff(body: Organisation | None = None) -> Staff:
    body = body or organisation()
    return Staff(body, *(person(role, body) for role in ("clerk", "reviewer", "secrecy", "signer")))


def drafted(team: Staff, *, at: datetime = NOW, kind: str = "notice", **fields: Any) -> Version:
    """Return a draft that lacks nothing for its review."""
    values = {
        "title": "关于公开财政收支情况的通知",
        "issuer": "下城区财政局",
        "abstract": "公开上半年财政收支情况。",
        "body": "<p>上半年财政收支情况如下。</p>",
        "made_on": date(2017, 6, 30),
        "disclosure": "proactive",
        "obligation": obligation(),
        **fields,
    }
    return items.draft(kind=kind, publisher=team.organisation, fields=values, by=team.clerk, at=at)


def planned(team: Staff, version: Version, *, at: datetime = NOW, **fields: Any) -> InterpretationPlan:
    """Return the plan by which a draft will be explained."""
    values = {
        "outline": "背景、主要内容和适用范围。",
        "forms": ["text"],
        "channels": ["website"],
        "first_interpreter": "局长",
        **fields,
    }
    return items.plan_interpretation(item=version.item, by=team.clerk, at=at, **values)


def cleared(team: Staff, *, version: Version | None = None, at: datetime = NOW, **fields: Any) -> Version:
    """Return a version that has passed review and secrecy review."""
    version = Version.objects.get(pk=version.pk) if version else drafted(team, at=at, **fields)
    if version.needs_interpretation and not InterpretationPlan.objects.filter(item=version.item).exists():
        planned(team, version, at=at)
    version = items.submit(version=version, overruling="均已核对", reply="已核对", by=team.clerk, at=at)
    if version.item.kind == "document" and version.disclosure != "proactive":
        items.review(version=version, by=person("openness", office()), at=at)
    items.review(version=version, note="同意", by=team.reviewer, at=at)
    return items.clear(version=version, note="不涉密", by=team.secrecy, at=at)


def at_signing(team: Staff, *, version: Version | None = None, at: datetime = NOW, **fields: Any) -> Version:
    """Return a version that only the signature is wanting."""
    version = cleared(team, version=version, at=at, **fields)
    if version.is_normative:
        version = items.review(version=version, by=person("legality", team.organisation), at=at)
    return version


def published(team: Staff, *, version: Version | None = None, at: datetime = NOW, **fields: Any) -> Item:
    """Return an item that went the whole way and is public."""
    version = at_signing(team, version=version, at=at, **fields)
    return items.sign(version=version, by=team.signer, at=at).item


def public_item(publisher: Organisation | None = None, **fields: Any) -> Item:
    """Return an item that the public can read, as if it had been signed and announced long ago."""
    serial = next(number)
    made = item(publisher, **fields)
    version = made.versions.get()
    version.stage, version.published_at, version.signed_at = "public", NOW, NOW
    version.signed_by = person("signer", made.publisher)
    version.submitted_by, version.submitted_at = version.saved_by, NOW
    version.save()
    made.number, made.current, made.is_public = f"330103--2016--{serial:04}", version, True
    made.theme, made.genre = version.theme, version.genre
    made.address, made.first_published_at = made.get_absolute_url(), NOW
    made.published_on = NOW.date()
    made.save()
    return made


def office() -> Organisation:
    """Return the government office, home of the openness office and publisher of work points."""
    return organisation(
        "government-office", name="下城区人民政府办公室", short_name="区政府办", kind="office"
    )


def work_points(
    by: Person | None = None, text: str = "一、甲\n1、第一件事。\n2、第二件事。", **fields: Any
) -> WorkPoints:
    """Return a year's work points adopted from a public document; two points unless ``text`` says more."""
    by = by or person("openness", office())
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    values = {"kind": "work-points", "title": "2017年政务公开工作要点", "body": body, **fields}
    return planning.adopt(item=public_item(office(), **values), by=by, at=NOW)

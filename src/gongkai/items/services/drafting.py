"""draft, save, revise, discard: what happens to a version before anybody else looks at it."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from gongkai.items import rules
from gongkai.items.models import (
    Attachment,
    Change,
    Disclosure,
    Item,
    Kind,
    Relation,
    RelationKind,
    Step,
    Verb,
    Version,
)
from gongkai.items.rules import CONTROL
from gongkai.items.services import duty
from gongkai.items.services.duty import obligation_of
from gongkai.items.services.errors import Conflict, Unready
from gongkai.items.services.moves import locked, locked_item, log, note
from gongkai.items.services.release import INTERPRETERS, needs_interpretation
from gongkai.items.services.rights import require
from gongkai.law import masking, numbering
from gongkai.law.chinese import titled
from gongkai.obligations import services as obligations
from gongkai.orgs.models import Organisation, Person
from gongkai.proofing import services as proofing
from gongkai.proofing.rules import Finding

FIELDS = (
    "obligation limit_kind title doc_number issuer addressees section abstract keywords theme genre "
    "signatory made_on effective_on expires_on disclosure ground ground_reason audience retention body "
    "change_note number_wanted published_on is_normative"
).split()
"""What a clerk may set on a draft; ``kind`` besides, as long as the item has never been public."""


@transaction.atomic
def draft(*, kind: str, publisher: Organisation, fields: dict[str, Any], by: Person, at: datetime) -> Version:
    """Begin an item with its first version. ``fields`` are values of ``FIELDS``; the body is cleaned.

    Starts the publication clock. Raises NotAllowed, and Unready for values that cannot be stored.
    """
    require(by, "draft", publisher, at=at)
    if kind not in Kind.values:
        raise Unready([Finding("kind", "请选择种类")])
    item = Item.objects.create(kind=kind, publisher=publisher, created_by=by, created_at=at)
    version = Version(item=item, serial=1)
    _store(version, fields, by, at)
    note(version, Verb.DRAFT.value, by=by, at=at)
    duty.keep(version, by=by, at=at)
    return version


@transaction.atomic
def save(*, version: Version, fields: dict[str, Any], revision: int, by: Person, at: datetime) -> Version:
    """Store what was typed; ``revision`` is the one that the editor was opened with.

    Raises Conflict if somebody saved since, IllegalMove unless in draft, NotAllowed, Unready.
    """
    fresh = locked(version)
    require(by, "edit", fresh, at=at)
    if fresh.revision != revision:
        raise Conflict(fresh)
    fresh.revision += 1
    _store(fresh, fields, by, at)
    duty.keep(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def revise(*, item: Item, change: str, by: Person, at: datetime) -> Version:
    """Begin a new version of an item: ``amend`` changes its substance, ``correct`` mends a mistake.

    The public version stays as it is until the new one is published. Raises IllegalMove, NotAllowed.
    """
    if change not in {Change.AMEND.value, Change.CORRECT.value}:
        raise Unready([Finding("change", "请选择修改或者更正")])
    fresh = locked_item(item)
    require(by, "edit", fresh, at=at)
    return succeed(item=fresh, change=change, changed={}, by=by, at=at)


def succeed(*, item: Item, change: str, changed: dict[str, Any], by: Person, at: datetime) -> Version:
    """Begin the next version of a locked item: a copy of the last one but for the fields ``changed``."""
    fresh = item
    last = fresh.versions.latest("serial")
    copied = {name: getattr(last, name) for name in FIELDS if name not in {"change_note", "number_wanted"}}
    if copied["limit_kind"] not in obligations.kinds_of(obligation_of(last)):
        copied["limit_kind"] = ""  # the row of the catalogue has changed since
    fresh.versions.filter(is_newest=True).update(is_newest=False)
    version = Version(item=fresh, serial=last.serial + 1, change=change)
    version.is_normative = last.is_normative
    _store(version, copied | changed, by, at)
    for partner in last.cosigners.all():
        version.cosigners.create(organisation_id=partner.organisation_id, order=partner.order)
    for each in last.attachments.all():
        each.pk, each.version = None, version
        each.save(force_insert=True)
    note(version, Verb.DRAFT.value, by=by, at=at, change=change)
    duty.keep(version, by=by, at=at)
    return version


@transaction.atomic
def discard(*, version: Version, by: Person, at: datetime) -> None:
    """Throw a draft away, and with it an item that was never more than this draft."""
    fresh = locked(version)
    require(by, "edit", fresh, at=at)
    item = fresh.item
    duty.drop(fresh, by=by, at=at)
    log(item, "discard", by=by, at=at, version=fresh.serial, title=masking.mask(fresh.title))
    Attachment.objects.filter(version=fresh).delete()
    item.relations.filter(stated_in=fresh.serial).delete()
    item.relations.filter(dropped_in=fresh.serial).update(dropped_in=None)
    Step.objects.filter(version=fresh).delete()
    fresh.delete()
    before = item.versions.first()
    if before is not None:
        Version.objects.filter(pk=before.pk).update(is_newest=True)
    else:
        Relation.objects.filter(target=item).delete()
        proofing.forget(item.uri)
        item.delete()


def _store(version: Version, fields: dict[str, Any], by: Person, at: datetime) -> None:
    """Set the fields, clean and checked, and write the version. Raises Unready."""
    values = dict(fields)
    if kind := values.pop("kind", None):
        _set_kind(version, kind)
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"版本没有可以填写的字段 {name}")
        setattr(version, name, _cleaned(name, value))
    _check(version)
    version.needs_interpretation = needs_interpretation(version)
    version.is_normative = version.is_normative or rules.is_registered(version.doc_number)
    version.saved_by, version.saved_at = by, at
    _write(version)
    if "obligation" in values and not version.item.address:
        version.item.obligation = version.obligation
        version.item.save(update_fields=["obligation"])


def _set_kind(version: Version, kind: str) -> None:
    if kind == version.item.kind:
        return
    if kind not in Kind.values or version.item.address:
        raise Unready(
            [Finding("kind", "已公开过的信息不能改变种类" if version.item.address else "请选择种类")]
        )
    told = Relation.objects.stated(version).filter(kind=RelationKind.INTERPRETS.value)
    if kind not in INTERPRETERS and told.exists():
        raise Unready(
            [Finding("kind", "这份信息解读着别的文件，只能是解读材料或者新闻发布会；请先移除“解读”关联")]
        )
    version.item.kind = kind
    version.item.save(update_fields=["kind"])


def _cleaned(name: str, value: Any) -> Any:
    if name == "body":
        return _clean_body(str(value))
    if isinstance(value, str):
        plain = CONTROL.sub("", value).strip()
        return _official(name, plain) if name in NUMBERS else plain
    return value


def _clean_body(text: str) -> str:
    try:
        return rules.clean(text)
    except rules.TooDeep as error:
        raise Unready([Finding("body", str(error))]) from error


NUMBERS = ("doc_number", "number_wanted")


def _official(name: str, typed: str) -> str:
    """Return a number in its official form, so that who cites or claims it finds it; others as typed."""
    try:
        if name == "doc_number":
            return numbering.normalise_document_number(typed)
        return numbering.parse_index_number(typed).text
    except numbering.BadNumber:
        return typed


def _check(version: Version) -> None:
    """Refuse what the columns cannot hold: SQLite would not, and PostgreSQL would break off."""
    found = [
        Finding(name, f"{column.verbose_name}不超过{column.max_length}字")
        for name in FIELDS
        if isinstance(column := Version._meta.get_field(name), models.CharField)
        and column.max_length is not None
        and len(getattr(version, name)) > column.max_length
    ]
    if version.disclosure and version.disclosure not in Disclosure.values:
        found.append(Finding("disclosure", "公开形式应为主动公开、依申请公开或者不予公开"))
    found += _foreign_kind(version)
    found += taken(version)
    if found:
        raise Unready(found)


def taken(version: Version) -> list[Finding]:
    """Return a finding if another item has or claims the number which this one wants.

    It is called by its title only if that is public or of the same desk: a draft's is nobody else's to know.
    """
    number = version.number_wanted
    if not number:
        return []
    others = Version.objects.exclude(item=version.item_id).select_related("item")
    rival = others.filter(current_of__number=number).first() or others.filter(number_wanted=number).first()
    if rival is None:
        return []
    is_known = rival.item.is_public or rival.item.publisher_id == version.item.publisher_id
    holder = f"用于{titled(rival.title)}" if is_known else "被占用"
    return [Finding("number_wanted", f"索引号 {number} 已{holder}")]


def _write(version: Version) -> None:
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        if "number_wanted" not in str(error):
            raise
        # Two drafts claimed one number in the same moment.
        raise Unready([Finding("number_wanted", f"索引号 {version.number_wanted} 刚刚被占用")]) from error


def _foreign_kind(version: Version) -> list[Finding]:
    """Return a finding if the kind of the text is none of those by which its obligation's limit is split."""
    kind, obligation = version.limit_kind, obligation_of(version)
    if not kind or kind in obligations.kinds_of(obligation):
        return []
    of = f"公开事项“{obligation}”没有" if obligation else "没有选择公开事项，不能说明"
    return [Finding("limit_kind", f"{of}“{kind}”这种适用情形；请重新选择，或者不选，按最短的期限计算")]

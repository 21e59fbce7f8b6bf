"""arrange, call off: what decides about the path of a draft; joint documents (联合发文) with co-signers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items.models import Approval, Cosigner, Decision, Verb, Version
from gongkai.items.services.approvals import decide, go_on
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.moves import Hand, locked, log, note
from gongkai.items.services.rights import require
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Organisation, Person
from gongkai.proofing.rules import Finding

FIELD = "cosigners"


@transaction.atomic
def arrange(
    *, version: Version, is_normative: bool, cosigners: Sequence[Organisation], by: Person, at: datetime
) -> Version:
    """Say whether a draft is a normative document, and who issues it jointly, in their order.

    The publisher leads (条例第十条：牵头制作的行政机关负责公开) and stands first among the issuers. Raises
    Unready for an organisation named twice, for the leading one, and for one that is no more; IllegalMove.
    """
    fresh = locked(version)
    require(by, "edit", fresh, at=at)
    _check(fresh, cosigners, at)
    was_joint = fresh.cosigners.exists()
    fresh.cosigners.all().delete()
    Cosigner.objects.bulk_create(
        Cosigner(version=fresh, organisation=each, order=order) for order, each in enumerate(cosigners, 1)
    )
    fresh.is_normative = is_normative
    if cosigners or was_joint:
        _name_issuers(fresh)
    fresh.save(update_fields=["is_normative", "issuer"])
    log(fresh.item, "invite", by=by, at=at, version=fresh.serial, organisations=[o.key for o in cosigners])
    return fresh


def _check(version: Version, cosigners: Sequence[Organisation], at: datetime) -> None:
    seen: set[int] = {version.item.publisher_id}
    valid = set(Organisation.objects.valid_on(localdate(at)).values_list("pk", flat=True))
    for each in cosigners:
        if each.pk in seen:
            lead = each.pk == version.item.publisher_id
            sentence = "是牵头机关，不必列入会签机构" if lead else "重复了"
            raise Unready([Finding(FIELD, f"{each.name}{sentence}")])
        if each.pk not in valid:
            raise Unready([Finding(FIELD, f"{each.name}已撤销，不能会签")])
        seen.add(each.pk)


def _name_issuers(version: Version) -> None:
    names = [version.item.publisher.name, *version.cosigners.values_list("organisation__name", flat=True)]
    line, longest = " ".join(names), Version._meta.get_field("issuer").max_length or 0
    if len(line) > longest:
        raise Unready([Finding(FIELD, f"会签机构过多，发文机关合计不超过{longest}字")])
    version.issuer = line


@transaction.atomic
def call_off(*, approval: Approval, reason: str, by: Person, at: datetime) -> Version:
    """Withdraw a request for co-signature with a reason: the organisation issues the document no more.

    Raises Unready without a reason, IllegalMove if it has answered already, NotAllowed.
    """
    plain = stated("reason", reason, "请说明撤销会签请求的理由")
    fresh = locked(approval.version)
    hand = Hand(by, require(by, "call-off", fresh, at=at))
    open_rows = fresh.approvals.filter(pk=approval.pk, round=fresh.round, verb="cosign", decision="")
    row = open_rows.select_related("organisation").first()
    if row is None:
        raise IllegalMove("该机构已经办理，不能撤销会签请求")
    row.version = fresh
    decide(row, Decision.RELEASED, plain, hand, at)
    fresh.cosigners.filter(organisation=row.organisation).delete()
    _name_issuers(fresh)
    go_on(fresh, hand, at, issuer=fresh.issuer)
    said = f"{row.organisation.short_name}：{plain}"
    note(fresh, Verb.CALL_OFF.value, title=row.title, reason=said, by=hand, at=at)
    return fresh

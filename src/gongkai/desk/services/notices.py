"""Tell people what concerns them: at the desk, and by mail as often as each has chosen."""

from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from gongkai.channels import services as channels
from gongkai.channels.models import Channel
from gongkai.desk import noticing
from gongkai.desk.models import Choices, Digest, Kind, Notice, NoticeQuerySet
from gongkai.desk.rules import Fact, is_time
from gongkai.orgs.models import Person

PIECE = 400


def notify(*, at: datetime) -> int:
    """Write a notice for everything that somebody is to know and was not told; return how many.

    Each once: a fact told before is left alone, and of two workers that find the same one only one writes it.
    """
    facts, count = noticing.facts(at), 0
    while piece := list(islice(facts, PIECE)):
        count += _write(piece, at)
    return count


def _write(facts: list[Fact], at: datetime) -> int:
    known = set(Notice.objects.filter(key__in={fact.key for fact in facts}).values_list("person", "key"))
    fresh = [fact for fact in facts if (fact.person, fact.key) not in known]
    rows = [
        Notice(
            person_id=fact.person,
            key=fact.key,
            kind=fact.kind,
            title=fact.title,
            words=fact.words,
            href=fact.href,
            at=at,
        )
        for fact in fresh
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def read(*, notices: NoticeQuerySet, by: Person, at: datetime) -> int:
    """Mark those of ``notices`` that are the person's own as read; return how many were not before."""
    return notices.visible_to(by).unread().update(read_at=at)


@transaction.atomic
def choose_digest(*, digest: str, by: Person, at: datetime) -> None:
    """Let a person be told by mail as often as ``digest`` says, of what is new from now on."""
    chosen, _ = Choices.objects.get_or_create(person=by)
    if chosen.digest == Digest.NONE.value:
        Notice.objects.visible_to(by).untold().update(told_at=at)
    chosen.digest = digest
    chosen.save(update_fields=["digest"])


def tell(*, at: datetime) -> int:
    """Queue one mail to everyone for whom it is time and who has something unread; return how many."""
    waiting = Notice.objects.untold().values("person").distinct()
    people = Person.objects.filter(pk__in=waiting, is_active=True).exclude(email="")
    chosen = {each.person_id: each for each in Choices.objects.filter(person__in=people)}
    due = [person for person in people if _is_due(chosen.get(person.pk) or Choices(), at)]
    return sum(_tell(person, at) for person in due)


def _is_due(chosen: Choices, at: datetime) -> bool:
    return is_time(chosen.digest, chosen.told_at and localtime(chosen.told_at), localtime(at))


@transaction.atomic
def _tell(person: Person, at: datetime) -> int:
    """Queue one mail about all that was not told; another worker that comes second finds nothing to tell."""
    Choices.objects.get_or_create(person=person)
    chosen = Choices.objects.select_for_update().get(person=person)
    notices = list(Notice.objects.visible_to(person).untold().values_list("pk", "kind"))
    if not notices or not _is_due(chosen, at):
        return 0
    newest = max(pk for pk, _ in notices)
    channels.queue(
        key=f"desk:{person.pk}:{newest}",
        channel=Channel.EMAIL.value,
        recipient=person.email,
        subject=f"【公开工作台】{len(notices)}条新提醒",
        body=_body(person, [kind for _, kind in notices]),
        at=at,
    )
    Notice.objects.filter(pk__in=[pk for pk, _ in notices]).update(told_at=at)
    chosen.told_at = at
    chosen.save(update_fields=["told_at"])
    return 1


def _body(person: Person, kinds: list[str]) -> str:
    """Say how many there are of each kind. No titles: what is not public yet does not travel by mail."""
    counted = "\n".join(f"· {kind.label} {kinds.count(kind)} 条" for kind in Kind if kind in kinds)
    return (
        f"{person.name}，您在公开工作台有{len(kinds)}条新提醒：\n\n{counted}\n\n"
        f"请登录查看：{settings.SITE_URL}/desk/notices/\n"
        "未公开的内容不在邮件中列出。提醒的频次可在上述页面修改。\n"
    )

"""A district as it stands after years of publishing: rows in bulk, as ``announce`` and ``keep`` leave them.

Everything agrees (``gongkai audit`` finds nothing): numbers, versions, announcements, leaves, search rows,
pages with what they depend on. The bytes of the pages are a filler; whatever is rendered replaces them.
Import only after Django is set up.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from bench.drawing import District, Drawn, attachment, draw, found, kinds_of
from gongkai.items.models import Attachment, Item, Presence, Relation, Step, Validity, Version
from gongkai.items.services.announcing import searchable
from gongkai.ledger import services as ledger
from gongkai.orgs.models import Act, Organisation
from gongkai.portal.views.items import topics
from gongkai.publication import services as publication
from gongkai.publication import store
from gongkai.publication.models import Dependency, Page, Tick, Topic
from gongkai.publication.services import Notice

PIECE = 2000
WORKING = 600
FIRST = datetime(2008, 5, 4, 9, 0, tzinfo=timezone.get_default_timezone())
FILLER = (
    "<!doctype html><title>页</title>" + "<p>公开财政收支情况，解读财政收支增减变化情况及原因。</p>" * 220
).encode()


def fill(size: int, *, until: datetime, tell: Callable[[str], None]) -> None:
    """Fill an empty, migrated house with ``size`` public items and ``WORKING`` that are being worked on."""
    call_command("prepare", stdout=StringIO())
    district = found(until)
    kinds = kinds_of(size, district.chance)
    step = (until - FIRST) / size
    for low in range(0, size, PIECE):
        with transaction.atomic():
            store_piece(district, [(kinds[n], FIRST + step * n) for n in range(low, min(low + PIECE, size))])
        tell(f"  {min(low + PIECE, size):,} of {size:,}")
    with transaction.atomic():
        relate(district, size // 20)
        working(district, until)
    with transaction.atomic():
        settle()
    tell("  pages")
    place_pages()
    ledger.seal(at=until)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Item, Version]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":  # which does so by itself; SQLite must do without
            cursor.execute("ANALYZE")


def store_piece(district: District, wanted: list[tuple[str, datetime]]) -> None:
    """Store some items with all that belongs to them; foreign keys are checked at the commit."""
    drawn = [draw(district, kind, at) for kind, at in wanted]
    current = [each.versions[-1] for each in drawn]
    chosen = [version for version in current if district.chance.random() < 0.05]
    Attachment.objects.bulk_create([attachment(version) for version in chosen])
    prefetch_related_objects(current, "attachments")
    prefetch_related_objects([each.item for each in drawn], "relations")
    announce(drawn)
    Item.objects.bulk_create([each.item for each in drawn])
    Version.objects.bulk_create([version for each in drawn for version in each.versions])
    Step.objects.bulk_create([Step(version=v, verb="publish", at=v.published_at) for v in current])
    Act.objects.bulk_create([log(district, each) for each in drawn])


def log(district: District, each: Drawn) -> Act:
    signer = district.people["signer"]
    return Act(
        at=each.acts[0][2],
        account=signer.account,
        name=signer.name,
        verb="items.sign",
        thing=each.item.uri,
        organisation_key=each.item.publisher.key,
    )


def announce(drawn: list[Drawn]) -> None:
    """Announce each act, oldest first, and store what it did to the item."""
    acts = sorted(
        ((at, event, version, each.item) for each in drawn for event, version, at in each.acts),
        key=lambda act: act[0],
    )
    notices = [(notice_of(item, of, event), at) for at, event, of, item in acts]
    made = publication.announce_all(acts=notices, tells=False, by=None)
    for (_, _, _, item), announcement in zip(acts, made, strict=True):
        item.announced = announcement.seq
    Validity.objects.bulk_create(
        [
            Validity(
                item=item, state="repealed", since=timezone.localdate(at), basis="区政府常务会议决定", at=at
            )
            for at, event, _, item in acts
            if event == "repealed"
        ]
    )
    gone = [(at, item) for at, event, _, item in acts if event == "withdrawn"]
    Presence.objects.bulk_create(
        [Presence(item=item, is_public=False, reason="含有个人信息", at=at) for at, item in gone]
    )


def notice_of(item: Item, of: Version, event: str) -> Notice:
    validity = "repealed" if event == "repealed" else "valid"
    return Notice(
        event=event,
        address=item.address,
        number=item.number,
        version=of.serial,
        kind=item.kind,
        title=of.title,
        publisher=item.publisher,
        content=of.content(validity=validity),
        validity=validity,
        text=searchable(of),
        published_on=item.published_on,
        area_key=item.obligation.area.key,
        area_title=item.obligation.area.title,
        obligation_key=item.obligation.key,
        theme=of.theme,
        genre=of.genre,
    )


def relate(district: District, number: int) -> None:
    """Let interpretations interpret documents, one each."""
    public = Item.objects.public()
    documents = list(public.filter(kind="document").order_by("pk").values_list("pk", flat=True)[:number])
    readings = public.filter(kind="interpretation").order_by("pk").values_list("pk", flat=True)[:number]
    pairs = zip(readings, documents, strict=False)
    Relation.objects.bulk_create(
        [Relation(source_id=one, target_id=other, kind="interprets", stated_in=0) for one, other in pairs]
    )


def working(district: District, at: datetime) -> None:
    """Add what the desks are working on, at every stage."""
    stages = ["draft", "review", "secrecy", "signing"]
    clerk, finance = district.people["clerk"], Organisation.objects.get(key="finance")
    drawn = [draw(district, "notice", at - timedelta(days=1, minutes=n)) for n in range(WORKING)]
    versions = [each.versions[-1] for each in drawn]
    for n, (each, of) in enumerate(zip(drawn, versions, strict=True)):
        item, stage = each.item, stages[n % len(stages)]
        item.number, item.address, item.is_public = None, "", False
        item.first_published_at = item.published_on = item.current = None
        item.publisher = finance if n % 2 else item.publisher
        of.stage, of.serial, of.change, of.change_note = stage, 1, "first", ""
        of.signed_by, of.signed_at, of.published_at = None, None, None
        of.submitted_by = None if stage == "draft" else clerk
        of.cleared_by = district.people["secrecy"] if stage == "signing" else None
    Item.objects.bulk_create([each.item for each in drawn])
    Version.objects.bulk_create(versions)
    Step.objects.bulk_create([Step(version=of, verb="draft", by=clerk, at=of.saved_at) for of in versions])


def settle() -> None:
    """Write the tick and the pages with their topics, as if each had been rendered since its last act."""
    now = publication.tick() + 1
    Tick.objects.update_or_create(pk=1, defaults={"value": now, "followed": Act.objects.latest("pk").pk})
    Topic.objects.update(changed=now)
    Page.objects.update(is_stale=True)
    etag = store.etag_of(FILLER)
    rows = Item.objects.exclude(address="").select_related("publisher", "obligation", "obligation__area")
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:PIECE]):
        last = piece[-1].pk
        pages = Page.objects.in_bulk([item.address for item in piece], field_name="path")
        for item in piece:
            page = pages[item.address]
            page.status, page.etag, page.seen = status_of(item), etag, now
            page.is_stale, page.topics = False, sorted(topics(item))
        changed = ["status", "etag", "seen", "is_stale", "topics"]
        Page.objects.bulk_update(pages.values(), changed, batch_size=200)
        named = [(page, name) for page in pages.values() for name in page.topics]
        Topic.objects.bulk_create([Topic(name=name, changed=now) for _, name in named], ignore_conflicts=True)
        Dependency.objects.bulk_create(
            [Dependency(page=page, topic_id=name) for page, name in named], ignore_conflicts=True
        )


def status_of(item: Item) -> int:
    return 200 if item.is_public else 410


def place_pages() -> None:
    """Put the filler in place of every page, for the audit reads them all."""
    packed = store.pack(FILLER)
    for path, status in (
        Page.objects.filter(path__startswith="/items/").values_list("path", "status").iterator()
    ):
        store.put(path, status, packed)

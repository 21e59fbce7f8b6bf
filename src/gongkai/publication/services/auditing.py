"""audit: prove that every public row has its ledger entry, page and index entry, and the reverse.

Everything is read in pieces, so that the size of the house does not matter.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gongkai.ledger.models import Leaf
from gongkai.ledger.rules import digest
from gongkai.publication import store
from gongkai.publication.models import Announcement, Event, Page, PublicRow
from gongkai.publication.rules import STATUSES, path_of
from gongkai.publication.services.pages import UNSEEN, expect_again, tick
from gongkai.search import services as search
from gongkai.search.models import Document

PIECE = 200
LOOKS = 5
LOGGED = ("type", "address", "number", "version", "content", "publisher")


@dataclass(frozen=True)
class Discrepancy:
    """One broken promise; ``repaired`` says whether what was missing could be derived anew."""

    address: str
    fact: str
    repaired: bool = False

    def __str__(self) -> str:
        return f"{self.address}：{self.fact}{'（已修复）' if self.repaired else ''}"


Found = Iterator[Discrepancy]


def public_models() -> list[type[PublicRow]]:
    return [model for model in apps.get_models() if issubclass(model, PublicRow)]


def audit(*, repair: bool = False) -> list[Discrepancy]:
    """Return everything that does not agree between rows, ledger, pages and index.

    With ``repair``, pages are queued and the index is forgotten, to be made anew from the rows. A missing row
    or leaf is named only: it cannot be lost without the others, so a person has to look.
    """
    return [
        *_each_address(),
        *_rows_without_announcement(),
        *_documents_without_announcement(),
        *_ledger_agrees(),
        *_index_agrees(repair=repair),
        *_each_page(repair=repair),
        *_addresses_without_page(repair=repair),
        *_pages_not_renewed(repair=repair),
        *_files_without_page(repair=repair),
    ]


def _index_agrees(*, repair: bool) -> Found:
    """Compare the search index itself with the rows it has followed so far."""
    wrong = search.disagreements()
    if wrong and repair:
        search.rebuild_later()
    for address in wrong:
        yield Discrepancy(address, "检索索引与登记的内容不一致", repair)


def _steady(look: Callable[[], Found]) -> list[Discrepancy]:
    """Look again while something is announced beside: a finding must not be an act half seen."""
    for _ in range(LOOKS):
        before = tick()
        found = list(look())
        if not found or tick() == before:
            break
    return found


def _each_address() -> Found:
    last = ""
    while addresses := list(_addresses_after(last)):
        yield from _steady(partial(_at_addresses, addresses))
        last = addresses[-1]


def _addresses_after(last: str) -> Iterable[str]:
    found = Announcement.objects.filter(address__gt=last).order_by("address")
    return found.values_list("address", flat=True).distinct()[:PIECE]


def _at_addresses(addresses: list[str]) -> Found:
    rows = dict(chain.from_iterable(_rows_at(model, addresses) for model in public_models()))
    documents = Document.objects.filter(address__in=addresses).defer("text").in_bulk(field_name="address")
    for last in Announcement.objects.not_followed().filter(address__in=addresses):
        if not last.is_newest:
            yield Discrepancy(last.address, "最新公开记录没有标为最新")
        yield from _row_agrees(last, rows.get(last.address))
        yield from _document_agrees(last, documents.get(last.address))
    for act in Announcement.objects.filter(address__in=addresses).order_by("seq"):
        if act.address in rows:
            yield from _past_agrees(act, rows[act.address])
    for address, row in rows.items():
        if row.is_public:
            yield from _files_agree(address, row)


def _rows_at(model: type[PublicRow], addresses: list[str]) -> Iterator[tuple[str, PublicRow]]:
    found = model._default_manager.filter(address__in=addresses)
    return ((row.address, row) for row in found.prefetch_related(*model.content_needs))


def _row_agrees(last: Announcement, row: PublicRow | None) -> Found:
    if row is None:
        yield Discrepancy(last.address, "有公开记录而无对应信息")
    elif row.announced != last.seq:
        yield Discrepancy(last.address, f"公开序号 {row.announced} 与最新公开记录 {last.seq} 不一致")
    elif row.is_public == (last.event == Event.WITHDRAWN.value):
        yield Discrepancy(last.address, "公开状态与最新公开记录不一致")
    elif row.is_public and digest(row.content(), last.salt) != last.digest:
        yield Discrepancy(last.address, "内容与公开日志所载摘要值不一致")


def _past_agrees(act: Announcement, row: PublicRow) -> Found:
    """Compare what was announced once with the version that is kept of it: it is still shown to readers."""
    if act.seq == row.announced:
        return
    content = row.content_as(version=act.version, validity=act.validity)
    if content is not None and digest(content, act.salt) != act.digest:
        yield Discrepancy(act.address, f"第{act.version}版的内容与公开日志第{act.seq}号所载摘要值不一致")


def _files_agree(address: str, row: PublicRow) -> Found:
    for sha256, path in row.files():
        try:
            with path.open("rb") as file:
                is_same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            yield Discrepancy(address, f"附件文件 {sha256[:16]}… 缺失")
        else:
            if not is_same:
                yield Discrepancy(address, f"附件文件 {sha256[:16]}… 的内容已被改动")


def _document_agrees(last: Announcement, document: Document | None) -> Found:
    gone = last.event == Event.WITHDRAWN.value
    if document is None:
        yield Discrepancy(last.address, "检索库缺少该条")
    elif document.seq != last.seq or document.is_removed != gone:
        yield Discrepancy(last.address, "检索库与最新公开记录不一致")


def _rows_without_announcement() -> Found:
    for model in public_models():
        claimed = model._default_manager.filter(Q(is_public=True) | ~Q(address=""))
        for row in claimed.exclude(_is_announced()).iterator(chunk_size=PIECE):
            yield Discrepancy(row.address or str(row), "没有公开记录")


def _documents_without_announcement() -> Found:
    unknown = Document.objects.exclude(_is_announced()).values_list("address", flat=True)
    return (Discrepancy(address, "检索库有该条而无公开记录") for address in unknown.iterator())


def _is_announced() -> Exists:
    return Exists(Announcement.objects.filter(address=OuterRef("address")))


def _ledger_agrees() -> Found:
    newest = Announcement.objects.order_by("-seq").values_list("seq", flat=True).first()
    end = max(Leaf.objects.size(), 0 if newest is None else newest + 1)
    for low in range(0, end, PIECE):
        yield from _steady(partial(_between, low, min(low + PIECE, end)))


def _between(low: int, high: int) -> Found:
    announced = Announcement.objects.in_bulk(range(low, high))
    logged = dict(Leaf.objects.between(low, high).values_list("index", "data"))
    for seq in range(low, high):
        act, leaf = announced.get(seq), logged.get(seq)
        if act is None:
            yield Discrepancy(f"#{seq}", "公开日志有该条而无公开记录" if leaf else "公开日志序号不连续")
        elif leaf is None:
            yield Discrepancy(f"#{seq}", "公开日志缺少该条")
        elif _facts_of(act) != [json.loads(leaf)[name] for name in LOGGED]:
            yield Discrepancy(f"#{seq}", "公开记录与公开日志所载不一致")


def _facts_of(act: Announcement) -> list[object]:
    return [act.event, act.address, act.number, act.version, act.digest, act.publisher_key]


def _each_page(*, repair: bool) -> Found:
    last = 0
    while pages := list(Page.objects.filter(pk__gt=last).order_by("pk")[:PIECE]):
        for page in pages:
            if _fault_of(page) and (fault := _fault_held(page.path)):
                yield Discrepancy(page.path, fault, _again(page.path, repair))
        last = pages[-1].pk


def _addresses_without_page(*, repair: bool) -> Found:
    has_page = Exists(Page.objects.filter(path=OuterRef("address")))
    missing = Announcement.objects.latest_per_address().exclude(has_page).values_list("address", flat=True)
    return (Discrepancy(address, "没有成品页", _again(address, repair)) for address in list(missing))


def _fault_of(page: Page) -> str:
    """Return what is wrong with a page, or nothing."""
    if page.seen == UNSEEN:
        return "成品页尚未生成"
    body = store.read(page.path, page.status)
    if body is None:
        return "成品页文件缺失"
    if store.etag_of(body) != page.etag:
        return "成品页文件与登记的校验值不一致"
    return "" if store.has_true_copies(page.path, page.status, body) else "成品页的压缩文件与原文件不一致"


@transaction.atomic
def _fault_held(path: str) -> str:
    """Look again while nobody else can be storing this page."""
    page = Page.objects.select_for_update().filter(path=path).first()
    return _fault_of(page) if page else ""


def _pages_not_renewed(*, repair: bool) -> Found:
    missed = Page.objects.outdated().filter(is_stale=False).values_list("path", flat=True)
    return (Discrepancy(path, "成品页已过期而未更新", _again(path, repair)) for path in list(missed))


def _files_without_page(*, repair: bool) -> Found:
    """Find bytes that no row speaks of: they would be served and never renewed."""
    for status in STATUSES:
        files = _paths_below(Path(settings.PAGES) / str(status))
        while paths := list(islice(files, PIECE)):
            known = Page.objects.filter(path__in=paths, status=status).values_list("path", flat=True)
            for path in sorted(set(paths) - set(known)):
                if _is_alone(path, status):
                    yield Discrepancy(path, "成品页文件没有登记", _again(path, repair))


def _paths_below(folder: Path) -> Iterator[str]:
    """Yield the paths of the plain files, a folder at a time: ``rglob`` would hold all it has seen."""
    for place, _, names in os.walk(folder):
        below = PurePosixPath(place).relative_to(folder)
        plain = (name for name in names if not name.startswith(".") and not name.endswith((".gz", ".br")))
        yield from (path_of(below / name) for name in plain)


@transaction.atomic
def _is_alone(path: str, status: int) -> bool:
    """Look again while nobody else can be storing this page."""
    page = Page.objects.select_for_update().filter(path=path).first()
    return (page is None or page.status != status) and store.read(path, status) is not None


def _again(path: str, repair: bool) -> bool:
    """Queue the page to be rendered anew if asked to; return whether it was."""
    if repair:
        expect_again(path)
    return repair

"""Keep what can be found in step with what is public. Only the waist and the worker call these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db import transaction

from gongkai.orgs.models import insert
from gongkai.search.embedded import reader as reading
from gongkai.search.embedded import writer
from gongkai.search.embedded.schema import Entry, Unusable
from gongkai.search.models import Document


def put(  # noqa: PLR0913 - the facts of one document, all by name
    *,
    address: str,
    seq: int,
    title: str,
    text: str,
    number: str,
    publisher_key: str,
    publisher_name: str,
    area_key: str,
    area_title: str,
    kind: str,
    year: int,
    theme: str,
    genre: str,
    validity: str,
    published_at: datetime,
) -> None:
    """Record, inside the announcing transaction, what ``address`` says since announcement ``seq``.

    ``number`` may hold several numbers (index number, document number), one a line.
    """
    _replace(**locals(), is_removed=False)


class Facts(TypedDict):
    """What ``put`` wants to know of a document, by name."""

    address: str
    seq: int
    title: str
    text: str
    number: str
    publisher_key: str
    publisher_name: str
    area_key: str
    area_title: str
    kind: str
    year: int
    theme: str
    genre: str
    validity: str
    published_at: datetime


def put_all(*, facts: Iterable[Facts]) -> None:
    """Record many documents, as ``put`` does one."""
    stated = [dict(each) for each in facts]
    columns = {name: [each[name] for each in stated] for name in Facts.__annotations__}
    insert(Document, len(stated), replacing="address", is_removed=False, **columns)


def remove(*, address: str, seq: int) -> None:
    """Record that ``address`` was withdrawn by announcement ``seq``: its words are forgotten at once."""
    _replace(address=address, seq=seq, is_removed=True, title="", text="", number="")


def _replace(*, address: str, **facts: object) -> None:
    """Make the row of ``address`` or set ``facts`` of it, in one statement."""
    document = Document(address=address, **facts)
    Document.objects.bulk_create(
        [document], update_conflicts=True, unique_fields=["address"], update_fields=facts.keys()
    )


def rename(*, publisher_key: str, publisher_name: str) -> int:
    """Record another name of an organisation; return how many documents bear it from now on.

    They keep their numbers, by which the index follows, so it is built anew: names change rarely. It is let
    go before the commit, so that a crash loses nothing, and after it, lest it was built from the old rows.
    """
    former = Document.objects.filter(publisher_key=publisher_key).exclude(publisher_name=publisher_name)
    if renamed := former.update(publisher_name=publisher_name):
        rebuild_later()
        transaction.on_commit(rebuild_later)
    return renamed


def index(*, limit: int = 500) -> int:
    """Bring up to ``limit`` changed documents into the index, oldest first; return how many.

    An index that is missing, damaged or ahead of the database (which was restored from a backup) is built
    anew. Returns 0 if nothing changed, or if another process is writing or the index broke this moment.
    """
    position = writer.position(settings.INDEX)
    try:
        if position == writer.NOWHERE or position > Document.objects.newest():
            return rebuild()
        changed = list(Document.objects.after(position)[:limit])
        if changed:
            writer.apply(settings.INDEX, map(change_of, changed), upto=changed[-1].seq)
    except (writer.Busy, Unusable):
        return 0
    return len(changed)


def rebuild() -> int:
    """Build the whole index anew from the rows and return the number of documents. Raises writer.Busy."""
    newest = Document.objects.newest()
    documents = Document.objects.findable().filter(seq__lte=newest)
    writer.rebuild(settings.INDEX, entries(documents.iterator(chunk_size=200)), upto=newest)
    return documents.count()


def rebuild_later() -> None:
    """Let the process that is writing the index build it anew by itself."""
    writer.forget(settings.INDEX)


def entries(documents: Iterator[Document]) -> Iterator[Entry]:
    return (entry_of(document) for document in documents)


def change_of(document: Document) -> writer.Change:
    return writer.Change(document.address, None if document.is_removed else entry_of(document))


def entry_of(document: Document) -> Entry:
    return Entry(
        address=document.address,
        seq=document.seq,
        title=document.title,
        text=document.text,
        number=document.number,
        organisation=document.publisher_key,
        organisation_name=document.publisher_name,
        area=document.area_key,
        area_title=document.area_title,
        kind=document.kind,
        validity=document.validity,
        theme=document.theme,
        genre=document.genre,
        year=document.year,
        published=int(document.published_at.timestamp()) if document.published_at else 0,
    )


def disagreements() -> list[str]:
    """Return the addresses whose state in the index is not that of their row: [] if all agree.

    Changes that the index has yet to follow are not counted.
    """
    position = writer.position(settings.INDEX)
    rows = dict(Document.objects.findable().filter(seq__lte=position).values_list("seq", "address"))
    indexed = reading.all_seqs(settings.INDEX)
    removed = [f"#{seq}" for seq in sorted(indexed - rows.keys()) if seq <= position]
    return [rows[seq] for seq in sorted(rows.keys() - indexed)] + removed

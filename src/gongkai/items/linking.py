"""What an item may be linked to, found by words of its title or by a number. Reads only."""

from collections.abc import Iterator
from itertools import chain

from gongkai.items.models import Item, ItemQuerySet, Stage, Version
from gongkai.search import finding

WORKING = [each.value for each in Stage if each not in {Stage.PUBLIC, Stage.SUPERSEDED}]


def found(text: str, *, among: ItemQuerySet, own: ItemQuerySet, size: int) -> list[tuple[Item, Version]]:
    """Return up to ``size`` public items of ``among`` and as many of ``own`` by what their drafts are called.

    Each comes with the version whose title is shown: the public one, else the newest. What is public is
    found in the search index, however much there is; while there is none, titles are walked through.
    """
    if not text:
        return []
    rows = {each.pk: each for each in chain(*_ways(text, among, own, size))}
    newest = Version.objects.newest().filter(item__in=[pk for pk, each in rows.items() if not each.is_public])
    drafts = {each.item_id: each for each in newest.without_body()}
    shown = ((each, each.current if each.is_public else drafts.get(each.pk)) for each in rows.values())
    return [(each, version) for each, version in shown if version is not None]


def _ways(text: str, among: ItemQuerySet, own: ItemQuerySet, size: int) -> Iterator[list[Item]]:
    index = finding.find(finding.Query(text, size=size))
    if not index.is_ready:
        yield list(among.filter(number__icontains=text)[:size])
        yield list(among.titled(text, own=own)[:size])
        return
    yield list(among.filter(number=text))
    titled = [entry.address for entry in finding.suggest(text, size=size)]
    holding = [] if index.is_nearest else [hit.entry.address for hit in index.hits]
    addresses = list(dict.fromkeys([*titled, *holding]))[:size]
    rows = {each.address: each for each in among.filter(is_public=True, address__in=addresses)}
    yield [rows[address] for address in addresses if address in rows]
    titled_so = Version.objects.newest().filter(title__icontains=text)
    working = titled_so.filter(stage__in=WORKING).values_list("item", flat=True)
    yield list(among.filter(pk__in=own.filter(pk__in=list(working)))[:size])
    hidden = titled_so.filter(item__in=own.filter(is_public=False).order_by().values("pk"))
    yield list(among.filter(pk__in=list(hidden.values_list("item", flat=True)[:size])))

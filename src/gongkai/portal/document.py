"""What the page of one item shows beside its body: header table, links to other items, history."""

from dataclasses import dataclass
from datetime import date

from gongkai.items.models import Change, Item, Relation, RelationKind, Stage, Validity, ValidityState, Version
from gongkai.portal.codes import codes

TONES = {"valid": "ok", "pending": "warn", "amended": "warn", "repealed": "bad", "expired": "bad"}
FORWARD = {
    RelationKind.INTERPRETS: "所解读的文件",
    RelationKind.AMENDS: "所修改的文件",
    RelationKind.REPEALS: "所废止的文件",
    RelationKind.SUCCEEDS: "所替代的文件",
    RelationKind.IMPLEMENTS: "所落实的文件",
    RelationKind.BASED_ON: "制定依据",
}
BACKWARD = {
    RelationKind.INTERPRETS: "政策解读",
    RelationKind.AMENDS: "修改本文的文件",
    RelationKind.REPEALS: "废止本文的文件",
    RelationKind.SUCCEEDS: "替代本文的文件",
    RelationKind.IMPLEMENTS: "落实本文的文件",
    RelationKind.BASED_ON: "以本文为依据的文件",
}


@dataclass(frozen=True)
class Cell:
    """One field of the header table; ``is_wide`` takes the whole row."""

    label: str
    value: str
    href: str = ""
    tone: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Link:
    """Another document: with ``href`` if it stands in the catalogue, otherwise only cited."""

    title: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Links:
    label: str
    links: list[Link]
    is_interpretation: bool


@dataclass(frozen=True)
class Edition:
    """One version that was public.

    Those before a correction are no longer shown: the mistake, perhaps something revealed, may stand in each.
    """

    version: Version
    is_current: bool
    is_readable: bool


def in_effect(item: Item, records: list[Validity]) -> Validity | None:
    """Return the newest record that says what the item is now; ``records`` are newest first."""
    return next((record for record in records if record.state == item.validity), None)


def coming(item: Item, records: list[Validity], *, on: date) -> Validity | None:
    """Return the newest record if it takes effect only after ``on``."""
    newest = records[0] if records else None
    return newest if newest and newest.since > on and newest.state != item.validity else None


def header(item: Item, version: Version) -> list[list[Cell]]:
    """Return the header table, two cells a row: the catalogue header first, then GB/T 33480 and validity."""
    cells = [*catalogue_header(item, version), *document_header(item, version)]
    table: list[list[Cell]] = []
    for cell in cells:
        if cell.is_wide or not table or len(table[-1]) == 2 or table[-1][0].is_wide:
            table.append([cell])
        else:
            table[-1].append(cell)
    return table


def catalogue_header(item: Item, version: Version) -> list[Cell]:
    """Return the catalogue header in the order in which the district publishes it."""
    return [
        Cell("信息索引号", item.number or ""),
        Cell("公开部门", item.publisher.name, item.publisher.get_absolute_url()),
        Cell("公开形式", version.get_disclosure_display()),
        Cell("公开范围", version.audience),
        Cell("公开时限", version.retention),
        Cell("责任科室", version.section),
        Cell("发布时间", iso(item.published_on)),
        Cell("备注/文号", version.doc_number),
        Cell("内容概述", version.abstract, is_wide=True),
    ]


def document_header(item: Item, version: Version) -> list[Cell]:
    """Return what else is known of the document; empty optional fields are left out."""
    obligation = item.obligation
    always = [
        Cell("成文日期", iso(version.made_on)),
        Cell("有效性", item.get_validity_display(), tone=TONES[item.validity]),
    ]
    optional = [
        Cell("发文机关", version.issuer),
        Cell("信息种类", item.get_kind_display(), f"/kinds/{item.kind}/"),
        Cell("主题分类", version.theme, browse("themes", version.theme)),
        Cell("体裁分类", version.genre, browse("genres", version.genre)),
        Cell("施行日期", iso(version.effective_on)),
        Cell("有效期至", iso(version.expires_on)),
        Cell("主题词", version.keywords),
        Cell("签发人", version.signatory),
        Cell(
            "公开领域",
            obligation.area.title if obligation else "",
            obligation.area.get_absolute_url() if obligation else "",
        ),
        Cell(
            "公开事项",
            obligation.title if obligation else "",
            f"/catalogue/obligations/{obligation.key}/" if obligation else "",
        ),
        Cell("主送机关", version.addressees, is_wide=True),
    ]
    return always + [cell for cell in optional if cell.value]


def browse(group: str, title: str) -> str:
    """Return the address of the list page of a theme or genre, or nothing for a word of its own."""
    return next((f"/{group}/{code.serial}/" for code in codes(group) if code.title == title), "")


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def linked(forward: list[Relation], backward: list[Relation]) -> list[Links]:
    """Return the documents an item points to and those that point to it, grouped, interpretations first."""
    found: dict[tuple[bool, str], list[Link]] = {}
    for relation in forward:
        if (link := target_of(relation)) is not None:
            found.setdefault((False, relation.kind), []).append(link)
    for relation in backward:
        found.setdefault((True, relation.kind), []).append(link_to(relation.source))
    groups = [
        Links((BACKWARD if back else FORWARD)[RelationKind(kind)], links, kind == RelationKind.INTERPRETS)
        for (back, kind), links in found.items()
    ]
    return sorted(groups, key=lambda group: not group.is_interpretation)


def target_of(relation: Relation) -> Link | None:
    """Return where a relation points: a public item, else the words of the citation, else nothing."""
    if relation.target is not None and relation.target.is_public:
        return link_to(relation.target)
    if relation.cited_title or relation.cited_number:
        number = f"（{relation.cited_number}）" if relation.cited_title and relation.cited_number else ""
        return Link(f"{relation.cited_title or relation.cited_number}{number}")
    return None


def link_to(item: Item) -> Link:
    title = item.current.title if item.current else str(item)
    mark = "" if item.validity == ValidityState.VALID.value else f"，{item.get_validity_display()}"
    return Link(title, item.get_absolute_url(), f"{iso(item.published_on)}{mark}")


def editions(item: Item) -> list[Edition]:
    """Return the versions that were ever public, newest first."""
    if item.current is not None and item.current.serial == 1:
        return [Edition(item.current, is_current=True, is_readable=True)]
    stages = [Stage.PUBLIC.value, Stage.SUPERSEDED.value]
    versions = list(item.versions.filter(stage__in=stages).defer("body").order_by("-serial"))
    mended = max((each.serial for each in versions if each.change == Change.CORRECT.value), default=0)
    return [
        Edition(version, version.pk == item.current_id, is_readable=version.serial >= mended)
        for version in versions
    ]

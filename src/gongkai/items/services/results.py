"""The result of a review as a draft to be published: four lists (继续有效、修改、废止、失效目录)."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from django.utils.timezone import localdate

from gongkai.items.models import Kind, ReviewEntry, ReviewRound, Verdict, Version
from gongkai.items.services.drafting import draft
from gongkai.orgs.models import Organisation, Person, Post, Role

Groups = Sequence[tuple[Verdict, list[ReviewEntry]]]
HEADINGS = {
    Verdict.KEEP: "继续有效的文件目录",
    Verdict.AMEND: "予以修改的文件目录",
    Verdict.REPEAL: "废止的文件目录",
    Verdict.EXPIRE: "宣布失效的文件目录",
}
COLUMNS = ("序号", "文件名称", "文号", "公布日期", "责任单位")


def draft_result(review: ReviewRound, groups: Groups, *, by: Person, at: datetime) -> Version:
    """Begin the notice by which the openness office's organisation publishes the result."""
    office = _office(by, at)
    counts = "，".join(f"{verdict.label}{len(entries)}件" for verdict, entries in groups)
    fields = {
        "title": f"{review.title}结果",
        "issuer": office.name,
        "abstract": f"截至{review.cutoff_on}的文件清理结果：{counts}。",
        "made_on": localdate(at),
        "disclosure": "proactive",
        "body": body_of(groups),
    }
    return draft(kind=Kind.NOTICE.value, publisher=office, fields=fields, by=by, at=at)


def _office(by: Person, at: datetime) -> Organisation:
    posts = Post.objects.of(by, on=localdate(at)).filter(role=Role.OPENNESS.value)
    return posts.select_related("organisation").order_by("pk")[0].organisation


def body_of(groups: Groups) -> str:
    """Return the lists as HTML; an empty list is left out."""
    return "".join(f"<h2>{HEADINGS[verdict]}</h2>{_table(entries)}" for verdict, entries in groups if entries)


def _table(entries: Sequence[ReviewEntry]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in COLUMNS)
    rows = "".join(_row(number, each) for number, each in enumerate(entries, start=1))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(number: int, entry: ReviewEntry) -> str:
    item, version = entry.item, entry.item.current
    title = escape(version.title if version else str(item))
    cells = (
        str(number),
        f'<a href="{escape(item.address)}">{title}</a>',
        escape(version.doc_number if version else ""),
        item.published_on.isoformat() if item.published_on else "",
        escape(entry.organisation.short_name),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

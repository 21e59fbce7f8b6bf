"""How an item's header reads, in the order of the mission document's catalogue header."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.items.models import Disclosure, ValidityState, Version

ROWS = (
    ("number_wanted", "信息索引号"),
    ("publisher", "公开部门"),
    ("disclosure", "公开形式"),
    ("audience", "公开范围"),
    ("retention", "公开时限"),
    ("section", "责任科室"),
    ("published_on", "发布时间"),
    ("doc_number", "备注/文号"),
    ("abstract", "内容概述"),
    ("title", "名称"),
    ("issuer", "发文机关"),
    ("addressees", "主送机关"),
    ("made_on", "成文日期"),
    ("effective_on", "施行日期"),
    ("expires_on", "有效期至"),
    ("validity", "有效性"),
    ("theme", "主题分类"),
    ("genre", "体裁分类"),
    ("keywords", "主题词"),
    ("signatory", "签发人"),
    ("obligation", "公开事项"),
)


def header_rows(version: Version, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and text of each header field from values typed or stored."""
    item = version.item
    known = {
        **values,
        "number_wanted": item.number or values.get("number_wanted") or "（公开时编号）",
        "publisher": item.publisher.short_name,
        "disclosure": dict(Disclosure.choices).get(values.get("disclosure") or "", ""),
        "published_on": item.published_on or values.get("published_on") or "（公开之日）",
        "validity": ValidityState(item.validity).label,
        "obligation": str(values.get("obligation") or ""),
    }
    return [(label, _text(known.get(name))) for name, label in ROWS]


def saved_header(version: Version) -> list[tuple[str, str]]:
    """Return the header as it is saved."""
    values = {name: getattr(version, name, None) for name, _ in ROWS}
    return header_rows(version, values | {"obligation": version.obligation or version.item.obligation})


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")


def label(field: str) -> str:
    """Return what a header field is called in Chinese."""
    extra = {"number": "信息索引号", "publisher": "公开部门", "validity": "有效性", "kind": "种类"}
    if field in extra:
        return extra[field]
    found = next((each for each in Version._meta.get_fields() if each.name == field), None)
    return str(getattr(found, "verbose_name", field))

"""Builders for search: documents put as the waist puts them, and an index that follows them."""

from datetime import datetime
from itertools import count
from typing import Any

from django.conf import settings

from gongkai.search import finding, services
from tests import make

number = count(1)


def put(title: str = "关于某事的通知", text: str = "正文。", **fields: Any) -> str:
    """Make a document findable (once the index has followed) and return its address."""
    seq = fields.pop("seq", next(number))
    values: dict[str, Any] = {
        "address": f"/items/{seq}/",
        "seq": seq,
        "title": title,
        "text": text,
        "number": f"330103--2017--{seq:04}",
        "publisher_key": "finance",
        "publisher_name": "下城区财政局",
        "area_key": "budget",
        "area_title": "财政预决算",
        "kind": "document",
        "year": 2017,
        "theme": "",
        "genre": "",
        "validity": "valid",
        "published_at": make.moment(2017, 7, 3),
        **fields,
    }
    services.put(**values)
    return str(values["address"])


def on(year: int) -> dict[str, Any]:
    return {"year": year, "published_at": datetime(year, 3, 1, tzinfo=make.SHANGHAI)}


def found(text: str = "", **asked: Any) -> list[str]:
    """Bring the index up to date and return the addresses that ``text`` finds, best first."""
    services.index()
    results = finding.find(finding.Query(text, **{"size": 1000, **asked}), home=settings.INDEX)
    assert results.total == len(results.hits)
    return [hit.entry.address for hit in results.hits]

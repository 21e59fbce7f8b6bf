"""A paper as JSON for the process apart, and back; and a paper with each of its texts changed. Pure."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from gongkai.ui.paper.blocks import Fields, Heading, Numbered, Paper, Paragraph, QrCode, Table
from gongkai.ui.paper.grid import Cell

KINDS = {kind.__name__: kind for kind in (Paper, Paragraph, Heading, Fields, Table, Cell, Numbered, QrCode)}
T = TypeVar("T")


def told(paper: Paper) -> bytes:
    """Return the paper as JSON in UTF-8; also what is no character goes through as it is."""
    return json.dumps(_flat(paper), ensure_ascii=False).encode(errors="surrogatepass")


def heard(data: bytes) -> Paper:
    """Return the paper that was told."""
    paper = _whole(json.loads(data.decode(errors="surrogatepass")))
    if not isinstance(paper, Paper):
        raise ValueError("no paper was told")
    return paper


def changed(thing: T, change: Callable[[str], str]) -> T:
    """Return the same with ``change`` made to every text in it."""
    result: Any = thing
    if isinstance(thing, str):
        result = change(thing)
    elif isinstance(thing, tuple):
        result = tuple(changed(each, change) for each in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        result = replace(thing, **{f.name: changed(getattr(thing, f.name), change) for f in fields(thing)})
    whole: T = result
    return whole


def _flat(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_flat(each) for each in value]
    if isinstance(value, date):
        return {"kind": "date", "value": value.isoformat()[:10]}
    if is_dataclass(value):
        return {"kind": type(value).__name__} | {f.name: _flat(getattr(value, f.name)) for f in fields(value)}
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_whole, value))
    if not isinstance(value, dict):
        return value
    parts = {name: _whole(part) for name, part in value.items()}
    kind = parts.pop("kind")
    return date.fromisoformat(parts["value"]) if kind == "date" else KINDS[kind](**parts)

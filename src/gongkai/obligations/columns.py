"""Which columns may appear in which list (``catalogue/columns.yaml``), read and checked. Pure."""

import re
from collections.abc import Collection

from gongkai.law.masking.columns import Column, Columns, Listing
from gongkai.obligations.node import Node, Wrong

TOP = ("columns", "of_people", "sensitive", "together", "lists")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_columns(node: Node, *, obligations: Collection[str] | None = None) -> Columns:
    """Return what the file declares; raises Wrong with the line for what is not understood.

    ``obligations`` are those there are; None if that has been checked before.
    """
    top = node.mapping(known=TOP, needed=TOP)
    kinds = tuple(_column(each) for each in top["columns"].items())
    keys = [each.key for each in kinds]
    _once(top["columns"], keys)
    lists = tuple(_listing(each, keys, obligations) for each in top["lists"].items())
    _once(top["lists"], [each.key for each in lists])
    _once_each(top["lists"], lists)
    return Columns(
        kinds,
        top["of_people"].choices(keys),
        top["sensitive"].choices(keys),
        tuple(each.choices(keys) for each in top["together"].items()),
        lists,
    )


def _column(node: Node) -> Column:
    entry = node.mapping(known=("key", "title", "words", "except"), needed=("key", "title", "words"))
    but = entry["except"].texts() if "except" in entry else ()
    return Column(_key(entry["key"]), entry["title"].text(), entry["words"].texts(), but)


def _listing(node: Node, keys: Collection[str], obligations: Collection[str] | None) -> Listing:
    words = ("key", "title", "obligations", "allowed", "forbidden")
    entry = node.mapping(known=words, needed=words)
    for each in entry["obligations"].items():
        if obligations is not None and each.text() not in obligations:
            raise Wrong(each.line, f"没有代号为“{each.value}”的公开事项")
    return Listing(
        _key(entry["key"]),
        entry["title"].text(),
        entry["obligations"].texts(),
        entry["allowed"].texts(),
        entry["forbidden"].choices(keys),
    )


def _key(node: Node) -> str:
    value = node.text(40)
    if not KEY.fullmatch(value):
        raise Wrong(node.line, f"代号“{value}”只能由小写字母、数字和连字符组成")
    return value


def _once(node: Node, keys: list[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise Wrong(node.items()[place].line, f"代号“{key}”重复了")


def _once_each(node: Node, lists: tuple[Listing, ...]) -> None:
    """An obligation has one list: two could say different things of one table."""
    seen: set[str] = set()
    for place, each in enumerate(lists):
        if twice := seen & set(each.obligations):
            raise Wrong(node.items()[place].line, f"公开事项“{min(twice)}”已经属于另一种名单")
        seen |= set(each.obligations)

"""A declaration as the form of the desk shows it, and back; what the form does not know is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.registers.fields import TYPES

Said = dict[str, Any]
CHARTED = {"": "不用", "by": "横轴", "split": "分组", "of": "求和"}
MARKS = ("identity", "columns", "facets", "search")
"""The lists of fields that a row of the form ticks: each is a word of the declaration."""

OPTIONS = ("choices", "many", "unit", "decimals", "negative", "least", "most", "form", "register")
"""The options of types that a row of the form asks for."""

CALLED = {
    "code": "number",
    "text": "name",
    "date": "day",
    "money": "amount",
    "choice": "kind",
    "percent": "share",
    "region": "street",
    "link": "entry",
    "uri": "page",
}
"""What a field of a type is called in addresses and programs where nobody gave it a name."""

SHOWN = frozenset(("label", "type", "required", "hint", "until", *OPTIONS))
"""The words of a field that the form shows; others are kept as they were."""


@dataclass(frozen=True)
class Draft:
    """What is typed into the form: the head, a row for each field, the chart."""

    head: Said = field(default_factory=dict)
    rows: tuple[Said, ...] = ()


def shown(said: Said) -> Draft:
    """Return what the form shows of a declaration."""
    duties = said.get("obligation", "")
    head = {
        "register": said.get("register", ""),
        "title": said.get("title", ""),
        "description": said.get("description", ""),
        "obligation": duties if isinstance(duties, str) else duties[0],
    }
    chart = _only_chart(said)
    head |= {"chart": chart.get("form", ""), "chart_title": chart.get("title", "")}
    return Draft(head, tuple(_row(said, key, chart) for key in said.get("fields", {})))


def keeps_charts(said: Said) -> bool:
    """Return whether there are charts that the form cannot say: several, or one of several levels."""
    charts = said.get("charts", [])
    plain = all(isinstance(chart.get(word, ""), str) for chart in charts for word in ("by", "of"))
    return len(charts) > 1 or not plain


def _only_chart(said: Said) -> Said:
    return {} if keeps_charts(said) or not said.get("charts") else dict(said["charts"][0])


def _row(said: Said, key: str, chart: Said) -> Said:
    own = said["fields"][key]
    masks = [mask["as"] for mask in said.get("masks", []) if mask["field"] == key]
    uses = [use for use in ("by", "split", "of") if chart.get(use) == key]
    return {
        **{word: own.get(word, "") for word in ("label", "type", "hint", "until", *OPTIONS)},
        "key": key,
        "required": own.get("required", False),
        "choices": "\n".join(map(str, own.get("choices", []))),
        "mask": masks[0] if masks else "",
        "charted": uses[0] if uses else "",
        **{word: key in said.get(word, []) for word in MARKS},
    }


def drafted(draft: Draft, base: Mapping[str, Any], keys: Mapping[str, str]) -> Said:
    """Return the declaration that a form says, on top of what ``base`` said.

    ``keys`` are the keys that labels have in other registers: a field that has none yet takes that, else what
    fields of its type are called.
    """
    rows = _keyed(draft.rows, keys)
    said = dict(base)
    said |= {word: draft.head[word] for word in ("register", "title", "description")}
    said["obligation"] = _duties(draft.head["obligation"], base.get("obligation"))
    said["fields"] = {row["key"]: _field(row, base.get("fields", {}).get(row["key"], {})) for row in rows}
    for word in MARKS:
        said[word] = _ticked(rows, word, base.get(word, []))
    _rest(said, rows)
    _masked(said, rows)
    _charted(said, draft.head, rows)
    return {word: value for word, value in said.items() if value not in ([], "")}


def _keyed(rows: Iterable[Said], keys: Mapping[str, str]) -> list[Said]:
    """Return the rows, each with a key of its own."""
    found: list[Said] = []
    taken = {row["key"] for row in rows if row["key"]}
    for row in rows:
        wished = row["key"] or keys.get(row["label"]) or CALLED.get(row["type"], row["type"])
        key, again = wished, 2
        while not row["key"] and key in taken:
            key, again = f"{wished}_{again}", again + 1
        taken.add(key)
        found.append({**row, "key": key})
    return found


def _duties(main: str, before: Any) -> Any:
    """Return the main duty with those further ones that the form does not show."""
    further = [each for each in before[1:] if each != main] if isinstance(before, list) else []
    return [main, *further] if further else main


def _field(row: Said, before: Said) -> Said:
    """Return one field: its options are those that its type knows."""
    kind = TYPES.get(row["type"])
    options = [option for option in OPTIONS if kind and option in kind.options]
    own = {word: value for word, value in before.items() if word not in SHOWN}
    said = {"label": row["label"], "type": row["type"], "required": row["required"] or row["identity"]}
    said |= own | {word: _plain(row[word]) for word in ("hint", "until", *options) if word != "choices"}
    if "choices" in options:
        said["choices"] = parted(row["choices"])
    return {word: value for word, value in said.items() if value not in (None, "", False)}


def _plain(value: Any) -> Any:
    """Return what was typed as YAML means it: whole numbers and days are such."""
    if not isinstance(value, str):
        return value
    if value.isascii() and value.isdigit() and str(int(value)) == value:
        return int(value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def parted(text: str) -> list[str]:
    """Return what stands on lines of its own, or on one line between stops."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return lines
    for stop in "；;、，,":
        if stop in text:
            return [each.strip() for each in text.split(stop) if each.strip()]
    return lines


def _ticked(rows: list[Said], word: str, before: list[str]) -> list[str]:
    """Return the fields that are ticked, in the order in which they stood before, new ones behind."""
    ticked = [row["key"] for row in rows if row[word]]
    return [key for key in before if key in ticked] + [key for key in ticked if key not in before]


def _rest(said: Said, rows: list[Said]) -> None:
    """Fill in what the form does not ask: what an entry is called, in which order, which columns at least."""
    known = [row["key"] for row in rows]
    first = next((row["key"] for row in rows if row["type"] == "text"), None)
    headline = [key for key in said.get("headline", []) if key in known]
    said["headline"] = headline or ([first] if first else said["identity"][:1]) or known[:1]
    said["columns"] = said["columns"] or known[:6]
    if str(said.get("sort", "")).removeprefix("-") not in known:
        day = next((row["key"] for row in rows if row["type"] in ("date", "month", "year")), None)
        said["sort"] = f"-{day}" if day else (said["identity"] or known or [""])[0]


def _masked(said: Said, rows: list[Said]) -> None:
    """Say how personal fields are hidden; a mask that says more than the form shows stays what it is."""
    before = {mask["field"]: mask for mask in said.get("masks", [])}
    said["masks"] = [
        {**before.get(row["key"], {"field": row["key"]}), "as": row["mask"]} for row in rows if row["mask"]
    ]


def _charted(said: Said, head: Said, rows: list[Said]) -> None:
    """Say the one chart; what there was before that the form cannot say is left alone."""
    if keeps_charts(said):
        return
    used = {use: next((row for row in rows if row["charted"] == use), None) for use in ("by", "split", "of")}
    used["by"] = used["by"] or next((row for row in rows if row["facets"] and not row["many"]), None)
    if not head["chart"] or used["by"] is None:
        said["charts"] = []
        return
    chart = _only_chart(said)
    by = used["by"]
    chart |= {"key": chart.get("key", "overview"), "title": head["chart_title"] or f"按{by['label']}统计"}
    chart |= {"form": head["chart"], "by": by["key"]}
    chart.pop("split", None)
    if used["split"] is not None:
        chart["split"] = used["split"]["key"]
    _measured(chart, used["of"])
    if by["type"] != "date":
        chart.pop("step", None)
    elif "step" not in chart:
        chart["step"] = "month"
    said["charts"] = [chart]


def _measured(chart: Said, of: Said | None) -> None:
    """Say what is counted: the sum of a field, or entries."""
    if of is None:
        chart.pop("of", None)
        chart.pop("measure", None)
    elif chart.get("of") != of["key"]:
        chart |= {"measure": "sum", "of": of["key"]}


def places(draft: Draft, text: str) -> dict[int, int]:
    """Return by each line of the text on which a field stands the place of its row."""
    lines = text.splitlines()
    start = next((place for place, line in enumerate(lines) if line == "fields:"), len(lines))
    return {start + 2 + place: place for place in range(len(draft.rows))}

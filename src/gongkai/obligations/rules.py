"""What a catalogue file declares, checked word by word, and how two catalogues differ. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from gongkai.law.cadence import Cadence
from gongkai.law.limits import Limits
from gongkai.obligations.codes import Codes, DeclaredArea, parse_area, parse_key
from gongkai.obligations.limits import Limit, limit_from_json, limit_to_json, parse_limit
from gongkai.obligations.node import BadCatalogue, Node, Problem, Wrong
from gongkai.obligations.sentences import describe

GROUPS = ("all-departments", "all-streets")
SOME = "特定群体"
INHERITED = (
    "level1", "basis", "publishers", "channels", "audience", "manner", "levels", "stage", "statutory_items",
    "systems", "competence",
)  # fmt: skip
OWN = (
    "key", "level2", "level3", "elements", "optional_elements", "limit", "normative",
    "valid_from", "valid_to",
)  # fmt: skip
NEEDED = (
    "key", "level1", "level2", "elements", "basis", "limit", "publishers", "channels", "audience", "manner",
    "levels", "stage", "statutory_items",
)  # fmt: skip
COLUMNS = {  # what is compared and shown when a row changes, in the order of the national table
    "area": "领域",
    "level1": "一级事项",
    "level2": "二级事项",
    "level3": "三级事项",
    "elements": "公开内容（要素）",
    "basis": "公开依据",
    "limit_text": "公开时限",
    "limit": "时限规则",
    "publishers": "公开主体",
    "channels": "公开渠道和载体",
    "audience": "公开对象",
    "manner": "公开方式",
    "levels": "公开层级",
    "stage": "五公开",
    "statutory_items": "法定主动公开内容",
    "systems": "工作要点",
    "competence": "权限说明",
    "is_normative": "规范性文件",
    "valid_from": "施行日期",
    "valid_to": "失效日期",
}


@dataclass(frozen=True)
class Element:
    text: str
    required: bool = True


@dataclass(frozen=True)
class Citation:
    """What the obligation rests on; not ``certain`` where the official text was not at hand."""

    text: str
    certain: bool = True


@dataclass(frozen=True)
class Declared:
    """One row of the catalogue, as declared."""

    key: str
    area: str
    level1: str
    level2: str
    elements: tuple[Element, ...]
    basis: tuple[Citation, ...]
    limit: Limit
    publishers: tuple[str, ...]
    channels: tuple[str, ...]
    audience: str
    manner: str
    levels: tuple[str, ...]
    stage: str
    statutory_items: tuple[str, ...]
    level3: str = ""
    systems: tuple[str, ...] = ()
    competence: str = ""
    is_normative: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = field(default="", compare=False)
    order: int = field(default=100000, compare=False)

    def columns(self) -> dict[str, Any]:
        """Return the row as JSON values, one for each of ``COLUMNS``."""
        values: dict[str, Any] = {name: getattr(self, name) for name in COLUMNS if name != "limit_text"}
        for name in ("publishers", "channels", "levels", "statutory_items", "systems"):
            values[name] = list(values[name])
        for name in ("valid_from", "valid_to"):
            values[name] = values[name].isoformat() if values[name] else None
        values["elements"] = [{"text": each.text, "required": each.required} for each in self.elements]
        values["basis"] = [{"text": each.text, "certain": each.certain} for each in self.basis]
        return values | {"limit_text": self.limit.text, "limit": limit_to_json(self.limit)}

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the columns: equal exactly where two rows say the same."""
        text = json.dumps(self.columns(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def title(self) -> str:
        return "—".join(filter(None, [self.level2, self.level3]))


def from_columns(key: str, values: Mapping[str, Any]) -> Declared:
    """Return the row that ``Declared.columns`` wrote."""
    rest = dict(values)
    for name in ("publishers", "channels", "levels", "statutory_items", "systems"):
        rest[name] = tuple(rest[name])
    for name in ("valid_from", "valid_to"):
        rest[name] = date.fromisoformat(rest[name]) if rest[name] else None
    rest["elements"] = tuple(Element(**each) for each in rest["elements"])
    rest["basis"] = tuple(Citation(**each) for each in rest["basis"])
    rest["limit"] = limit_from_json(rest.pop("limit_text"), rest["limit"])
    return Declared(key=key, **rest)


@dataclass(frozen=True)
class Catalogue:
    """What one file declares: its area (a new one where it brings a title) and its rows."""

    area: str
    new_area: DeclaredArea | None
    rows: tuple[Declared, ...]


@dataclass(frozen=True)
class Known:
    """What a file may refer to. ``organisations`` None: none are known yet, so none is checked."""

    codes: Codes
    areas: frozenset[str]
    organisations: frozenset[str] | None = None
    laws: Limits = Limits(())


def parse_file(node: Node, *, source: str, known: Known) -> Catalogue:
    """Return what a file declares. Raises BadCatalogue with every problem of the file, each with its line."""
    problems: list[Problem] = []
    try:
        words = ("area", "defaults", "obligations")
        entries = node.mapping(known=words, needed=("area", "obligations"))
        area, new_area = _area(entries["area"], known)
        defaults = entries["defaults"].mapping(known=INHERITED) if "defaults" in entries else {}
        each_of = entries["obligations"].items()
    except Wrong as wrong:
        raise BadCatalogue([Problem(source, wrong.line, wrong.message)]) from None
    rows: list[Declared] = []
    for place, each in enumerate(each_of, 1):
        try:
            above = rows[-1].limit if rows else None
            row = parse_row(each, area=area, known=known, defaults=defaults, above=above)
            if any(row.key == other.key for other in rows):
                raise Wrong(each.line, f"代号“{row.key}”重复了")
            rows.append(replace(row, source=f"{source}:{each.line}", order=place * 10))
        except Wrong as wrong:
            problems.append(Problem(source, wrong.line, wrong.message))
    if problems:
        raise BadCatalogue(problems)
    return Catalogue(area, new_area, tuple(rows))


def _area(node: Node, known: Known) -> tuple[str, DeclaredArea | None]:
    if isinstance(node.value, dict):
        area = parse_area(node, known.codes)
        if area.key in known.areas:
            raise Wrong(node.line, f"领域“{area.key}”已有，只写代号即可")
        return area.key, area
    return node.choice(sorted(known.areas)), None


def parse_row(
    node: Node,
    *,
    area: str,
    known: Known,
    defaults: Mapping[str, Node] | None = None,
    above: Limit | None = None,
) -> Declared:
    """Return the obligation one node declares; ``above`` is the limit that 同上 repeats. Raises Wrong."""
    own = node.mapping(known=(*OWN, *INHERITED))
    entries = {**(defaults or {}), **own}
    if missing := [word for word in NEEDED if word not in entries]:
        raise Wrong(node.line, f"缺少：{'、'.join(missing)}")
    codes = known.codes
    optional = _optional(entries)
    row = Declared(
        key=parse_key(entries["key"]),
        area=area,
        level1=entries["level1"].text(60),
        level2=entries["level2"].text(80),
        elements=_elements(entries),
        basis=tuple(_citation(each) for each in entries["basis"].items()),
        limit=parse_limit(entries["limit"], codes, known.laws, above=above),
        publishers=_publishers(entries["publishers"], known),
        channels=entries["channels"].choices(codes.channels),
        audience=_audience(entries["audience"], codes),
        manner=entries["manner"].choice(codes.titles("manners")),
        levels=entries["levels"].choices(codes.titles("levels")),
        stage=entries["stage"].choice(codes.titles("stages")),
        statutory_items=entries["statutory_items"].choices(codes.keys("statutory_items")),
        level3=optional("level3", lambda each: each.text(80), ""),
        systems=optional("systems", lambda each: each.choices(codes.keys("systems")), ()),
        competence=optional("competence", lambda each: each.text(300), ""),
        is_normative=optional("normative", Node.flag, False),
        valid_from=optional("valid_from", Node.day, None),
        valid_to=optional("valid_to", Node.day, None),
    )
    _check(row, entries, node.line)
    return row


def _optional(entries: Mapping[str, Node]) -> Callable[[str, Callable[[Node], Any], Any], Any]:
    return lambda word, read, default: read(entries[word]) if word in entries else default


def _elements(entries: Mapping[str, Node]) -> tuple[Element, ...]:
    required = tuple(Element(text) for text in entries["elements"].texts())
    if "optional_elements" not in entries:
        return required
    return required + tuple(Element(text, required=False) for text in entries["optional_elements"].texts())


def _citation(node: Node) -> Citation:
    if not isinstance(node.value, dict):
        return Citation(node.text())
    entries = node.mapping(known=("text", "certain"), needed=("text",))
    return Citation(entries["text"].text(), entries["certain"].flag() if "certain" in entries else True)


def _publishers(node: Node, known: Known) -> tuple[str, ...]:
    if known.organisations is not None:
        for each in node.items():
            if each.text() not in known.organisations and each.text() not in GROUPS:
                raise Wrong(each.line, f"没有代号为“{each.text()}”的机构")
    return node.texts(60)


def _audience(node: Node, codes: Codes) -> str:
    try:
        return audience_of(node.text(60), codes)
    except ValueError as error:
        raise Wrong(node.line, str(error)) from None


def audience_of(value: str, codes: Codes) -> str:
    """Return the audience (公开对象); 特定群体 must say which, in brackets. Raises ValueError."""
    named = value.startswith(f"{SOME}（") and value.endswith("）") and len(value) > len(SOME) + 2
    if named or (value in codes.titles("audiences") and value != SOME):
        return value
    raise ValueError(f"公开对象应是“全社会”或“特定群体（写明哪些人）”，而不是“{value}”")


def _check(row: Declared, entries: Mapping[str, Node], line: int) -> None:
    for word in ("elements", "publishers", "channels", "levels", "basis"):
        if not entries[word].items():
            raise Wrong(entries[word].line, f"{word} 至少要有一项")
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise Wrong(line, "失效日期早于施行日期")


@dataclass(frozen=True)
class Stored:
    """A row as the database has it: what it says, what the folder last said of it, whether it is retired."""

    row: Declared
    file_digest: str
    is_retired: bool


@dataclass(frozen=True)
class Change:
    """One changed row: for each changed column its label, the value before and the value after."""

    row: Declared
    columns: tuple[tuple[str, Any, Any], ...]
    is_restored: bool = False

    @property
    def shown(self) -> list[tuple[str, list[str], list[str]]]:
        """Return the changed columns to be read: label, lines before, lines after."""
        return [(label, readable(before), readable(after)) for label, before, after in self.columns]


@dataclass(frozen=True)
class Difference:
    """What applying declared rows would do."""

    added: tuple[Declared, ...] = ()
    changed: tuple[Change, ...] = ()
    retired: tuple[Declared, ...] = ()
    unchanged: int = 0
    areas: tuple[DeclaredArea, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired or self.areas)

    @property
    def token(self) -> str:
        """Return a name of exactly this difference: what was looked at is what will be applied."""
        rows = [(row.key, row.digest) for row in (*self.added, *(each.row for each in self.changed))]
        columns = [[each.columns, each.is_restored] for each in self.changed]
        gone = [row.key for row in self.retired]
        text = json.dumps([rows, columns, gone, [area.key for area in self.areas]], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def compare(
    stored: Mapping[str, Stored],
    declared: Collection[Declared],
    *,
    whole: bool,
    areas: tuple[DeclaredArea, ...] = (),
) -> Difference:
    """Return what applying ``declared`` would change.

    ``whole``: ``declared`` is all that the folder says. Then a row changed at the desk stays as it is
    until the folder itself says something new about it, and a row that came from the folder and is no
    longer in it is retired. Otherwise (an upload at the desk) what is declared wins and nothing is retired.
    """
    added, changed, same = [], [], 0
    for row in declared:
        old = stored.get(row.key)
        if old is None:
            added.append(row)
        elif (whole and old.file_digest == row.digest) or (old.row == row and not old.is_retired):
            same += 1
        else:
            changed.append(Change(row, _changed_columns(old.row, row), old.is_retired))
    keys = {row.key for row in declared}
    gone = [old.row for key, old in stored.items() if whole and _is_gone(key, old, keys)]
    return Difference(tuple(added), tuple(changed), tuple(gone), same, areas)


def _is_gone(key: str, old: Stored, keys: Collection[str]) -> bool:
    return key not in keys and old.file_digest != "" and not old.is_retired


def _changed_columns(before: Declared, after: Declared) -> tuple[tuple[str, Any, Any], ...]:
    old, new = before.columns(), after.columns()
    return tuple((label, old[name], new[name]) for name, label in COLUMNS.items() if old[name] != new[name])


def is_met(cadence: str, last_on: date | None, today: date) -> bool | None:
    """Return whether the last publication is recent enough; None where there is none to judge.

    With a cadence: it fell into the period that contains ``today`` or into the one before, whose due
    date has passed. Without one, whether an event's limit was kept is for its clock to say.
    """
    if last_on is None:
        return None
    if not cadence:
        return True
    rhythm = Cadence(cadence)
    current_start = rhythm.period(today)[0]
    return last_on >= rhythm.period(current_start - timedelta(days=1))[0]


def readable(value: Any) -> list[str]:
    """Return a column's JSON value as lines: limits as sentences, uncertain and optional parts marked."""
    match value:
        case None | "" | []:
            return ["—"]
        case bool():
            return ["是" if value else "否"]
        case {"forms": _}:
            limit = limit_from_json("", value)
            marks = [] if limit.certain else ["（待核实）"]
            return [*(describe(form) for form in limit.forms), *filter(None, [limit.retention]), *marks]
        case list():
            return [_readable_part(part) for part in value]
        case _:
            return [str(value)]


def _readable_part(part: Any) -> str:
    if not isinstance(part, dict):
        return str(part)
    optional = "（可选）" if part.get("required") is False else ""
    uncertain = "（待核实）" if part.get("certain") is False else ""
    return f"{part['text']}{optional}{uncertain}"

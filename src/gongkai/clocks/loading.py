"""Read holiday notices and statutory limits from the catalogue; errors name file and line."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from django.conf import settings

from gongkai.law.limits import BadLimit, Limit, Limits, limit_from, limits_from
from gongkai.law.workdays import BadNotice, Calendar, Notice, marks_of, notice_from
from gongkai.ui import notation

NOTICE_FIELDS = {"title", "number", "issued_on", "certain", "days"}
Made = TypeVar("Made")
Stamped = tuple[tuple[Path, int, int], ...]


class BadCatalogue(ValueError):
    """A file of the catalogue that cannot be read; the sentence begins with file and line."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(f"{path.name} 第{line}行：{sentence}")


class Row(dict[str, object]):
    """One mapping of a YAML file, which remembers the line on which it begins."""

    line = 1


class RowLoader(notation.Loader):  # type: ignore[misc]
    """The safe loader, with lines, refusing a name written twice in one mapping."""

    def row(self, node: yaml.MappingNode) -> Row:
        names = [name.value for name, _ in node.value]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            problem = f"字段重复：{'、'.join(repeated)}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        row = Row({str(key): value for key, value in self.construct_mapping(node, deep=True).items()})
        row.line = node.start_mark.line + 1
        return row


RowLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, RowLoader.row)


def calendar(folder: Path | None = None) -> Calendar:
    """The working-day calendar of all notices in ``folder``, by default that of the catalogue.

    Read again only when a file has changed. Raises BadCatalogue.
    """
    return _calendar(_stamped(folder or settings.CATALOGUE / "workdays", "*.yaml"))


def limits(path: Path | None = None) -> Limits:
    """The statutory limits, by default those of the catalogue; read again only when the file has changed.

    Raises BadCatalogue.
    """
    path = path or settings.CATALOGUE / "limits.yaml"
    return _limits(_stamped(path.parent, path.name))


def _stamped(folder: Path, pattern: str) -> Stamped:
    """The files with what changes when they do: the key of the cache."""
    found = ((path, path.stat()) for path in sorted(folder.glob(pattern)))
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in found)


@lru_cache(maxsize=8)
def _calendar(files: Stamped) -> Calendar:
    return Calendar(tuple(notice for path, *_ in files for notice in read_notices(path)))


@lru_cache(maxsize=8)
def _limits(files: Stamped) -> Limits:
    rows = [limit for path, *_ in files for limit in read_limits(path)]
    try:
        return limits_from(rows)
    except BadLimit as error:
        raise BadCatalogue(files[0][0], 1, str(error)) from None


def read_notices(path: Path) -> list[Notice]:
    """Read the notices of one year. Raises BadCatalogue."""
    top = _top(path)
    year = top.get("year")
    if not isinstance(year, int) or set(top) != {"year", "notices"}:
        raise BadCatalogue(path, top.line, "应当只有 year（年份）和 notices（通知）")
    return [_notice(path, row, year) for row in _rows(path, top, "notices")]


def _notice(path: Path, row: Row, year: int) -> Notice:
    if unknown := set(row) - NOTICE_FIELDS:
        raise BadCatalogue(path, row.line, f"不认识的字段：{'、'.join(sorted(unknown))}")
    for festival in _rows(path, row, "days"):
        _built(path, festival, lambda data: list(marks_of(data)))
    return _built(path, row, lambda data: notice_from(data, year))


def read_limits(path: Path) -> list[Limit]:
    """Read a file of limits. Raises BadCatalogue."""
    top = _top(path)
    if set(top) != {"limits"}:
        raise BadCatalogue(path, top.line, "应当只有 limits（时限）一项")
    return [_built(path, row, limit_from) for row in _rows(path, top, "limits")]


def _built(path: Path, row: Row, make: Callable[[Row], Made]) -> Made:
    try:
        return make(row)
    except (BadLimit, BadNotice) as error:
        raise BadCatalogue(path, row.line, str(error)) from None


def _top(path: Path) -> Row:
    try:
        top = RowLoader(path.read_text(encoding="utf-8")).get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadCatalogue(path, line, f"YAML 不能读取，{error.problem}") from None
    except UnicodeDecodeError:
        raise BadCatalogue(path, 1, "不是 UTF-8 编码的文本") from None
    if not isinstance(top, Row):
        raise BadCatalogue(path, 1, "文件应当由“名称: 值”组成")
    return top


def _rows(path: Path, holder: Row, key: str) -> Iterator[Row]:
    rows = holder.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, Row) for row in rows):
        raise BadCatalogue(path, holder.line, f"{key} 应当是列表，每一项由“名称: 值”组成")
    yield from rows

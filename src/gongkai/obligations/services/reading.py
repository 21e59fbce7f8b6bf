"""What the catalogue folder and the database say, in the words of ``rules``."""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.clocks.loading import limits
from gongkai.law.masking.columns import Columns
from gongkai.obligations import rules, source
from gongkai.obligations.codes import Codes, DeclaredArea, parse_areas, parse_codes
from gongkai.obligations.columns import parse_columns
from gongkai.obligations.models import Area, Obligation
from gongkai.obligations.node import BadCatalogue, Problem, Wrong
from gongkai.orgs.models import Organisation


def codes() -> Codes:
    """Return the closed lists of ``catalogue/codes.yaml``; read again only when the file has changed."""
    path = settings.CATALOGUE / "codes.yaml"
    return _codes(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _codes(path: Path, stamp: int) -> Codes:
    try:
        return parse_codes(source.load(path))
    except Wrong as wrong:
        raise BadCatalogue([Problem(path.name, wrong.line, wrong.message)]) from None


def columns() -> Columns:
    """Return what ``catalogue/columns.yaml`` declares; read again only when the file has changed."""
    path = settings.CATALOGUE / "columns.yaml"
    return _columns(path, path.stat().st_mtime_ns) if path.exists() else Columns()


@lru_cache(maxsize=4)
def _columns(path: Path, stamp: int) -> Columns:
    return checked_columns(path, None)


def checked_columns(path: Path, obligations: Collection[str] | None) -> Columns:
    """Return what a file declares about columns. Raises BadCatalogue."""
    try:
        return parse_columns(source.load(path), obligations=obligations)
    except Wrong as wrong:
        raise BadCatalogue([Problem(path.name, wrong.line, wrong.message)]) from None


def declared_areas() -> tuple[DeclaredArea, ...]:
    """Return the areas of ``catalogue/areas.yaml``; raises BadCatalogue."""
    path = settings.CATALOGUE / "areas.yaml"
    try:
        return parse_areas(source.load(path), codes())
    except Wrong as wrong:
        raise BadCatalogue([Problem(path.name, wrong.line, wrong.message)]) from None


def known(areas: frozenset[str] = frozenset()) -> rules.Known:
    """Return what a file may refer to: codes, ``areas`` besides those stored, organisations, limits."""
    organisations = frozenset(Organisation.objects.values_list("key", flat=True))
    stored_areas = frozenset(Area.objects.values_list("key", flat=True))
    return rules.Known(codes(), stored_areas | areas, organisations or None, limits())


def declared_rows(known: rules.Known) -> tuple[rules.Declared, ...]:
    """Return all rows of ``catalogue/obligations``. Raises BadCatalogue with every problem of every file."""
    problems: list[Problem] = []
    rows: dict[str, rules.Declared] = {}
    for name, node in source.read_folder(settings.CATALOGUE / "obligations"):
        try:
            for row in rules.parse_file(node, source=name, known=known).rows:
                if row.key in rows:
                    message = f"代号“{row.key}”在 {rows[row.key].source} 已经用过"
                    problems.append(Problem(name, int(row.source.rpartition(":")[2]), message))
                rows[row.key] = row
        except BadCatalogue as bad:
            problems.extend(bad.problems)
    if problems:
        raise BadCatalogue(problems)
    return tuple(rows.values())


def row_of(obligation: Obligation) -> rules.Declared:
    """Return a stored obligation as a declared row."""
    values = {name: getattr(obligation, name) for name in rules.COLUMNS if name not in {"area", "publishers"}}
    for name in ("valid_from", "valid_to"):
        values[name] = values[name].isoformat() if values[name] else None
    values |= {"area": obligation.area.key, "publishers": obligation.publisher_keys}
    return rules.from_columns(obligation.key, values)


def stored_rows() -> dict[str, rules.Stored]:
    """Return all stored obligations by key, retired ones too."""
    return {
        each.key: rules.Stored(row_of(each), each.file_digest, each.retired_on is not None)
        for each in Obligation.objects.select_related("area")
    }

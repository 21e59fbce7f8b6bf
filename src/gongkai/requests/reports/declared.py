"""The forms of annual reports as the district has them: ``catalogue/reports.yaml``, read once."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.obligations import source
from gongkai.obligations.node import Node
from gongkai.requests.reports.form import Form, form
from gongkai.requests.reports.listing import Listing, listing
from gongkai.requests.reports.sources import Sources, sources

FIRST_OF_TODAY = 2019
"""The report on this year was the first in tables; those before it have a list."""


def form_of(year: int) -> Form:
    """Return the tables of the report on a year. Raises NoForm, BadCatalogue, Wrong."""
    return _form(_place(), year)


def listing_of(year: int) -> Listing:
    """Return the list of the report on a year before 2019. Raises NoForm, BadCatalogue, Wrong."""
    return _listing(_place(), year)


def sources_of() -> Sources:
    """Return where figures come from. Raises BadCatalogue, Wrong."""
    return _sources(_place())


def has_list(year: int) -> bool:
    """Return whether the report on a year is a list and not tables."""
    return year < FIRST_OF_TODAY


def _place() -> Path:
    return Path(settings.CATALOGUE) / "reports.yaml"


@lru_cache(maxsize=2)
def _read(path: Path) -> Node:
    return source.load(path)


@lru_cache(maxsize=32)
def _form(path: Path, year: int) -> Form:
    return form(_read(path), year)


@lru_cache(maxsize=32)
def _listing(path: Path, year: int) -> Listing:
    return listing(_read(path), year)


@lru_cache(maxsize=2)
def _sources(path: Path) -> Sources:
    return sources(_read(path))

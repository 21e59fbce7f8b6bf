"""The rules as the district has them: ``catalogue/requests.yaml`` and ``letters.yaml``, each read once."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.obligations import source
from gongkai.requests.rules import Law, Letterhead, parse, parse_letterhead


def law() -> Law:
    """Return what is declared. Raises BadCatalogue, Wrong."""
    return _read(Path(settings.CATALOGUE) / "requests.yaml")


def letterhead() -> Letterhead:
    """Return how letters are numbered and where one turns against them. Raises BadCatalogue, Wrong."""
    return _letterhead(Path(settings.CATALOGUE) / "letters.yaml")


@lru_cache(maxsize=2)
def _letterhead(path: Path) -> Letterhead:
    return parse_letterhead(source.load(path))


@lru_cache(maxsize=2)
def _read(path: Path) -> Law:
    return parse(source.load(path))

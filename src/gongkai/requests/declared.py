"""The rules of requests as the district has them: ``catalogue/requests.yaml``, read once."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.obligations import source
from gongkai.requests.rules import Law, parse


def law() -> Law:
    """Return what is declared. Raises BadCatalogue, Wrong."""
    return _read(Path(settings.CATALOGUE) / "requests.yaml")


@lru_cache(maxsize=2)
def _read(path: Path) -> Law:
    return parse(source.load(path))

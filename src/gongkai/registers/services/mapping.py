"""Read how the district lies from ``catalogue/maps``; again only when a file has changed."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.obligations import source
from gongkai.registers import geography

FOLDER = "maps"


def district() -> geography.Geography:
    """Return the tiles of all regions and the residents of the site's own. Raises BadCatalogue."""
    paths = sorted((Path(settings.CATALOGUE) / FOLDER).glob("*.yaml"))
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths), settings.SITE_REGION)


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...], region: str) -> geography.Geography:
    several = []
    for path, _ in files:
        text = source.decode(path.read_bytes(), source=path.name)
        several.append(geography.parse(source.read(text, source=path.name), source=path.name))
    return geography.together(several, region)

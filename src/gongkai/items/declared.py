"""What the catalogue folder declares for items; read again only when the file has changed."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from gongkai.items.interpretation import BadInterpretation, Declared, declared_from
from gongkai.ui import notation


def interpretation(path: Path | None = None) -> Declared:
    """Return ``catalogue/interpretation.yaml``. Raises BadInterpretation."""
    path = path or settings.CATALOGUE / "interpretation.yaml"
    return _interpretation(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _interpretation(path: Path, stamp: int) -> Declared:
    try:
        data = notation.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadInterpretation(f"{path.name} 不能读取：{error}") from None
    if not isinstance(data, dict):
        raise BadInterpretation(f"{path.name} 应当由“名称: 值”组成")
    return declared_from(data)

"""YAML, the notation of the catalogue: read in C where PyYAML was built with libyaml, ten times as fast."""

from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12


def require_plain(text: str) -> None:
    """Refuse anchors (they can grow without bound) and structures nested without end. Raises YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            raise _at(event.start_mark, "不能使用锚点和引用（& 和 *）")
        if isinstance(event, yaml.NodeEvent) and depth > DEEPEST:
            raise _at(event.start_mark, "层次过深")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _at(mark: Any, problem: str) -> yaml.MarkedYAMLError:
    """Return the refusal of what stands at a mark, of whichever loader."""
    return yaml.MarkedYAMLError(None, None, problem, mark)


def load(text: str) -> Any:
    """Return what a file of the product's own declares."""
    return yaml.load(text, Loader=Loader)  # noqa: S506 - both loaders are safe

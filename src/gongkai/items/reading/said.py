"""What was read, as JSON: it goes from the process apart to the one that asked."""

import base64
from datetime import date
from typing import Any

from gongkai.items.reading.blocks import Picture
from gongkai.items.reading.citations import Citation
from gongkai.items.reading.result import Reading


def to_json(found: Reading) -> dict[str, object]:
    days = {name: value.isoformat() for name, value in found.header.items() if isinstance(value, date)}
    return {
        "texts": {name: value for name, value in found.header.items() if isinstance(value, str)},
        "days": days,
        "order": list(found.header),
        "html": found.html,
        "cited": [[each.number, each.title] for each in found.cited],
        "findings": list(found.findings),
        "sources": found.sources,
        "pictures": [
            [each.name, base64.b64encode(each.data).decode(), each.words] for each in found.pictures
        ],
    }


def from_json(said: dict[str, Any]) -> Reading:
    values = said["texts"] | {name: date.fromisoformat(day) for name, day in said["days"].items()}
    return Reading(
        header={name: values[name] for name in said["order"]},
        html=said["html"],
        cited=tuple(Citation(number, title) for number, title in said["cited"]),
        findings=tuple(said["findings"]),
        sources=said["sources"],
        pictures=tuple(
            Picture(name, base64.b64decode(data), words) for name, data, words in said["pictures"]
        ),
    )

"""Where the regions of a district lie to each other, and how many people live in it: as declared. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.obligations.node import BadCatalogue, Node, Problem, Wrong

MOST_TILES = 40


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people a district has: on which day, and who counted them."""

    region: str
    people: int
    on: date
    source: str


@dataclass(frozen=True)
class Geography:
    """``places`` gives regions their tile: how many from the left and from the top."""

    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    note: str = ""
    residents: Residents | None = None


def parse(root: Node, *, source: str) -> Geography:
    """Return what a file of ``catalogue/maps`` declares; raises BadCatalogue with the line."""
    try:
        words = root.mapping(known=("note", "tiles", "residents"), needed=("note", "tiles"))
        residents = _residents(words["residents"]) if "residents" in words else None
        return Geography(_places(words["tiles"]), words["note"].text(100), residents)
    except Wrong as wrong:
        raise BadCatalogue([Problem(source, wrong.line, wrong.message)]) from None


def _places(node: Node) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for each in node.items():
        words = each.mapping(known=("regions", "at"), needed=("regions", "at"))
        spot = words["at"].items()
        if len(spot) != 2 or any(number.number() > MOST_TILES for number in spot):
            raise Wrong(words["at"].line, f"位置应是两个数：从左第几格、从上第几格，最多 {MOST_TILES}")
        across, down = (number.number() for number in spot)
        if (across, down) in taken:
            raise Wrong(words["at"].line, "这一格已经有别的区划")
        taken.add((across, down))
        for code in words["regions"].texts(12):
            if code in found:
                raise Wrong(words["regions"].line, f"区划“{code}”写了两次")
            found[code] = (across, down)
    return found


def _residents(node: Node) -> Residents:
    words = ("region", "people", "counted_on", "source")
    said = node.mapping(known=words, needed=words)
    people, on = said["people"].number(), said["counted_on"].day()
    return Residents(said["region"].text(12), people, on, said["source"].text(40))


def together(several: list[Geography], region: str) -> Geography:
    """Return the tiles of all files, and the residents of one region."""
    places = {code: spot for each in several for code, spot in each.places.items()}
    note = next((each.note for each in several if each.places), "")
    found = (each.residents for each in several if each.residents and each.residents.region == region)
    return Geography(places, note, next(found, None))

"""Look for words in many snapshots at once: opening each by itself takes ten times as long."""

from pathlib import Path
from threading import Lock

import duckdb

from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.building import SETTINGS


class Engine:
    """One engine of a process to which snapshots are attached when they are first asked."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config=dict(SETTINGS))
        self.places: dict[str, tuple[Path, str]] = {}
        self.made = 0
        self.turn = Lock()

    def count(self, key: str, place: Path, words: tuple[str, ...]) -> int:
        """Return how many entries of a snapshot hold all words; none where it has just been replaced."""
        meant = " AND ".join(f'contains("{shape.WORDS}", ?)' for _ in words)
        try:
            asked = f"SELECT count(*) FROM {self.attached(key, place)}.entries WHERE {meant}"
            found = self.connection.cursor().execute(asked, [shape.searchable(word) for word in words])
            [(count,)] = found.fetchall()
        except (duckdb.IOException, duckdb.CatalogException, duckdb.BinderException):
            return 0
        return int(count)

    def attached(self, key: str, place: Path) -> str:
        """Return the name under which a snapshot is attached, in the place of an older one."""
        with self.turn:
            path, name = self.places.get(key, (None, ""))
            if path == place:
                return name
            fresh = f"s{self.made + 1}"
            quoted = str(place).replace("'", "''")
            self.connection.cursor().execute(f"ATTACH '{quoted}' AS {fresh} (READ_ONLY)")
            self.places[key], self.made = (place, fresh), self.made + 1
            if name:
                self.connection.cursor().execute(f"DETACH {name}")
            return fresh

"""Documents of an old site as its export states them: read, checked, nothing stored."""

from gongkai.items.moving.records import Record, Wrong
from gongkai.items.moving.sources import SOURCES

__all__ = ["SOURCES", "Record", "Wrong"]

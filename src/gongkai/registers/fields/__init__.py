"""The closed list of field types: what a register may hold."""

from gongkai.registers.fields.base import BadCell, Cell, FieldType, Known, Value, plain, typed
from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.fields.numbers import Count, Money, Number, Percent
from gongkai.registers.fields.picks import Boolean, Choice, Organisation, Region
from gongkai.registers.fields.words import Code, Link, Note, Person, Text, Uri

__all__ = ["TYPES", "BadCell", "Cell", "FieldType", "Known", "Value", "plain", "typed"]

_ALL: tuple[type[FieldType], ...] = (
    Text, Note, Code, Person, Uri, Link, Count, Number, Money, Percent, Date, Month, Quarter, Year, Choice,
    Boolean, Organisation, Region,
)  # fmt: skip
TYPES: dict[str, type[FieldType]] = {each.word: each for each in _ALL}
"""Every type by its word in YAML."""

"""The language in which a register is declared."""

from gongkai.registers.schema.definition import Definition, Field, Values, holds
from gongkai.registers.schema.masking import masked
from gongkai.registers.schema.reading import parse

__all__ = ["Definition", "Field", "Values", "holds", "masked", "parse"]

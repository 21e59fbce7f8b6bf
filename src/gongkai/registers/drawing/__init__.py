"""Draw what was counted, as SVG that stands by itself. Pure: no Django, no database, no clock."""

from gongkai.registers.drawing.forms import draw, goes_across, legend, undrawn

__all__ = ["draw", "goes_across", "legend", "undrawn"]

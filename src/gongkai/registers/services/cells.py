"""The cells of one entry that was typed: read as a row of a table is, by the definition that holds."""

from collections.abc import Mapping
from datetime import date

from gongkai.orgs.models import Organisation, Region
from gongkai.registers import schema
from gongkai.registers.fields import Known, Value
from gongkai.registers.models import Batch, Register
from gongkai.registers.schema.checking import Find, ahead
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.lapsing import finished
from gongkai.registers.sheets.columns import Column
from gongkai.registers.sheets.rows import Checker
from gongkai.registers.sheets.table import Line

DISTRICT = 6  # digits of the code of a district; those of its streets begin with them


class Faulty(Refused):
    """What was typed cannot be an entry: ``found`` has a sentence for each field, or for none."""

    def __init__(self, found: Mapping[str, str]) -> None:
        super().__init__("；".join(found.values()))
        self.found = found


def amiss(register: Register, said: schema.Definition, *, on: date) -> Find:
    """Return what finds in an entry days that have not come, and that its display would be over already."""
    finders = [ahead(said, on=on), *([] if register.is_held else [finished(said, on=on)])]
    return lambda values: [each for find in finders for each in find(values)]


def known_to(organisation: Organisation) -> Known:
    """Return the names that organisations and streets of an organisation's district go by."""
    district = organisation.region_id[:DISTRICT]
    bodies = Organisation.objects.filter(region__code__startswith=district)
    names = {name: each.key for each in bodies for name in (each.name, each.short_name)}
    regions = Region.objects.filter(code__startswith=district)
    return Known(names, {each.name: each.code for each in regions})


def cells_of(definition: schema.Definition, values: Mapping[str, Value]) -> dict[str, str]:
    """Return the values of an entry as one would type them."""
    return {
        each.key: {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        for each in definition.current
        if (value := values.get(each.key)) is not None
    }


def stored(batch: Batch, cells: Mapping[str, str], *, on: date) -> dict[str, Value]:
    """Return the values of cells as they may be stored. Raises Faulty."""
    said = batch.definition.said
    columns = [Column(place, each.label, each.key, each.type.unit) for place, each in enumerate(said.current)]
    line = Line(1, [cells.get(column.field) for column in columns])
    also = amiss(batch.register, said, on=on)
    [row] = Checker(columns, said, known_to(batch.organisation), also).check([line])
    if row.faults:
        raise Faulty(
            {columns[each.index].field if each.index >= 0 else "": each.reason for each in row.faults}
        )
    return schema.masked(said, row.values, before_storing=True)


def stored_anew(batch: Batch, values: Mapping[str, Value], *, on: date) -> dict[str, Value]:
    """Return values that were read by an earlier definition as this one has them stored. Raises Faulty."""
    said = batch.definition.said
    retired = {key: value for key, value in values.items() if said.fields[key].until is not None}
    return {**retired, **stored(batch, cells_of(said, values), on=on)}

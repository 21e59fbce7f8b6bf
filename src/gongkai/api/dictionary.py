"""What a register is, as an answer: its data dictionary, and the words in which it can be asked."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from gongkai.api import addresses
from gongkai.api.shapes.base import Named
from gongkai.api.shapes.registers import Display, FieldRow, RegisterLine, RegisterWhole
from gongkai.registers.asking import LEAST, MOST, Question
from gongkai.registers.fields.picks import Choice
from gongkai.registers.models import Register
from gongkai.registers.schema import Definition, Field
from gongkai.registers.schema.masking import MANNERS
from gongkai.registers.services import Reader, length_of

WORDS = {
    "in": "query",
    "name": "words",
    "required": False,
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    "description": "台账自己的查询词，见数据字典：`is_facet` 的字段写 `字段=值`，可以写几次；"
    "`is_ranged` 的字段写 `字段.min=` 和 `字段.max=`。不认识的词得到 422",
    "example": {"result": ["不合格"]},
}


def words(said: Definition) -> Iterator[str]:
    """Yield the words of the register's own: its facets, and the bounds of what has an order."""
    yield from said.facets
    for field in said.fields.values():
        if field.type.is_ordered:
            yield field.key + LEAST
            yield field.key + MOST


def line(register: Register) -> RegisterLine:
    """Return a register as the list shows it: from its row alone, for definitions take long to read."""
    return RegisterLine.model_validate(_head(register))


def whole(reader: Reader) -> RegisterWhole:
    """Return a register with its data dictionary."""
    said, register = reader.said, reader.register
    return RegisterWhole.model_validate(
        {
            **_head(register),
            "description": said.description,
            "snapshot": reader.edition[0],
            "definition": reader.edition[1],
            "total": reader.total(Question()),
            "fields": [_field(said, field) for field in said.fields.values()],
            "headline": list(said.headline),
            "sorts": [str(each) for each in said.sorts],
            "is_searchable": bool(said.search),
            "displays": [
                Display(after=each.after, lasts=str(length_of(each)), basis=each.basis)
                for each in said.retention
            ],
            "licence": said.licence,
            "entries": addresses.api("registers", said.key, "entries"),
            "data": addresses.page(f"{register.get_absolute_url()}data/"),
        }
    )


def _head(register: Register) -> dict[str, object]:
    area = register.obligation.area
    return {
        "key": register.key,
        "title": register.title,
        "obligation": register.obligation.key,
        "area": Named(key=area.key, name=area.title),
        "release": register.release,
        "released_at": localtime(register.released_at) if register.released_at else None,
        "url": addresses.page(register.get_absolute_url()),
        "api": addresses.api("registers", register.key),
    }


def _field(said: Definition, field: Field) -> FieldRow:
    kind = field.type
    manners = [MANNERS[mask.manner][0] for mask in said.masks if mask.field == field.key]
    return FieldRow(
        key=field.key,
        label=field.label,
        type=kind.word,
        type_name=kind.title,
        accepts=kind.accepts,
        json_type=kind.json_type if kind.json_type in {"integer", "boolean"} else "string",
        unit=kind.unit,
        choices=list(kind.choices) if isinstance(kind, Choice) else [],
        hint=field.hint,
        is_required=field.is_required,
        is_identity=field.key in said.identity,
        is_facet=field.key in said.facets,
        is_ranged=kind.is_ordered,
        is_sorted=any(sort.field == field.key for sort in said.sorts),
        mask="、".join(dict.fromkeys(manners)),
        until=field.until.isoformat() if field.until else None,
    )

"""addresses: where the entries are that an entry links to."""

from gongkai.registers import schema
from gongkai.registers.fields.words import Link
from gongkai.registers.models import Entry


def addresses(*, said: schema.Definition, values: schema.Values) -> dict[str, str]:
    """Return of each link of an entry the address of what it means, as far as that is public today."""
    meant = {
        key: (field.type.register, str(values[key]))
        for key, field in said.fields.items()
        if isinstance(field.type, Link) and values.get(key)
    }
    if not meant:
        return {}
    found = (
        Entry.objects.shown()
        .filter(register__key__in={of for of, _ in meant.values()}, register__is_public=True)
        .filter(key__in={value for _, value in meant.values()})
    )
    where = {
        (of, value): f"{root}entries/{serial}/"
        for of, value, root, serial in found.values_list(
            "register__key", "key", "register__address", "serial"
        )
    }
    return {key: where[each] for key, each in meant.items() if each in where}

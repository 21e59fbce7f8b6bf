"""What a register masks leaves it on no way out: every public address of registers is asked for it.

A way out is every address below WAYS that the site has, so that a new one is asked by itself; one with
arguments that are not known here fails until it is said how to ask it. 个人信息保护法第六条、第七十三条.
"""

import io
import itertools
import re
import zipfile
from datetime import datetime
from urllib.parse import quote

import duckdb
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, get_resolver
from django.utils.timezone import localdate

from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.registers.asking import Question
from gongkai.registers.fields.words import Code, Text
from gongkai.registers.models import Entry, Register
from gongkai.registers.schema import masking
from gongkai.search import services as search
from tests import make
from tests.registers.test_schema import SAMPLING, declared

pytestmark = pytest.mark.django_db
WAYS = ("registers/", "api/", "catalogue.", "search/", "feeds/", "sitemap", "ledger/")
PUBLIC_ROWS = ("publication.Announcement", "ledger.Leaf", "search.Document", "channels.Message")
NOW = make.NOW  # when the examples of the catalogue are still shown
MARK = "密不可示"
HERE, CATALOGUE = "product-checks", settings.CATALOGUE / "registers"
MASKS = """masks:
  - {field: inspector, as: surname}
  - {field: maker, as: hide, when: {result: 不合格}}
  - {field: contact, as: ends}
  - {field: owner, as: surname, drop: true}
"""
MORE = "  contact: {label: 联系人, type: text}\n  owner: {label: 负责人, type: person}\n  result: {"
OWN = SAMPLING
for old, new in (
    ("masks:\n  - {field: inspector, as: surname, when: {result: 合格}}\n", MASKS),
    ("  result: {", MORE),
    ("search: [product, maker]", "search: [product, maker, inspector, contact, owner]"),
    ("columns: [number, product, result", "columns: [number, product, inspector, maker, contact, owner"),
    ("facets: [result, street]", "facets: [result, street, inspector, maker]"),
    ("headline: [product, result]", "headline: [product, inspector]"),
):
    assert old in OWN
    OWN = OWN.replace(old, new, 1)


def rows_of(said):
    """Return an example row for each mask, in which what it hides is marked, and what it must not say."""
    made, secrets = [], []
    for number, mask in enumerate(said.masks, 1):
        secret = f"甲乙丙{MARK}丁{number}戊己庚辛"
        row = dict(said.samples[0]) | dict(mask.when) | {mask.field: secret}
        for key in said.identity:
            kind = said.fields[key].type
            if key != mask.field and (
                isinstance(kind, Text) or (isinstance(kind, Code) and kind.form == "free")
            ):
                row[key] = f"T{number}{row[key]}"  # behind it, it might read as a house
        made.append(row)
        secrets.append(secret)
    return made, secrets


def linked(said):
    """Return the registers of the catalogue to which a register leads, with what those need."""
    for field in said.fields.values():
        if field.type.word == "link" and not Register.objects.filter(key=field.type.register).exists():
            path = CATALOGUE / f"{field.type.register}.yaml"
            found = services.read(path.read_text(), name=path.name)
            for duty in (found.said.obligation, *getattr(found.said, "further", ())):
                make.obligation(duty)
            yield from linked(found.said)
            yield found


def days_of(said):
    """Return the days in the example of a register: on the last of them it is still shown."""
    example = said.samples[0]
    return [example[rule.after] for rule in said.retention if rule.after in example]


def filled(text, name):
    """Fill a register in as a clerk would, have it decided, and make its snapshot and files."""
    said = services.read(text, name=name).said
    made, secrets = rows_of(said)
    day = datetime.fromisoformat(f"{max(days_of(said), default='2017-07-01')}T20:00+08:00")
    for field in said.fields.values():
        for row in made:
            if field.type.word == "organisation" and field.key in row:
                make.organisation(row[field.key], name=f"下城区{row[field.key]}局", short_name=row[field.key])
            if field.type.word == "region" and field.key in row:
                make.region(row[field.key], name=f"街道{row[field.key][-3:]}", parent=make.region())
    body = make.organisation("market")
    make.obligation(said.obligation).publishers.add(body)
    services.apply([*linked(said), services.read(text, name=name)], by=None, at=day)
    register = Register.objects.get(key=said.key)
    clerk, signer = (make.person(role=role.value, at=body) for role in (Role.CLERK, Role.SIGNER))
    head = list(dict.fromkeys(key for row in made for key in row))
    lines = [head_line(said, head)] + [[as_typed(row.get(key)) for key in head] for row in made]
    table = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    batch = services.receive(
        register=register,
        organisation=body,
        name="表.csv",
        source=io.BytesIO(table.encode()),
        by=clerk,
        at=day,
    )
    layout = services.Layout(services.look(batch).columns)
    batch = services.check(batch=services.settle(batch=batch, layout=layout, by=clerk, at=day), at=day)
    assert not batch.counts.get("faulty"), (name, batch.counts)
    services.submit(batch=batch, reason="", by=clerk, at=day)
    services.release(batch=batch, by=signer, at=day)
    services.rebuild_waiting(at=day)
    return said, secrets


def head_line(said, keys):
    return [said.fields[key].heading for key in keys]


def as_typed(value):
    return (
        ""
        if value is None
        else {True: "是", False: "否"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )


def routes(resolver=None, before=""):
    """Yield every address of the site with the names of its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, list(pattern.pattern.converters)
        else:
            yield from routes(pattern, route)


def ways(said):
    """Yield every public address at which something of the register may go out."""
    known = {
        "key": [said.key],
        "name": [said.key],
        "serial": range(1, len(said.masks) + 1),
        "number": [1],
        "chart": [chart.key for chart in said.charts],
        "portion": [1],
        "year": [2017],
        "kind": ["register"],
        "index": [0],
        "path": ["0/000.p/1"],
        "token": ["nobody"],  # of a reader by mail; the page says which question, no entry
    }
    asked = False
    for route, names in routes():
        if not route.startswith(WAYS):
            continue
        asked = True
        known["format"] = list(services.FORMATS) if route.startswith("registers/") else ["atom"]
        assert set(names) <= set(known), f"say in this test how {route} is asked"
        for values in itertools.product(*(known[name] for name in names)):
            given = dict(zip(names, values, strict=True))
            yield "/" + ARGUMENT.sub(lambda found, given=given: str(given[found[1]]), route)
    assert asked


def words_of(response):
    """Return all that a response says, whatever it is packed in."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    elif data.startswith(b"PAR1"):
        place = settings.HOME / "asked.parquet"
        place.write_bytes(data)
        data = str(duckdb.sql("SELECT * FROM read_parquet(?)", params=[str(place)]).fetchall()).encode()
    return data.decode()


def found_in(text, secrets):
    """Return the secrets of which more is said than a mask leaves: it keeps a surname or the ends."""
    return [secret for secret in secrets if MARK in text or secret in text or quote(MARK) in text]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


READY = [
    "", "data/", "datapackage.json", "entries/1/", "feed.atom",
    *(f"{HERE}.{each}" for each in services.FORMATS),
]  # fmt: skip
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
QUERIES = {
    "/compare/": "?serial=1&serial=2",
    "/as-of/": f"?as_of={localdate(NOW)}",
    "/as-of.csv": f"?as_of={localdate(NOW)}",
}
"""What must be asked at an address for entries to be told."""


def leaks(client, addresses, secrets):
    """Ask every way out; return those that answered, and those that told more than they may."""
    answered, told = set(), []
    for address in addresses:
        asked = next((query for end, query in QUERIES.items() if address.endswith(end)), "")
        response = client.get(address + asked)
        if response.status_code == 200:
            answered.add(address)
            if found_in(words_of(response), secrets):
                told.append(address)
    return answered, told


def test_no_way_out_tells_what_a_register_masks(client):
    said, secrets = filled(OWN, "a.yaml")
    assert {mask.manner for mask in said.masks} == set(masking.MANNERS)
    search.index()
    answered, told = leaks(client, ways(said), secrets)
    assert not told
    assert {f"/api/v1/registers/{HERE}{end}" for end in ("", "/entries", "/entries/1")} <= answered
    past = {f"/registers/{HERE}/{end}" for end in ("as-of/", "as-of.csv", "entries/1/as-of/")}
    assert past <= answered
    assert all("饼干" in words_of(client.get(f"{each}?as_of={localdate(NOW)}")) for each in past)
    asked = [
        f"{address}?q=演示"
        for address in answered
        if address.endswith((f"{HERE}/", ".csv", ".atom", "/entries"))
    ]
    assert asked
    assert not leaks(client, asked, secrets)[1]
    services.write_waiting(at=NOW)
    ready = [f"/registers/{HERE}/{name}" for name in READY]
    answered, told = leaks(client, ready, secrets)
    assert answered == set(ready), "or nothing was asked"
    assert not told


def test_what_is_masked_is_not_found_by_it_either():
    said, secrets = filled(OWN, "a.yaml")
    reader = services.reader(key=said.key)
    for mask, secret in zip(said.masks, secrets, strict=True):
        assert reader.answer(Question(words=(secret,))).total == 0
        if mask.field in said.facets:
            assert reader.answer(Question(facets={mask.field: (secret,)})).total == 0
    counts = reader.answer(Question()).counts
    assert not [value for found in counts.values() for value, _ in found if MARK in value]


def test_no_row_that_others_copy_holds_what_is_masked():
    said, secrets = filled(OWN, "a.yaml")
    for name in PUBLIC_ROWS:
        rows = [str(vars(row)) for row in apps.get_model(name).objects.all()]
        assert not found_in("\n".join(rows), secrets), name
    for serial in range(1, len(said.masks) + 1):
        versions = services.history(register=Register.objects.get(), serial=serial)
        assert versions
        assert not found_in(str(versions), secrets)


def test_what_is_to_be_dropped_is_not_even_stored():
    said, secrets = filled(OWN, "a.yaml")
    dropped = [secret for mask, secret in zip(said.masks, secrets, strict=True) if mask.is_dropped]
    assert len(dropped) == 1
    stored = str(list(Entry.objects.values_list("values", "key")))
    assert not [secret for secret in dropped if secret in stored]
    assert [secret for secret in secrets if secret in stored], "the others are, for those who may look"


MASKED = [path for path in sorted(CATALOGUE.glob("*.yaml")) if "\nmasks:" in path.read_text()]


def test_every_masked_field_of_the_catalogue_stays_inside():
    """Filled in through the import, the snapshot, the only source of what goes out, holds none of it."""
    assert MASKED
    for path in MASKED:
        said, secrets = filled(path.read_text(), path.name)
        reader = services.reader(key=said.key)
        shown = [str(each) for each in reader.walk(Question())]
        assert len(shown) == len(said.masks), path.name
        assert not found_in("\n".join(shown), secrets), path.name


def test_deals_go_out_masked_in_their_own_standard(client):
    path = CATALOGUE / "resource-trading.yaml"
    said, secrets = filled(path.read_text(), path.name)
    told = words_of(client.get(f"/registers/{said.key}/ocds.json"))
    assert "甲××" in told
    assert not found_in(told, secrets)
    assert declared(OWN).ocds is None
    assert client.get(f"/registers/{said.key}/ocds.json?q=没有").status_code == 200
    assert client.get(f"/registers/{said.key}/ocds.json?price.min=很多").status_code == 400

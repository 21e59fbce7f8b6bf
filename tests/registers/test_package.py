"""A Data Package of a register is understood by a reader nobody here wrote, and fits its files."""

import csv as tables
import hashlib
import json
from dataclasses import replace

import pytest
from frictionless import Package, system

from gongkai.registers.asking import Question
from gongkai.registers.export import csv
from gongkai.registers.export import json as entries
from gongkai.registers.export.columns import columns
from gongkai.registers.export.package import File, package
from gongkai.registers.export.saying import About, dictionary
from gongkai.registers.snapshot import shape, walking
from gongkai.registers.snapshot.answering import opened
from gongkai.registers.snapshot.building import build, connect
from tests.catalogue.test_registers import declared
from tests.registers.test_export import ABOUT, COLUMNS, NAMES, ROWS, SAID
from tests.registers.test_schema import SAMPLING
from tests.registers.test_schema import declared as declared_text

ALL = Question()


@pytest.fixture(autouse=True)
def bounds():
    yield
    tables.field_size_limit(131_072)  # as Python has it: frictionless raises it for the whole process


def laid_out(folder, said, rows, about):
    """Lay the files of a register and their package into a folder."""
    own = {"_version": 1, "_organisation": "market", "_released_on": "2017-06-03"}
    place = folder / "1-1.duckdb"
    build(said, [shape.Rows(said).row({"_serial": n, **own}, row) for n, row in enumerate(rows, 1)], place)
    snapshot, wanted = opened(said, connect(place)), columns(said)
    made = []
    for format, write in (
        ("csv", lambda texts: csv.written(wanted, texts)),
        ("json", lambda texts: entries.written(wanted, texts, about)),
    ):
        data = b"".join(write(walking.texts(snapshot, ALL, wanted, NAMES)))
        (folder / f"{said.key}.{format}").write_bytes(data)
        made.append(File(format, "x/y", len(data), hashlib.sha256(data).hexdigest()))
    told = package(about, made, wanted, walking.empties(snapshot, wanted))
    (folder / "datapackage.json").write_text(json.dumps(told))
    return told


def faults(folder):
    """Return what does not fit. Of JSON the reader counts no bytes: they are counted here."""
    path = folder / "datapackage.json"
    told = json.loads(path.read_text())
    for each in told["resources"]:
        if each["format"] == "json":
            data = (folder / each["path"]).read_bytes()
            assert each.pop("bytes") == len(data)
            assert each.pop("hash") == f"sha256:{hashlib.sha256(data).hexdigest()}"
    path.write_text(json.dumps(told))
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return report.flatten(["title", "fieldName", "note"])


def test_a_package_fits_its_files(tmp_path):
    laid_out(tmp_path, SAID, ROWS, ABOUT)
    assert not faults(tmp_path)


def test_a_file_that_was_changed_no_longer_fits(tmp_path):
    laid_out(tmp_path, SAID, ROWS, ABOUT)
    path = tmp_path / "product-checks.csv"
    path.write_text(path.read_text().replace("合格", "优", 1).replace("2017-06-01", "2017-06-31", 1))
    told = {title for title, *_ in faults(tmp_path)}
    assert {"Hash Count Error", "Type Error", "Constraint Error"} <= told


def test_a_package_says_what_each_column_may_hold():
    told = package(
        ABOUT, [File("csv", "text/csv; charset=utf-8", 1, "0" * 64)], COLUMNS, frozenset({"maker"})
    )
    (resource,) = told["resources"]
    assert (resource["path"], resource["mediatype"], resource["hash"]) == (
        "product-checks.csv", "text/csv", f"sha256:{'0' * 64}",
    )  # fmt: skip
    fields = {each["name"]: each for each in resource["schema"]["fields"]}
    assert fields["结果"]["constraints"] == {"enum": ["合格", "不合格"], "required": True}
    assert fields["罚款（万元）"]["constraints"] == {"minimum": 0}
    assert (fields["罚款（万元）"]["type"], fields["罚款（万元）"]["unit"]) == ("number", "万元")
    assert "constraints" not in fields["检验人"], "a masked value keeps to nothing"
    assert fields["条目序号"]["constraints"] == {"minimum": 0, "required": True, "unique": True}
    assert resource["schema"]["primaryKey"] == ["条目序号"]
    assert resource["schema"]["uniqueKeys"] == [["抽查编号"]]


SEVERAL = ["resource-trading", "budget-lines", "school-catchments", "fiscal-monthly", "poverty-recipients"]


@pytest.mark.parametrize("key", SEVERAL)
def test_registers_of_the_catalogue_fit_their_packages(key, tmp_path, settings):
    said = declared(settings.CATALOGUE / "registers" / f"{key}.yaml")
    about = About(said, 1, ABOUT.at, ("某局",), (), site="https://x.example", keeper="下城区")
    laid_out(tmp_path, said, said.samples, about)
    assert not faults(tmp_path)


def test_a_link_tells_where_it_leads():
    linked = "type: link, register: makers}\n  inspector"
    said = declared_text(SAMPLING.replace("type: text}\n  inspector", linked))
    told = package(replace(ABOUT, said=said), [File("csv", "text/csv", 1, "0" * 64)], columns(said))
    fields = {each["name"]: each for each in told["resources"][0]["schema"]["fields"]}
    assert fields["生产企业"]["link"] == "../makers/datapackage.json"
    meant = {row[0]: row[4] for row in dictionary(said, columns(said))}
    assert meant["maker"] == "台账 makers 中条目的编号"

"""The catalogue of data is DCAT-AP, the same in both ways of writing it, and is checked by its shapes."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from gongkai.registers.export.dcat import Listed, Site, catalogue, items_set
from gongkai.registers.export.linked import to_json, to_xml
from gongkai.registers.export.package import File
from tests.registers.test_export import ABOUT

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)
SHAPES = (Path(__file__).parent / "dcat-ap.ttl").read_text()
DCAT, DCT = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
SITE = Site("https://x.example", "下城区政府信息公开", "下城区政府办公室", "330103", "0571-00000000（演示）")
FILES = [
    File("csv", "text/csv; charset=utf-8", 120, "0f" * 32),
    File("parquet", "application/x", 7, "1f" * 32),
]
LISTED = Listed(
    ABOUT, FILES, "monthly", "2017-05-02", "https://x.example/api/v1/registers/product-checks/entries"
)
ITEMS = items_set(
    SITE, title="政府信息公开目录", description="全部", formats=[("atom", "application/atom+xml")]
)


def read(nodes):
    return Graph().parse(data=to_json(nodes), format="json-ld")


def faults(graph):
    conforms, _, text = validate(
        graph, shacl_graph=SHAPES, shacl_graph_format="turtle", inference="rdfs", do_owl_imports=False
    )
    return "" if conforms else text


def test_the_catalogue_keeps_to_the_profile():
    graph = read(catalogue(SITE, [LISTED], [ITEMS]))
    assert not faults(graph)
    data_set = URIRef("https://x.example/registers/product-checks/#dataset")
    assert str(graph.value(data_set, DCT.title)) == "产品质量抽查"
    assert str(graph.value(data_set, DCT.accrualPeriodicity)).endswith("/MONTHLY")
    assert len(list(graph.objects(data_set, DCAT.distribution))) == 2


def test_both_ways_of_writing_it_say_the_same():
    nodes = catalogue(SITE, [LISTED], [ITEMS])
    xml = Graph().parse(data=to_xml(nodes), format="xml")
    assert isomorphic(xml, read(nodes))


FAULTS = [
    (replace(LISTED, files=[]), "distribution"),
    (replace(LISTED, first_on="2017-05"), "issued"),
    (replace(LISTED, files=[replace(FILES[0], sha256="")]), "checksumValue"),
    (replace(LISTED, about=replace(ABOUT, said=replace(ABOUT.said, description=""))), "description"),
]


@pytest.mark.parametrize(("listed", "what"), FAULTS)
def test_the_shapes_find_what_is_wrong(listed, what):
    assert what in faults(read(catalogue(SITE, [listed], [ITEMS])))

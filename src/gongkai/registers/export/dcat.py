"""All registers as one catalogue of data sets: DCAT-AP 3. Pure.

Words of closed lists (frequency, file type, language) are those of the European vocabularies that the profile
names; they are addresses only, nothing is read from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.registers.export.linked import Facts, Link, Node, Text
from gongkai.registers.export.package import File
from gongkai.registers.export.saying import About

AUTHORITY = "http://publications.europa.eu/resource/authority"
FREQUENCIES = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "quarterly": "QUARTERLY",
    "half-yearly": "ANNUAL_2",
    "yearly": "ANNUAL",
}
TYPES = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "parquet": "PARQUET", "atom": "ATOM"}
MEDIA = "https://www.iana.org/assignments/media-types/"
CHINESE = Link(f"{AUTHORITY}/language/ZHO")
SHA256 = Link("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")


@dataclass(frozen=True, slots=True)
class Site:
    """Who keeps the catalogue. ``region`` is the code of the place that it is about."""

    address: str
    name: str
    sponsor: str
    region: str
    contact: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One register in the catalogue. ``api`` is where its entries are asked for, empty if nowhere."""

    about: About
    files: Sequence[File]
    cadence: str = ""
    first_on: str = ""
    api: str = ""


def catalogue(site: Site, listed: Sequence[Listed], others: Sequence[Node] = ()) -> list[Node]:
    """Return the catalogue and what is in it; ``others`` are data sets that are no registers."""
    sets = [*others, *(_set(site, each) for each in listed)]
    services = [_service(each) for each in listed if each.api]
    newest = max((each.about.at for each in listed), default=None)
    said: Facts = {
        "dct:title": Text(f"{site.name}数据目录"),
        "dct:description": Text(f"{site.name}公开的台账和政府信息目录，均可下载。"),
        "dct:publisher": _agent(site.sponsor),
        "dct:language": CHINESE,
        "dct:spatial": _place(site),
        "foaf:homepage": Link(f"{site.address}/registers/"),
        "dcat:dataset": [Link(each.address) for each in sets],
        "dcat:service": [Link(each.address) for each in services],
        "dct:modified": [Text(newest.isoformat(), "xsd:dateTime")] if newest else [],
    }
    return [Node("dcat:Catalog", said, f"{site.address}/catalogue"), *sets, *services]


def items_set(site: Site, *, title: str, description: str, formats: Iterable[tuple[str, str]]) -> Node:
    """Return the catalogue of information items as a data set; its feeds are its distributions."""
    home = f"{site.address}/catalogue/"
    feeds = [
        Node(
            "dcat:Distribution",
            {
                "dct:title": Text(f"{title}（{format}）"),
                "dcat:accessURL": Link(address),
                "dcat:mediaType": Link(MEDIA + media),
                "dct:license": _licence("可自由使用，须注明来源"),
            },
            address,
        )
        for format, media, address in (
            (format, media, f"{site.address}/feeds/all.{format}") for format, media in formats
        )
    ]
    said: Facts = {
        "dct:title": Text(title),
        "dct:description": Text(description),
        "dct:publisher": _agent(site.sponsor),
        "dct:language": CHINESE,
        "dct:spatial": _place(site),
        "dcat:landingPage": Link(home),
        "dcat:contactPoint": _contact(site),
        "dcat:distribution": feeds,
    }
    return Node("dcat:Dataset", said, f"{home}#dataset")


def _set(site: Site, listed: Listed) -> Node:
    about, said = listed.about, listed.about.said
    words = [said.title, *(said.fields[key].label for key in said.facets)]
    told: Facts = {
        "dct:title": Text(said.title),
        "dct:description": Text(said.description),
        "dct:identifier": Text(about.address, "xsd:anyURI"),
        "dct:publisher": _agent(about.publisher or site.sponsor),
        "dct:language": CHINESE,
        "dct:spatial": _place(site),
        "dct:modified": Text(about.at.isoformat(), "xsd:dateTime"),
        "dct:issued": [Text(listed.first_on, "xsd:date")] if listed.first_on else [],
        "dct:accrualPeriodicity": _frequency(listed.cadence),
        "dcat:version": Text(str(about.number), "xsd:string"),
        "dcat:keyword": [Text(word) for word in dict.fromkeys(words)],
        "dcat:landingPage": Link(about.address),
        "dcat:contactPoint": _contact(site),
        "dct:provenance": [
            Node("dct:ProvenanceStatement", {"rdfs:label": Text(basis)}) for basis in about.basis
        ],
        "foaf:page": Link(f"{about.address}data/"),
        "dcat:distribution": [_distribution(about, file) for file in listed.files],
    }
    return Node("dcat:Dataset", told, f"{about.address}#dataset")


def _distribution(about: About, file: File) -> Node:
    address = f"{about.address}{about.said.key}.{file.format}"
    checksum: Facts = {
        "spdx:algorithm": SHA256,
        "spdx:checksumValue": Text(file.sha256, "xsd:hexBinary"),
    }
    said: Facts = {
        "dct:title": Text(f"{about.said.title}（{file.format.upper()}）"),
        "dcat:accessURL": Link(f"{about.address}data/"),
        "dcat:downloadURL": Link(address),
        "dct:format": Link(f"{AUTHORITY}/file-type/{TYPES[file.format]}"),
        "dcat:mediaType": Link(MEDIA + file.media_type.partition(";")[0]),
        "dcat:byteSize": Text(str(file.size), "xsd:nonNegativeInteger"),
        "dct:modified": Text(about.at.isoformat(), "xsd:dateTime"),
        "dct:license": _licence(about.licence),
        "spdx:checksum": Node("spdx:Checksum", checksum),
    }
    return Node("dcat:Distribution", said, address)


def _service(listed: Listed) -> Node:
    about = listed.about
    said: Facts = {
        "dct:title": Text(f"{about.said.title}接口"),
        "dcat:endpointURL": Link(listed.api),
        "dcat:servesDataset": Link(f"{about.address}#dataset"),
        "dct:publisher": _agent(about.publisher),
    }
    return Node("dcat:DataService", said, f"{about.address}#service")


def _agent(name: str) -> Node:
    return Node("foaf:Agent", {"foaf:name": Text(name)})


def _contact(site: Site) -> Node:
    return Node("vcard:Organization", {"vcard:fn": Text(site.sponsor), "vcard:note": Text(site.contact)})


def _place(site: Site) -> Node:
    return Node("dct:Location", {"dct:identifier": Text(site.region, "xsd:string")})


def _licence(words: str) -> Node:
    return Node("dct:LicenseDocument", {"dct:title": Text(words)})


def _frequency(cadence: str) -> Link:
    """Return how often it grows: as often as its obligation says, otherwise whenever something happens."""
    return Link(f"{AUTHORITY}/frequency/{FREQUENCIES.get(cadence, 'IRREG')}")

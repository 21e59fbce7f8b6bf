"""Linked data of a few kinds, written twice from one description: JSON-LD and RDF/XML. Pure.

Names are written ``prefix:name``. A node without an address of its own stands inside the one that names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGE = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Text:
    """A text, in Chinese unless it has a type such as ``xsd:date``."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The address of something that is described elsewhere."""

    address: str


@dataclass(frozen=True)
class Node:
    """One thing: what it is, and what is said of it; ``address`` is empty where nobody else names it."""

    kind: str
    said: Mapping[str, Said] = field(default_factory=dict)
    address: str = ""


Value = Text | Link | Node
Said = Value | Sequence[Value]
Facts = Mapping[str, Said]


def several(said: Said) -> Sequence[Value]:
    return [said] if isinstance(said, (Text, Link, Node)) else said


def to_json(nodes: Sequence[Node]) -> str:
    """Return JSON-LD; its context is in it, so that it is read without a network."""
    made = {"@context": PREFIXES, "@graph": [_json_node(node) for node in nodes]}
    return json.dumps(made, ensure_ascii=False, indent=1)


def _json_node(node: Node) -> dict[str, object]:
    made: dict[str, object] = {"@id": node.address} if node.address else {}
    made["@type"] = node.kind
    for name, said in node.said.items():
        values = [_json_value(value) for value in several(said)]
        if values:
            made[name] = values[0] if len(values) == 1 else values
    return made


def _json_value(value: Value) -> dict[str, object]:
    match value:
        case Link(address):
            return {"@id": address}
        case Text(text, kind):
            return {"@value": text, "@type": kind} if kind else {"@value": text, "@language": LANGUAGE}
    return _json_node(value)


def to_xml(nodes: Sequence[Node]) -> bytes:
    """Return RDF/XML."""
    root = etree.Element(_named("rdf:RDF"), nsmap=PREFIXES)
    for node in nodes:
        root.append(_xml_node(node))
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made


def _named(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def _xml_node(node: Node) -> etree._Element:
    made = etree.Element(_named(node.kind))
    if node.address:
        made.set(_named("rdf:about"), node.address)
    for name, value in _pairs(node):
        made.append(_xml_value(name, value))
    return made


def _pairs(node: Node) -> Iterator[tuple[str, Value]]:
    for name, said in node.said.items():
        for value in several(said):
            yield name, value


def _xml_value(name: str, value: Value) -> etree._Element:
    made = etree.Element(_named(name))
    match value:
        case Link(address):
            made.set(_named("rdf:resource"), address)
        case Text(text, kind):
            made.text = text
            if kind:
                prefix, _, local = kind.partition(":")
                made.set(_named("rdf:datatype"), PREFIXES[prefix] + local)
            else:
                made.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
        case Node():
            made.append(_xml_node(value))
    return made

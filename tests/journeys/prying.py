"""Knocking at every address that could be guessed, and reading to the bottom whatever comes back."""

import gzip
import itertools
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import duckdb
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from gongkai.requests.models import Complaint, Consultation, Document, Group, Letter, Proceeding, Suggestion

FEEDS = ["atom", "rss", "json"]


def ids(rows: Any) -> list[int]:
    return sorted(rows.order_by().values_list("pk", flat=True))


def patterns() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of every address that the resolver knows, with what it needs to be told."""

    def walk(found: Any, prefix: str, known: list[str]) -> Iterator[tuple[str, list[str]]]:
        for each in found:
            told = [*known, *each.pattern.converters]
            if isinstance(each, URLResolver):
                inner = f"{prefix}{each.namespace}:" if each.namespace else prefix
                yield from walk(each.url_patterns, inner, told)
            elif isinstance(each, URLPattern):
                yield f"{prefix}{each.name}", told

    return walk(get_resolver().url_patterns, "", [])


class Guesses:
    """What somebody who knows the addresses by heart would put into them."""

    def __init__(self, world: SimpleNamespace) -> None:
        mine = [world.case.pk, world.ended.pk]
        self.cases = mine
        self.owners = {
            "letter": dict(Letter.objects.filter(request__in=mine).values_list("pk", "request")),
            "document": dict(Document.objects.filter(request__in=mine).values_list("pk", "request")),
        }
        self.by_name = {
            "account": [world.team.clerk.account],
            "attachment": [world.file.pk],
            "approval": [1],
            "case": mine,
            "change": ["withdrawn"],
            "chart": ["by-street", "fines"],
            "consultation": ids(Consultation.objects.filter(request__in=mine)),
            "document": ids(Document.objects.filter(request__in=mine)),
            "family": ["typo"],
            "form": ["pdf", "docx"],
            "format": FEEDS,
            "index": [0, 1],
            "key": ["finance"],
            "kind": ["notice"],
            "letter": ids(Letter.objects.filter(request__in=mine)),
            "name": ["returns"],
            "number": [world.item.number],
            "organisation": ["finance"],
            "path": ["0/000.p/2"],
            "portion": [0, 1],
            "proceeding": ids(Proceeding.objects.filter(request__in=mine)),
            "relation": [1],
            "remark": [1],
            "serial": [1],
            "sha256": [world.file.sha256],
            "token": ["x" * 32],
            "verb": ["sign"],
            "who": ["citizen", "organisation"],
            "year": [world.case.year],
        }
        self.at = {
            ("pk", "casework"): mine,
            ("pk", "letters"): mine,
            ("pk", "items"): [world.item.pk],
            ("pk", "reports"): [world.report.pk],
            ("pk", "after:complaint"): ids(Complaint.objects.filter(request__in=mine)),
            ("pk", "after:suggestion"): ids(Suggestion.objects.filter(request__in=mine)),
            ("pk", "after:group"): ids(Group.objects.filter(members__request__in=mine).distinct()),
            ("pk", "after:part"): [world.group.pk],
            ("pk", "after"): mine,
            ("pk", "asking:document"): self.by_name["document"],
            ("pk", "asking"): self.by_name["letter"],
            ("kind", "letters"): ["answer", "extension"],
            ("number", "registers"): [1],
            ("number", "reports"): [0],
            ("number", "portal:annual"): [1],
            ("number", "api:v1:batch"): [1],
            ("year", "portal:annual"): [2023],
            ("year", "reports"): [2023],
            ("key", "reports:section"): ["problems"],
            ("key", "portal:area"): ["fiscal"],
            ("key", "portal:feed-area"): ["fiscal"],
            ("key", "portal:obligation"): ["product-quality-checks"],
            ("key", "portal:feed-obligation"): ["product-quality-checks"],
            ("key", "portal:register"): ["product-checks"],
            ("key", "registers"): ["product-checks"],
            ("key", "api"): ["product-checks"],
            ("key", "desk:chapter"): ["clerk"],
            ("name", "desk:picture"): ["desk.png"],
            ("name", "portal:file"): [world.file.name],
            ("name", "portal:register-file"): ["entries", "product-checks"],
            ("format", "portal:register-file"): ["csv", "xlsx", "json", "parquet"],
            ("format", "portal:annual-report"): ["xlsx", "pdf", "docx"],
        }

    def of(self, what: str, name: str) -> list[Any]:
        """Return what to try for one part of an address: the nearest that is known of it."""
        near = [key for key in self.at if key[0] == what and name.startswith(key[1])]
        if near:
            return self.at[max(near, key=lambda key: len(key[1]))]
        if what == "number" and name.endswith(("-page", "-ranking")):
            return [1]
        return self.by_name[what] if what in self.by_name else self.cases

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield every address with its name; a paper or a letter with the case to which it belongs."""
        for name, parts in patterns():
            for told in itertools.product(*(self.of(part, name) for part in parts)):
                given = dict(zip(parts, told, strict=True))
                if all(
                    given["pk"] == self.owners[what][given[what]] for what in self.owners if what in given
                ):
                    yield name, reverse(name, kwargs=given)


QUESTIONS = (
    "/search/?q={}",
    "/search/?q={}&scope=title&sort=date",
    "/search/suggest/?q={}",
    "/api/v1/items?q={}",
    "/api/v1/registers/product-checks/entries?q={}",
    "/registers/product-checks/?q={}",
    "/desk/search/?q={}",
    "/desk/search/?q={}&palette",
    "/desk/items/?q={}",
    "/desk/requests/?group=all&q={}",
    "/desk/requests/?group=all&handler={}",
    "/desk/requests/proceedings/?q={}",
    "/desk/due/?scope=all&q={}",
    "/desk/people/?q={}",
    "/desk/log/?q={}",
)
"""Where one can ask for words. What stands in them is a part of a mark: the whole of it is no echo."""


ASKED_FOR = ("title", "name", "phone", "third")


def questions(marks: dict[str, str]) -> Iterator[str]:
    for each, name in itertools.product(QUESTIONS, ASKED_FOR):
        mark = marks[name]
        yield each.format(quote(mark[: max(2, len(mark) * 2 // 3)]))


LISTS = (
    "/desk/requests/?group=all",
    "/desk/requests/?group=ended",
    "/desk/requests/?organisation=finance&group=all",
    "/desk/requests/?group=all&handler=none",
    "/desk/due/?scope=all",
    "/desk/due/?scope=all&organisation=finance",
    "/desk/requests/satisfaction/?first=2008-01-01&last=2100-01-01",
    "/desk/requests/suggestions/?organisation=finance",
    "/requests/?organisation=finance",
    "/requests/apply/citizen/?organisation=finance",
)
PAPERS = ("/files/{sha256}/{name}", "/files/{key}/{name}", "/cases/{key}", "/cases/{folder}/{key}")


def lists(world: SimpleNamespace) -> Iterator[str]:
    """Yield lists narrowed by hand, and papers by the names under which they might lie."""
    yield from LISTS
    for each in Document.objects.filter(request__in=[world.case, world.ended]):
        for address in PAPERS:
            yield address.format(sha256=each.sha256, key=each.key, folder=each.key[:2], name="x.txt")


def texts(data: bytes) -> Iterator[str]:
    """Yield what can be read in a file: of an archive in its members, of a PDF on its pages."""
    yield data.decode(errors="replace")
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(data)) as bundle:
            for each in bundle.namelist():
                yield each
                yield from texts(bundle.read(each))
    elif data.startswith(b"%PDF"):
        yield "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).replace("\n", "")
    elif data.startswith(b"\x1f\x8b"):
        yield from texts(gzip.decompress(data))
    elif data.startswith(b"PAR1"):
        yield parquet(data)


def parquet(data: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(data)
        file.flush()
        return str(duckdb.sql(f"select * from read_parquet('{file.name}')").fetchall())


class Marks:
    """Words to be found in what is read, by name: as they are, or as JSON and addresses write them."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words
        self.names = {
            written: name
            for name, word in words.items()
            for written in (word, json.dumps(word)[1:-1], quote(word), quote_plus(word))
        }
        self.pattern = re.compile("|".join(map(re.escape, sorted(self.names, key=len, reverse=True))))

    def told_by(self, text: str) -> set[str]:
        """Return the names of those that stand in a text."""
        return {self.names[found] for found in self.pattern.findall(text)}

    def among(self, lines: set[str]) -> set[str]:
        """Return those of many short texts in which one stands."""
        return {line for line in lines if self.pattern.search(line)}


@dataclass
class Walk:
    """What one visitor was shown: by mark the addresses at which it stood, and what pages lead to."""

    client: Client
    marks: Marks
    seen: dict[str, set[str]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    leading: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)

    def get(self, *addresses: str) -> None:
        for address in addresses:
            self.look(address, self.client.get(address))

    def post(self, address: str, **data: Any) -> None:
        self.look(address, self.client.post(address, data))

    def look(self, address: str, response: Any) -> None:
        data = b"".join(response.streaming_content) if response.streaming else response.content
        self.statuses[address] = response.status_code
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        for text in (headers, unquote(headers), *texts(data)):
            for name in self.marks.told_by(text):
                self.seen.setdefault(name, set()).add(address)
        if response.get("Content-Type", "").startswith("text/html"):
            page = data.decode()
            self.leading |= set(re.findall(r'(?:href|action|src|formaction|hx-[a-z]+)="([^"]*)"', page))
            self.titles |= set(re.findall(r"<title>(.*?)</title>", page, re.S))


def walk(
    client: Client, world: SimpleNamespace, *, wanted: Callable[[str], bool] = lambda name: True
) -> Walk:
    """Return what a visitor is shown at every address."""
    made = Walk(client, Marks(world.marks))
    for name, address in Guesses(world).addresses():
        if wanted(name):
            made.get(address)
    for address in lists(world):
        made.get(address)
    return made

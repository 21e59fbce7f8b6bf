"""What an office file holds that nobody sees: kept copies of data, files within the file, addresses of links.

A chart is published with the workbook it was drawn from, a pivot table with all the rows it sums up.
"""

import re
from collections.abc import Iterator
from zipfile import ZipFile

from gongkai.items.reading import office
from gongkai.items.uploads import part, suffix_of

COPIES = {
    "数据透视表缓存": re.compile(r"xl/pivotCache/[^/]+\.xml"),
    "外部链接缓存": re.compile(r"xl/externalLinks/[^/]+\.xml"),
    "图表数据": re.compile(r"(?:xl|word|ppt)/charts/[^/]+\.xml"),
    "文件属性": re.compile(r"docProps/(?:app|custom)\.xml"),
    "内嵌数据": re.compile(r"customXml/item\d+\.xml"),
}
RELATIONS = re.compile(r"(?:xl|word|ppt)/.*_rels/[^/]+\.rels")
EMBEDDED = re.compile(r"(?:xl|word|ppt)/embeddings/[^/]+\.(?:xlsx|docx|pptx)")
DEEPEST = 2
Embedded = tuple[str, bytes]


def copies(container: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the words of parts that no program shows, each with its kind. Raises Refused."""
    for kind, pattern in COPIES.items():
        for name in office.parts(container, pattern):
            yield kind, "\n".join(_values(container, name))
    yield from _linked(container)
    yield from _printed(container)


def _linked(container: ZipFile) -> Iterator[tuple[str, str]]:
    for name in office.parts(container, RELATIONS):
        for each in office.elements(container, name, "{*}Relationship"):
            if each.get("TargetMode") == "External":
                yield "链接地址", each.get("Target", "")


def _printed(container: ZipFile) -> Iterator[tuple[str, str]]:
    for name in office.parts(container, office.SHEETS):
        if b"headerFooter" in part(container, name):
            for each in office.elements(container, name, f"{office.SHEET}headerFooter"):
                yield "页眉页脚", "\n".join(each.itertext())


def _values(container: ZipFile, name: str) -> Iterator[str]:
    for each in office.elements(container, name, "{*}*"):
        yield from filter(None, (each.text, each.get("v")))


def embedded(container: ZipFile) -> Iterator[Embedded]:
    """Yield the office files within an office file: their suffix, and what they hold. Raises Refused."""
    for name in office.parts(container, EMBEDDED):
        yield suffix_of(name), part(container, name)

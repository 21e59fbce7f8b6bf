"""Blocks of a web page: its main content, without navigation, scripts and what is around it."""

import re
from collections.abc import Iterator

from lxml import html

from gongkai.items.nesting import TooDeep, check
from gongkai.items.reading.blocks import Block
from gongkai.items.uploads import Refused, decode

SUFFIXES = {".html", ".htm"}
DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
AROUND = {"script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe"}
AROUND |= {"object", "embed", "svg", "select", "button", "title", "head", "textarea"}
MAIN = re.compile(r"\b(?:article|content|zoom|ucap|detail|main|text|trs_editor|news_con)", re.IGNORECASE)
PARAGRAPHS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "dt", "section"}
PARAGRAPHS |= {"article", "main", "body", "td", "center", "pre", "figcaption", "caption"}
BLANK = " \t\r\n\u3000\u00a0\u200b\ufeff"
ENOUGH = 0.3  # of the page's words: what is called its content and holds so many of them is it


def blocks(data: bytes) -> Iterator[Block]:
    """Yield headings, paragraphs and tables of the page's main content. Raises Refused."""
    text = _decoded(data)
    try:
        check(text)
        root = html.document_fromstring(text.replace("\0", "")) if text.strip() else None
    except TooDeep as error:
        raise Refused(f"网页{str(error).removeprefix('正文')}") from error
    except (ValueError, AssertionError, html.etree.ParserError) as error:
        raise Refused("网页中没有可以读取的内容") from error
    if root is None:
        return
    for each in list(root.iter()):
        if not isinstance(each.tag, str) or each.tag in AROUND:
            _drop(each)
    for number, (level, rows, words) in enumerate(_Lines(_main(root)).found, start=1):
        yield Block(words, f"第{number}段", level=level, rows=rows)


def _decoded(data: bytes) -> str:
    """Return the page's text in the encoding that it declares; others are told as those of text files."""
    declared = DECLARED.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(FAMILY.get(name, name), "strict").removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass  # it says what it is not
    return decode(data)


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _size(element: html.HtmlElement) -> int:
    return sum(len(text.strip(BLANK)) for text in element.itertext())


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """Return what holds the text: an element called so, or the smallest that holds most of the words."""
    body = root if root.tag == "body" else (root.find("body") if root.find("body") is not None else root)
    whole = _size(body)
    for each in body.iter("article", "main", "div", "td"):
        name = f"{each.get('id', '')} {each.get('class', '')}"
        is_named = each.tag in {"article", "main"} or MAIN.search(name)
        if is_named and _size(each) > whole * ENOUGH and each.xpath("boolean(.//p)"):
            return _with_title(each)
    return body


def _with_title(main: html.HtmlElement) -> html.HtmlElement:
    """Return the element, or what is just around it if the page's only heading stands there."""
    if main.xpath("boolean(.//h1)"):
        return main
    around = main.getparent()
    is_near = around is not None and around.xpath("boolean(./h1 | ./*/h1)")
    return around if is_near and _size(around) < 2 * _size(main) + 300 else main


Line = tuple[int, tuple[tuple[str, ...], ...], str]


class _Lines:
    """Headings, tables and paragraphs in order; nothing is said twice."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.found: list[Line] = []
        self.pending: list[str] = []
        self.root = root
        for event, element in html.etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._begin(element)
            else:
                self._end(element)
        self._close()

    def _begin(self, element: html.HtmlElement) -> None:
        if element.tag == "table" and _is_data(element):
            self._close()
            self.found.append((0, _rows(element), ""))
            tail = element.tail
            element.clear()
            element.tail = tail
        elif element.tag in PARAGRAPHS or element.tag == "br":
            self._close()
        self.pending.append(element.text or "")

    def _end(self, element: html.HtmlElement) -> None:
        if element.tag in PARAGRAPHS:
            self._close(int(element.tag[1]) if re.fullmatch("h[1-6]", element.tag) else 0)
        if element is not self.root:
            self.pending.append(element.tail or "")

    def _close(self, level: int = 0) -> None:
        words = re.sub(r"[ \t\r\n\u00a0]+", " ", "".join(self.pending)).strip(BLANK)
        self.pending.clear()
        if words:
            self.found.append((level, (), words))


def _is_data(table: html.HtmlElement) -> bool:
    """Whether a table holds data: old pages laid out everything in tables, one within another."""
    rows = table.xpath("./tr | ./tbody/tr | ./thead/tr")
    wide = any(len(row.xpath("./td | ./th")) > 1 for row in rows)
    return wide and not table.xpath("boolean(.//table)") and not table.xpath("boolean(.//td//p[5])")


def _rows(table: html.HtmlElement) -> tuple[tuple[str, ...], ...]:
    rows = []
    for row in table.iter("tr"):
        cells = (re.sub(r"\s+", " ", cell.text_content()).strip(BLANK) for cell in row.xpath("./td | ./th"))
        rows.append(tuple(cells))
    return tuple(row for row in rows if any(row))

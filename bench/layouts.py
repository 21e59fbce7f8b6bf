"""Official documents as offices lay them out (GB/T 9704-2012), made of the headers of real ones.

A line is (words, size in points, alignment); a row of cells stands for a table. The text between head and
signature is the same in all: what is measured is the head.
"""

import io
import zipfile
from datetime import date
from html import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
TO = "各省、自治区、直辖市人民政府，国务院各部委、各直属机构："
BODY = [
    "为贯彻落实党中央、国务院决策部署，进一步做好有关工作，现就有关事项通知如下：",
    "一、总体要求",
    "坚持稳中求进工作总基调，按照统一部署，明确责任分工，完善工作机制，确保各项任务按期完成，取得实效。",
    "（一）加强组织领导。各地区、各部门要高度重视，结合实际制定具体办法，及时协调解决工作中的困难和问题。",
    "二、工作安排",
    "1．各单位于每季度末报送进展情况，由办公厅汇总后按程序报告，重要情况随时报送，不得迟报、漏报和瞒报。",
]
Line = tuple[str, int, str] | tuple[str, ...]


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def cut(title: str, width: int = 20) -> list[str]:
    """Return a title in lines of nearly one length, as a typist cuts it."""
    count = -(-len(title) // width)
    size = -(-len(title) // count)
    return [title[start : start + size] for start in range(0, len(title), size)]


def body() -> list[Line]:
    return [(f"　　{text}", 16, "both") for text in BODY]


def signature(issuers: list[str], day: date) -> list[Line]:
    return [*[(f"{name}　　", 16, "right") for name in issuers], (f"{written(day)}　　", 16, "right")]


def titled(title: str) -> list[Line]:
    return [("", 16, "left"), *[(line, 22, "center") for line in cut(title)], ("", 16, "left")]


def red_head(facts: dict) -> list[Line]:
    """A document issued downwards: the issuer with 文件, the number below, centred."""
    mark = (
        " ".join(f"{facts['issuers'][0]}文件")
        if len(facts["issuers"][0]) < 6
        else f"{facts['issuers'][0]}文件"
    )
    head: list[Line] = [("000012", 16, "left"), ("特急", 16, "left"), (mark, 36, "center")]
    number: Line = (facts["number"], 16, "center")
    return [*head, ("", 16, "left"), number, *titled(facts["title"]), (TO, 16, "left"), *body(),
            *signature(facts["issuers"], facts["day"])]  # fmt: skip


def upward(facts: dict) -> list[Line]:
    """A document issued upwards: the number at the left, 签发人 at the right."""
    line = f"{facts['number']}　　　　　　　　签发人：王某某"
    return [(f"{facts['issuers'][0]}文件", 36, "center"), ("", 16, "left"), (line, 16, "both"),
            *titled(facts["title"]), ("国务院：", 16, "left"), *body(),
            *signature(facts["issuers"], facts["day"])]  # fmt: skip


def joint(facts: dict) -> list[Line]:
    """Several issuers, one below the other; all of them sign."""
    issuers = facts["issuers"] if len(facts["issuers"]) > 1 else [*facts["issuers"], "财政部"]
    marks: list[Line] = [(name, 30, "center") for name in issuers[:-1]]
    return [*marks, (f"{issuers[-1]}文件", 30, "center"), ("", 16, "left"), (facts["number"], 16, "center"),
            *titled(facts["title"]), (TO, 16, "left"), *body(), *signature(issuers, facts["day"])]  # fmt: skip  # noqa: E501


def letter(facts: dict) -> list[Line]:
    """A letter: the issuer alone at the head, the number at the right."""
    return [(facts["issuers"][0], 36, "center"), ("", 16, "left"), (facts["number"], 16, "right"),
            *titled(facts["title"]), ("教育部：", 16, "left"), *body(),
            *signature(facts["issuers"], facts["day"])]  # fmt: skip


def order(facts: dict) -> list[Line]:
    """An order: 令 and its serial, who signed, and then the text that it makes known."""
    head = (
        f"中华人民共和国{facts['issuers'][0]}令"
        if facts["issuers"][0] == "国务院"
        else f"{facts['issuers'][0]}令"
    )
    known = f"　　现公布《{facts['title']}》，自公布之日起施行。"
    return [(head, 36, "center"), ("第 707 号", 16, "center"), ("", 16, "left"), *titled(facts["title"]),
            (known, 16, "both"), *body(), *signature(facts["issuers"], facts["day"])]  # fmt: skip


def minutes(facts: dict) -> list[Line]:
    """Minutes of a meeting: the mark, the issue, the office and the day, then the title."""
    return [(f"{facts['issuers'][0]}常务会议纪要", 36, "center"), ("〔2018〕12号", 16, "center"),
            (f"{facts['issuers'][0]}　　　　　　　　{written(facts['day'])}", 16, "both"),
            *titled(facts["title"]), *body()]  # fmt: skip


def tabled(facts: dict) -> list[Line]:
    """A page of a site: the table of the header above the text."""
    rows: list[Line] = [
        ("索引号", facts["index"], "主题分类", facts["theme"]),
        ("发文机关", "、".join(facts["issuers"]), "成文日期", written(facts["day"])),
        ("标题", facts["title"], "发文字号", facts["number"]),
    ]
    return [*rows, *titled(facts["title"]), (TO, 16, "left"), *body(),
            *signature(facts["issuers"], facts["day"])]  # fmt: skip


def paired(facts: dict) -> list[Line]:
    """The same table with name and value in one cell, two of them in a row."""
    values = {"索引号": facts["index"], "主题分类": facts["theme"], "发文机关": "、".join(facts["issuers"]),
              "成文日期": written(facts["day"]), "标题": facts["title"], "文号": facts["number"]}  # fmt: skip
    cells = [f"{name}：{value}" for name, value in values.items()]
    return [*zip(cells[::2], cells[1::2], strict=True), *tabled(facts)[3:]]


def web(facts: dict) -> list[Line]:
    """As sites show it: the title, the number below it, no mark."""
    return [*titled(facts["title"]), (facts["number"], 16, "center"), ("", 16, "left"), (TO, 16, "left"), *body(),  # noqa: E501
            *signature(facts["issuers"], facts["day"])]  # fmt: skip


LAYOUTS = {
    "red head": red_head, "upward, 签发人": upward, "joint": joint, "letter": letter, "order": order,
    "minutes": minutes, "header table": tabled, "header in pairs": paired, "site": web,
}  # fmt: skip


def is_row(line: Line) -> bool:
    return not isinstance(line[1], int)


def as_text(lines: list[Line]) -> bytes:
    return "\r\n".join("\t".join(line) if is_row(line) else line[0] for line in lines).encode("gb18030")


def as_docx(lines: list[Line]) -> bytes:
    rows = [line for line in lines if is_row(line)]
    shown = [_table(rows)] if rows else []
    shown += [_paragraph(*line) for line in lines if not is_row(line)]
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" '
    page += 'w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    document = f"<w:document {W}><w:body>{''.join(shown)}{page}</w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in (
            ("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document),
        ):  # fmt: skip
            container.writestr(name, data)
    return buffer.getvalue()


def _paragraph(words: str, size: int, place: str) -> str:
    look = f'<w:rPr><w:sz w:val="{2 * size}"/></w:rPr>'
    return f'<w:p><w:pPr><w:jc w:val="{place}"/></w:pPr><w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'  # noqa: E501


def _table(rows: list[Line]) -> str:
    widths = (1300, 3300, 1300, 2900) if len(rows[0]) == 4 else (4600, 4200)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = '<w:tcPr><w:vAlign w:val="center"/></w:tcPr>'
    cells = ("".join(f"<w:tc>{look}{_paragraph(cell, 11, 'left')}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"  # noqa: E501

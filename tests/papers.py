"""Two official papers as offices write them, and how their words are compared after they were read back."""

import re
from datetime import date
from io import BytesIO

from docx import Document
from hypothesis import strategies as st
from pypdf import PdfReader

from gongkai.ui.paper import Cell, Fields, Heading, Numbered, Paper, Paragraph, QrCode, Table, cells

ON = date(2026, 11, 26)
ADDRESS = "https://www.example.gov.cn/requests/20261103-0007"
LETTER = Paper(
    organisation="白下区住房和城乡建设局",
    title="政府信息公开告知书",
    number="白住建公开〔2026〕17号",
    addressee="张三",
    blocks=(
        Paragraph("本机关于2026年11月3日收到您提交的政府信息公开申请。经审查，现答复如下："),
        Heading("一、予以公开的信息"),
        Paragraph("您申请的“房屋征收补偿方案”属于已主动公开的信息。\n获取该政府信息的方式和途径如下："),
        Heading("（一）途径", level=2),
        Numbered(("到本机关政府信息公开查阅点查阅、复制；", "登录区政府门户网站下载。")),
        Fields((("登记编号", "20261103-0007"), ("办理部门", "政府信息公开办公室"))),
        QrCode(ADDRESS, "扫码查看办理进度"),
    ),
    signature="白下区住房和城乡建设局",
    signed_on=ON,
    enclosures=("房屋征收补偿方案（节选）", "关于房屋征收补偿方案的批复"),
    footer="联系电话：025-00000000",
)
REPORT = Paper(
    organisation="白下区人民政府",
    title="白下区人民政府\n2026年政府信息公开工作年度报告",
    signed_on=date(2027, 1, 6),
    is_letter=False,
    blocks=(
        Heading("三、收到和处理政府信息公开申请情况"),
        Table(
            caption="申请情况统计表",
            header=(
                (Cell("勾稽关系", 3, 3), Cell("申请人情况", 4)),
                (Cell("自然人", 1, 2), Cell("法人或其他组织", 2), Cell("总计", 1, 2)),
                cells(["商业企业", "科研机构"]),
            ),
            rows=(
                (Cell("一、本年新收政府信息公开申请数量", 3), *cells([14069, 12, 0, 14081])),
                (Cell("三、本年度办理结果", 1, 4), Cell("（一）予以公开", 2), *cells([7, 1, 0, 8])),
                (Cell("（三）不予公开", 1, 2), Cell("1．属于国家秘密"), *cells([0, 0, 0, 0])),
                cells(["2．危及“三安全一稳定”", 2, 0, 0, 2]),
                (Cell("（七）总计", 2), *cells([9, 1, 0, 10])),
            ),
            notes=("注：统计期间为2026年1月1日至12月31日。",),
            widths=(2, 2, 5, 2, 2, 2, 2),
        ),
    ),
)
PAPERS = [LETTER, REPORT]

MARKS = st.sampled_from([*"#$\\*@_`<>[]{}()/~=+-'\"&%;:\n\t\x00\x1b。，“”（）", "//", "/*", "\r\n"])
STRANGE = st.sampled_from(
    ["\u202e", "\u200d", "\ufeff", "\ufe0f", "\u0301", "\ue000", "\U000f0000", "\uffff", "\ud800"]
    + ["𠀀", "😀", "葛\U000e0100"]
)
KINDS = st.characters(categories=["Cc", "Cf", "Mn", "Co", "Lo"])
CHARACTERS = st.one_of(st.characters(), KINDS, MARKS, STRANGE)
ANYTHING = st.lists(CHARACTERS, max_size=60).map("".join)
"""Whatever somebody may type, paste or send."""


def paper(*blocks, **changes):
    """Return a short letter of these blocks."""
    told = {"organisation": "白下区人民政府", "title": "答复书", "signed_on": ON, "blocks": blocks}
    return Paper(**(told | changes))


def joined(text):
    """Return a text without spaces, line ends and marks of no width."""
    return re.sub(r"[\s\u200b]", "", text)


def read_pdf(data):
    """Return the words of all pages in their order, without the numbers of the pages."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return "".join(re.sub(r"—\d+—$", "", joined(page)) for page in pages)


def read_docx(data):
    """Return the words of all paragraphs and cells in their order."""
    body = Document(BytesIO(data)).element.body
    return joined("".join(each.text or "" for each in body.iter("{*}t")))

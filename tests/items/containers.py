"""Files made on the spot: what a word processor writes, and what an attacker might."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
    '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
STYLES = (
    f'<w:styles {W}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="a"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="n"><w:name w:val="Normal"/></w:style></w:styles>'
)


def archive(entries: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in entries.items():
            container.writestr(name, data)
    return buffer.getvalue()


def docx(body: str, *, prolog: str = "", **extra: bytes | str) -> bytes:
    """Return a .docx whose body is ``body``; ``extra`` entries are named with ``__`` for a slash."""
    document = f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>"
    entries = {"[Content_Types].xml": TYPES, "word/document.xml": document, "word/styles.xml": STYLES}
    return archive(entries | {name.replace("__", "/"): data for name, data in extra.items()})


def paragraph(text: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

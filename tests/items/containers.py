"""Files made on the spot: what a word processor writes, and what an attacker might."""

import io
import zipfile
import zlib

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


def whole_docx(*lines: str, size: int = 32, extra: str = "") -> bytes:
    """Return a .docx that an office program opens too; ``size`` is in half points."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    types = TYPES.replace(
        'content-types">',
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>',
    )
    shown = "".join(
        f'<w:p><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{line}</w:t></w:r></w:p>' for line in lines
    )
    document = f"<w:document {W}><w:body>{shown}{extra}</w:body></w:document>"
    entries = {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document}
    return archive(entries)


def paragraph(text: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def pdf(
    *lines: str,
    catalog: bytes = CATALOG,
    entries: bytes = b"",
    extra: dict[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """Return a .pdf of one page with these lines; ``entries`` are added to the page, and
    ``extra`` adds objects or takes the place of 1 to 5."""
    text = b"".join(b"(%s) Tj T* " % line.encode("latin-1") for line in lines)
    objects = {
        1: catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(b"/Resources << /Font << /F1 5 0 R >> >> " + entries),
        4: stream(b"BT /F1 12 Tf 14 TL 50 700 Td %sET" % text if text else b""),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        **(extra or {}),
    }
    return numbered(objects, trailer)


def page(entries: bytes) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % entries


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<< /Filter /FlateDecode /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def packed(objects: dict[int, bytes], entries: bytes = b"/Type /ObjStm") -> bytes:
    """Return an object in which others are packed."""
    places, body = b"", b""
    for number, value in objects.items():
        places += b"%d %d " % (number, len(body))
        body += value + b" "
    return stream(places + body, entries + b" /N %d /First %d" % (len(objects), len(places)))


def numbered(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    data, places = HEAD, {}
    for number, value in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    end = (
        b"xref\n0 1\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
    )
    return data + end % (table, max(objects) + 1, trailer, len(data))


def illustrated(*pictures: bytes) -> bytes:
    """Return a .docx with pictures of which it does not say what they show."""
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="r{}"/>'
        "</w:drawing></w:r></w:p>"
    )
    numbers = range(1, len(pictures) + 1)
    related = "".join(f'<Relationship Id="r{n}" Target="media/{n}.png"/>' for n in numbers)
    return docx(
        paragraph("关于某事的通知") + "".join(drawing.format(n) for n in numbers),
        **{
            "word___rels__document.xml.rels": f'<Relationships xmlns="x">{related}</Relationships>',
            **{f"word__media__{n}.png": data for n, data in zip(numbers, pictures, strict=True)},
        },
    )

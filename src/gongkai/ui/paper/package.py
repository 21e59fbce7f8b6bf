"""The file of a .docx: only the parts that are ours, without the time at which it was written."""

from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from gongkai.ui.paper.looks import SUBSTITUTES

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOREIGN = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
"""Parts of the library's blank document that tell of another program or of styles that are not used."""


def packed(document: Document) -> bytes:
    """Return the file of the document; the same bytes for the same content."""
    for rels in (document.part.package.rels, document.part.rels):
        for name in [name for name, each in rels.items() if each.reltype.rsplit("/", 1)[-1] in FOREIGN]:
            del rels[name]
    _name_fonts(document)
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as parts, ZipFile(out, "w", ZIP_DEFLATED) as whole:
        for name in parts.namelist():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            whole.writestr(info, parts.read(name))
    return out.getvalue()


def _name_fonts(document: Document) -> None:
    """Write the table of fonts: what stands in for those that a machine has not."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    old = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{SPACE}">{fonts}</w:fonts>'
    )
    new = Part(old.partname, old.content_type, text.encode(), document.part.package)
    next(rel for rel in document.part.rels.values() if rel.target_part is old)._target = new

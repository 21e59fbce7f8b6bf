"""Read what somebody brings, each format in a process apart: documents whole, attachments for their words."""

import io
import re
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from gongkai.items import pdf, reading
from gongkai.items.reading import Reading, Words
from gongkai.items.reading.said import from_json
from gongkai.items.reading.web import SUFFIXES as PAGES
from gongkai.items.uploads import Refused, checked_name, media_type, suffix_of
from gongkai.proofing import apart

READER = "gongkai.items.reading.child"
PDF_READER = "gongkai.items.pdf.reading"
CONVERTED = {
    ".doc": (".docx", "", "MS Word 2007 XML"),
    ".wps": (".docx", "", "MS Word 2007 XML"),
    ".xls": (".xlsx", "MS Excel 97", "Calc MS Excel 2007 XML"),
    ".et": (".xlsx", "MS Excel 97", "Calc MS Excel 2007 XML"),
    ".ppt": (".pptx", "MS PowerPoint 97", "Impress MS PowerPoint 2007 XML"),
}
"""What the office program opens: as which present format, by which filters; a damaged workbook is no text."""
PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
SMALLEST_PICTURE = 400  # bytes; there is no room for letters in fewer
READ = [".docx", ".doc", ".wps", ".pdf", ".ofd", ".txt", ".md", ".html", ".htm"]
"""What is read to a draft, the usual ones first."""
MOST_SCANS = 20  # pages of one file whose letters are recognised
CRASHED = "文件过大、过于复杂或者已损坏，在限定的时间和内存内没有读完，请另存后再上传，或者作为附件上传"


def read(data: bytes, name: str) -> Reading:
    """Return what a document says. Raises Refused with a sentence for one that cannot be read."""
    suffix = suffix_of(checked_name(name))
    if not data:
        raise Refused("文件是空的，请检查后重新上传")
    if suffix not in PAGES:
        media_type(io.BytesIO(data), name)
    if suffix not in READ:
        raise Refused("这种格式不能读入为正文，请作为附件上传")
    if suffix == ".pdf":
        return _read_pdf(data, name)
    if suffix in CONVERTED:
        return _asked(READER, converted(data, suffix), "converted.docx")
    return _asked(READER, data, f"read{suffix}")


def words(data: bytes, name: str) -> Words:
    """Return the words of an attachment, for search and checks. Raises Refused for a damaged file.

    Of a scanned PDF or a picture those that could be recognised, where the machine can.
    """
    suffix = suffix_of(name)
    if suffix == ".pdf":
        return _pdf_words(data)
    if suffix in PICTURES:
        return _picture_words(data, suffix)
    if suffix in CONVERTED and office():
        try:
            data, suffix = converted(data, suffix), CONVERTED[suffix][0]
        except Refused:
            return Words("", False)  # it may be taken as it is; that it was not read is said
    if suffix not in reading.WORDS:
        return Words("", False)
    found = apart.ask(READER, "words", data, f"read{suffix}")
    if found and isinstance(found[0], dict):
        raise Refused(found[0]["refused"])
    return Words(*found[0]) if found and found[0] else Words("", False)


def _asked(module: str, data: bytes, name: str) -> Reading:
    found = apart.ask(module, "read", data, name)
    said: dict[str, Any] = found[0] if found and found[0] else {"refused": CRASHED}
    if "refused" in said:
        raise Refused(said["refused"])
    return from_json(said)


def _pdf_words(data: bytes) -> Words:
    text, is_whole = pdf.words(data)
    if text.strip() or is_whole or not recogniser():
        return Words(text[: reading.MOST_WORDS], is_whole and len(text) <= reading.MOST_WORDS)
    return Words(recognised(data)[: reading.MOST_WORDS], False, True)


def _picture_words(data: bytes, suffix: str) -> Words:
    """Return the words in a picture; what a picture says besides them nobody knows."""
    seen = letters([(suffix, data)]) if len(data) > SMALLEST_PICTURE and recogniser() else ""
    return Words(seen[: reading.MOST_WORDS], False, bool(seen.strip()))


def _read_pdf(data: bytes, name: str) -> Reading:
    """Return what a PDF says: by its text, by recognised letters, or that it is a scan and says nothing."""
    text, _ = pdf.words(data)
    if text.strip():
        return _asked(PDF_READER, data, name)
    stem = PurePosixPath(name).stem[:300]
    seen = recognised(data) if recogniser() else ""
    if not seen.strip():
        told = "" if recogniser() else "；服务器安装文字识别程序（tesseract 及中文数据）后可以识别"
        finding = f"PDF 是扫描件，没有文字层：原件已作为附件，正文未读入{told}"
        return Reading({"title": stem}, "", (), (finding,), {"title": "文件名"}, is_scan=True)
    found = _asked(READER, seen.encode(), "recognised.txt")
    sources = {field: f"文字识别{where}" for field, where in found.sources.items()}
    finding = "正文由扫描件经文字识别（OCR）得出，可能有误，请逐字核对所附原件"
    return Reading(found.header, found.html, found.cited, (finding, *found.findings), sources, is_scan=True)


def office() -> str:
    """Return the program that opens old word-processor files, empty if there is none on this machine."""
    return shutil.which(settings.OFFICE_PROGRAM) or ""


def recogniser() -> str:
    """Return the program that reads letters off pictures, empty if there is none on this machine."""
    return shutil.which(settings.OCR_PROGRAM) or ""


def converted(data: bytes, suffix: str) -> bytes:
    """Return a file of an old office program in the present format. Raises Refused."""
    program, (present, before, after) = office(), CONVERTED[suffix]
    if not program:
        told = f"服务器没有安装 LibreOffice，不能读取 {suffix} 文件"
        raise Refused(f"{told}：请另存为 {present} 后再上传，或者作为附件上传")
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        options = ["--headless", "--norestore", *([f"--infilter={before}"] if before else [])]
        target = ["--convert-to", f"{present[1:]}:{after}", "--outdir", folder]
        apart.run([program, profile, *options, *target, str(source)], folder=folder)
        made = source.with_suffix(present)
        if not made.is_file():
            raise Refused(CRASHED)
        return made.read_bytes()


Picture = tuple[str, bytes]
"""The suffix of a picture's format, and the picture."""


def recognised(data: bytes) -> str:
    """Return the words read off the pictures of a scanned PDF, a page after the other; empty if none are."""
    return letters(scans(data)[:MOST_SCANS])


def scans(data: bytes) -> list[Picture]:
    """Return the picture of each page of a scanned PDF, as far as it is of a known coding."""
    pages = [each for each in apart.ask(PDF_READER, "scans", data) if each is not None]
    return [(suffix, bytes.fromhex(content)) for suffix, content in pages]


def letters(pictures: list[Picture]) -> str:
    """Return the words read off pictures, one after the other; empty if none are."""
    with tempfile.TemporaryDirectory(prefix="gongkai-ocr-") as folder:
        said = [_recognise(file, folder).decode("utf-8", "replace") for file in _laid_out(pictures, folder)]
    between = r"(?<=[\u3000-\u9fff\uff00-\uffef]) +(?=[\u3000-\u9fff\uff00-\uffef])"
    return "\n\n".join(re.sub(between, "", text) for text in said)


def lettered(pictures: list[Picture]) -> bytes:
    """Return a PDF of these pictures in which the letters stand where they were seen. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="gongkai-ocr-") as folder:
        listed = Path(folder) / "pages.txt"
        listed.write_text("\n".join(map(str, _laid_out(pictures, folder))))
        made = _recognise(listed, folder, "pdf")
    if not made.startswith(b"%PDF-"):
        raise Refused(CRASHED)
    return made


def _laid_out(pictures: list[Picture], folder: str) -> list[Path]:
    files = [Path(folder) / f"page{number}{suffix}" for number, (suffix, _) in enumerate(pictures)]
    for file, (_, content) in zip(files, pictures, strict=True):
        file.write_bytes(content)
    return files


def _recognise(file: Path, folder: str, *outputs: str) -> bytes:
    command = [recogniser(), str(file), "-", "-l", settings.OCR_LANGUAGE, "--psm", "6", *outputs]
    return apart.run(command, folder=folder)

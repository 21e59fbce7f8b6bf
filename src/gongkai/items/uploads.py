"""What may be uploaded: the type of a file told by its content, and what is refused, with a sentence."""

import codecs
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO

from gongkai.items import media, pdf, subtitles

MOST_ENTRIES = 5_000
MOST_BYTES = 400 * 1024 * 1024  # of a container when unpacked
HIGHEST_RATIO = 200  # how far an entry may shrink; office XML stays below 60
SMALL = 4 * 1024 * 1024  # below this the ratio does not matter
LONGEST_NAME = 120
MOST_TAGS = 1_000_000  # of one part that is held in memory as a tree
MOST_XML = 32 * 1024 * 1024  # of one part that is read

OOXML = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".docx": f"{OOXML}wordprocessingml.document",
    ".xlsx": f"{OOXML}spreadsheetml.sheet",
    ".pptx": f"{OOXML}presentationml.presentation",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    **media.TYPES,
}
OLE_SUFFIXES = {".doc", ".wps", ".xls", ".et", ".ppt"}
PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz", ".jar", ".iso"}
PROGRAMS = {
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".ps1",
    ".scr",
    ".msi",
    ".sh",
    ".com",
    ".lnk",
    ".hta",
}
PAGES = {".svg", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".xml"}
MACRO_SUFFIXES = {".docm", ".xlsm", ".pptm", ".dotm", ".xltm", ".xlam"}
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
SCRIPT = re.compile(
    rb"<\s*(script|iframe|object|embed)\b|javascript:|\bon(load|error|click)\s*=", re.IGNORECASE
)
VBA = "_VBA_PROJECT".encode("utf-16-le")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # NotImplementedError is one
)
"""What a damaged or forged container may raise while it is read."""


class Refused(ValueError):
    """A file that is not taken, with a sentence that says why."""


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def checked_name(name: str) -> str:
    """Return a plain file name; raise Refused for one that is a path, hidden, misleading or too long."""
    plain = name.strip()
    if not plain or plain.startswith(".") or "/" in plain or "\\" in plain or UNSEEN.search(plain):
        raise Refused("文件名不规范：不能为空，不能包含路径、控制字符，也不能以点开头")
    if len(plain) > LONGEST_NAME:
        raise Refused(f"文件名过长（{len(plain)}字），请缩短到{LONGEST_NAME}字以内")
    return plain


def media_type(file: IO[bytes], name: str) -> str:
    """Return the media type of a file whose content is what its name says; raise Refused otherwise.

    ``file`` is read from its beginning and need not stand there afterwards.
    """
    suffix = suffix_of(checked_name(name))
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise Refused("文件是空的，请检查后重新上传")
    _refuse_by_nature(head, suffix)
    if suffix not in MEDIA_TYPES:
        accepted = "、".join(each[1:] for each in MEDIA_TYPES)
        raise Refused(f"不接受“{suffix or '无扩展名'}”类型的文件，可以上传：{accepted}")
    _CHECKS[suffix](file, head, suffix)
    return MEDIA_TYPES[suffix]


def _refuse_by_nature(head: bytes, suffix: str) -> None:
    if suffix in PROGRAMS or head.startswith(PROGRAM_STARTS):
        raise Refused("这是可执行程序，不能上传")
    if suffix in MACRO_SUFFIXES:
        raise Refused("文件含有宏，请另存为不含宏的格式后再上传")
    if suffix in PAGES:
        has_script = SCRIPT.search(head) is not None
        raise Refused(
            "网页或 SVG 文件含有脚本，不能上传"
            if has_script
            else "不接受网页或 SVG 文件，请转换为 PDF 或图片"
        )
    if suffix in ARCHIVES:
        raise Refused("不接受压缩包，请逐个上传其中的文件")


def _mismatch(suffix: str) -> Refused:
    return Refused(f"文件内容不是 {suffix[1:]} 格式，可能已损坏或者改过扩展名")


def _pdf(file: IO[bytes], head: bytes, suffix: str) -> None:
    if b"%PDF-" not in head[:1024]:
        raise _mismatch(suffix)
    file.seek(0)
    if sentence := pdf.fault(file.read()):
        raise Refused(sentence)


def _image(file: IO[bytes], head: bytes, suffix: str) -> None:
    start = {".png": b"\x89PNG\r\n\x1a\n", ".webp": b"RIFF"}.get(suffix, b"\xff\xd8\xff")
    if not head.startswith(start) or (suffix == ".webp" and head[8:12] != b"WEBP"):
        raise _mismatch(suffix)


def _media(file: IO[bytes], head: bytes, suffix: str) -> None:
    if not media.looks_like(head, suffix):
        raise _mismatch(suffix)


def _subtitles(file: IO[bytes], head: bytes, suffix: str) -> None:
    file.seek(0)
    try:
        subtitles.cues(decode(file.read()))
    except subtitles.BadSubtitles as error:
        raise Refused(str(error)) from error


def _ole(file: IO[bytes], head: bytes, suffix: str) -> None:
    if not head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _mismatch(suffix)
    file.seek(0)
    data = file.read()
    if ENCRYPTED in data:
        raise Refused("文件设有密码，请去除密码后再上传")
    if VBA in data:
        raise Refused("文件含有宏，请另存为不含宏的格式后再上传")


def _text(file: IO[bytes], head: bytes, suffix: str) -> None:
    file.seek(0)
    decode(file.read())


def decode(data: bytes) -> str:
    """Return the words of a text file in UTF-8 (with or without its mark), UTF-16 with its mark or GB18030.

    Raises Refused for anything else.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    try:
        return _checked(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise Refused("无法识别文件的编码，请另存为 UTF-8 编码后再上传") from error


def _checked(text: str) -> str:
    if re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise Refused("文件不是文本：其中含有不可见的控制字符")
    return text


def _office(file: IO[bytes], head: bytes, suffix: str) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("文件设有密码或者是旧格式，请去除密码并另存为新格式后再上传")
    with opened(file, suffix) as container:
        names = set(container.namelist())
        if PARTS[suffix] not in names or "[Content_Types].xml" not in names:
            raise _mismatch(suffix)
        types = part(container, "[Content_Types].xml")
        if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refused("文件含有宏，请另存为不含宏的格式后再上传")


def _ofd(file: IO[bytes], head: bytes, suffix: str) -> None:
    with opened(file, suffix) as container:
        if "OFD.xml" not in container.namelist():
            raise _mismatch(suffix)


def opened(file: IO[bytes], suffix: str) -> zipfile.ZipFile:
    """Open a container whose entries may safely be read.

    Raises Refused for a bomb, a path that leads out of it, a password, a nested archive or a program.
    """
    file.seek(0)
    try:
        container = zipfile.ZipFile(file)
    except BROKEN as error:
        raise _mismatch(suffix) from error
    entries = container.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused("文件解压后过大，不能上传")
    for entry in entries:
        _check_entry(entry)
    return container


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        raise Refused("文件内部的路径不规范，可能含有恶意内容，不能上传")
    if entry.flag_bits & 0x1:
        raise Refused("文件设有密码，请去除密码后再上传")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
        raise Refused("文件的压缩率异常（疑似压缩炸弹），不能上传")
    if path.suffix.lower() in ARCHIVES | PROGRAMS:
        raise Refused("文件内部含有压缩包或者程序，不能上传")


def part(container: zipfile.ZipFile, name: str) -> bytes:
    """Return one entry of a container, never more than ``MOST_XML`` bytes whatever its header claims."""
    try:
        with container.open(name) as stream:
            data = stream.read(MOST_XML + 1)
    except BROKEN as error:
        raise Refused("文件已损坏，无法读取") from error
    if len(data) > MOST_XML:
        raise Refused("文件内部过大，不能读取")
    return data


def tree_part(container: zipfile.ZipFile, name: str) -> bytes:
    """Return one entry that is to be held as a tree: many small elements take far more room than their text.

    Raises Refused.
    """
    data = part(container, name)
    if data.count(b"<") > MOST_TAGS:
        raise Refused("文件内部的结构过于复杂，不能读取，请另存后再上传")
    return data


_CHECKS: dict[str, Callable[[IO[bytes], bytes, str], None]] = {
    ".pdf": _pdf,
    ".ofd": _ofd,
    **dict.fromkeys(PARTS, _office),
    **dict.fromkeys(OLE_SUFFIXES, _ole),
    **dict.fromkeys(media.TYPES, _media),
    **dict.fromkeys((".vtt", ".srt"), _subtitles),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp"), _image),
    **dict.fromkeys((".txt", ".csv", ".md"), _text),
}

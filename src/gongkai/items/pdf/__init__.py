"""What a PDF file holds: whether it may be taken, and its words; read in a process apart, within limits."""

from gongkai.proofing import apart

CHILD = "gongkai.items.pdf.child"
SENTENCES = {
    "active": "PDF 中含有脚本、启动动作或者嵌入文件，请去除后再上传",
    "encrypted": "PDF 设有密码或者使用限制，请去除后再上传",
    "broken": "PDF 已损坏，无法读取，请重新生成后再上传",
    "crowded": "PDF 的结构过于复杂，无法检查，请用“打印为 PDF”重新生成后再上传",
}


def fault(data: bytes) -> str:
    """Return the sentence that says why a file cannot be taken, or nothing."""
    found = apart.ask(CHILD, "check", data)
    return "" if found == [None] else SENTENCES[found[0] if found else "crowded"]


def words(data: bytes) -> tuple[str, bool]:
    """Return the words of all pages, comments and filled-in fields, and whether there are no more."""
    found = apart.ask(CHILD, "words", data)
    pages = [each for each in found if each is not None]
    is_whole = None in found and bool(pages) and all(whole for _, whole in pages)
    return "\n".join(text for text, _ in pages), is_whole


def pages(data: bytes) -> list[str]:
    """Return the words of each page, as far as they could be read."""
    return [each[0] for each in apart.ask(CHILD, "words", data) if each is not None]


def authors(data: bytes) -> list[str]:
    """Return whom the file names as its author: nobody or one."""
    return [each for each in apart.ask(CHILD, "authors", data) if each is not None]

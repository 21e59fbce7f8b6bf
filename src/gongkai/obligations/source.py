"""Read catalogue files: YAML into nodes that know their line. Nothing is executed, nothing is guessed."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml

from gongkai.obligations.node import BadCatalogue, Node, Problem, Value
from gongkai.ui import notation

LARGEST = 1024 * 1024
NOT_A_NAME = "名称应是普通的词，不能是 on、off、yes、no 或数字"
FLAGS = {"true": True, "false": False}


def decode(data: bytes, *, source: str) -> str:
    """Return the text of a file in UTF-8 (with or without BOM) or GB18030; raises BadCatalogue."""
    if len(data) > LARGEST:
        raise BadCatalogue([Problem(source, 0, f"文件过大（{len(data)} 字节），最多 1 MB")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadCatalogue([Problem(source, 0, "文件编码无法识别，请存为 UTF-8")])


def load(path: Path) -> Node:
    """Return the one document of a file; raises BadCatalogue with the line."""
    return read(decode(path.read_bytes(), source=path.name), source=path.name)


def read(text: str, *, source: str) -> Node:
    """Return the one document of ``text``; raises BadCatalogue with the line."""
    try:
        notation.require_plain(text)
        root = yaml.compose(text, Loader=notation.Loader)
        if root is None:
            raise BadCatalogue([Problem(source, 0, "文件是空的")])
        return _node(root, source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise BadCatalogue([Problem(source, line, f"不是有效的 YAML：{error.problem}")]) from None
    except yaml.YAMLError:
        raise BadCatalogue([Problem(source, 0, "不是有效的 YAML：含有不允许的字符")]) from None


def read_folder(folder: Path) -> Iterable[tuple[str, Node]]:
    """Yield the name and the content of every YAML file of a folder, by name."""
    for path in sorted(folder.glob("*.yaml")):
        yield path.name, read(decode(path.read_bytes(), source=path.name), source=path.name)


def _node(node: yaml.Node, source: str) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Node(_mapping(node, source), line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(each, source) for each in node.value], line)
    return Node(_scalar(node, source, line), line)


def _mapping(node: yaml.MappingNode, source: str) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not key.tag.endswith(":str"):
            raise BadCatalogue([Problem(source, line, NOT_A_NAME)])
        if key.value in entries:
            raise BadCatalogue([Problem(source, line, f"“{key.value}”写了两次")])
        child = _node(value, source)
        entries[key.value] = Node(child.value, line)
    return entries


def _scalar(node: yaml.Node, source: str, line: int) -> Value:
    kind = node.tag.rpartition(":")[2]
    try:
        return _plain(kind, str(node.value))
    except (KeyError, ValueError):
        raise BadCatalogue([Problem(source, line, f"“{node.value}”请加引号写成文字")]) from None


def _plain(kind: str, text: str) -> Value:
    """Return the value of a scalar; raises KeyError or ValueError for what YAML would guess at."""
    match kind:
        case "str":
            return text
        case "int" if text.isdecimal() and not (text.startswith("0") and len(text) > 1):
            return int(text)
        case "bool":
            return FLAGS[text]
        case "timestamp":
            return date.fromisoformat(text)
        case "null":
            return None
    raise ValueError(text)

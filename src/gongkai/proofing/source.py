"""Read lists of phrases and competences from YAML, each problem with its line. Nothing is executed."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from gongkai.proofing.header import Competence
from gongkai.proofing.phrases import FAMILIES, Phrase
from gongkai.proofing.rules import Weight
from gongkai.ui import notation

LARGEST = 1024 * 1024
LONGEST, LONGEST_REASON, MOST_ALLOWED = 40, 100, 60
WORDS = ("wrong", "right", "weight", "reason", "allowed", "since")
COMPETENCE = ("key", "words", "unless", "sentence", "article", "certain")
Made = TypeVar("Made")


class BadList(ValueError):
    """A list that cannot be used; ``problems`` are sentences with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Row(dict[str, Any]):
    """One mapping of a file, which remembers the line on which it begins."""

    line = 1


class Loader(notation.Loader):  # type: ignore[misc]
    """The safe loader with lines; repeated names are refused."""

    def row(self, node: yaml.MappingNode) -> Row:
        names = [str(name.value) for name, _ in node.value]
        if len(set(names)) < len(names):
            raise yaml.constructor.ConstructorError(None, None, "同一名称写了两次", node.start_mark)
        row = Row({str(key): value for key, value in self.construct_mapping(node, deep=True).items()})
        row.line = node.start_mark.line + 1
        return row


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, Loader.row)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without its mark) or GB18030. Raises BadList."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadList(["文件编码无法识别，请存为 UTF-8"])


def read_phrases(text: str, *, source: str) -> list[Phrase]:
    """Return the phrases of one file. Raises BadList with every problem in it."""
    top = _top(text, source, {"family", "weight", "words"})
    family, weight = top.get("family"), top.get("weight", "asks")
    if family not in FAMILIES:
        raise BadList([f"{source} 第1行：family 应为：{'、'.join(FAMILIES)}"])
    phrases = _each(top, "words", source, lambda row: _phrase(row, str(family), weight))
    seen: set[str] = set()
    if twice := [each.wrong for each in phrases if each.wrong in seen or seen.add(each.wrong)]:  # type: ignore[func-returns-value]
        raise BadList([f"{source}：“{wrong}”写了两次" for wrong in twice])
    return phrases


def read_folder(folder: Path) -> list[Phrase]:
    """Return the phrases of all files of a folder. Raises BadList."""
    found: dict[str, Phrase] = {}
    for path in sorted(folder.glob("*.yaml")):
        for phrase in read_phrases(decode(path.read_bytes()), source=path.name):
            if phrase.wrong in found:
                raise BadList([f"{path.name}：“{phrase.wrong}”在另一个文件里已经有了"])
            found[phrase.wrong] = phrase
    return list(found.values())


def read_competences(path: Path) -> tuple[Competence, ...]:
    """Return what a district may not publish of its own. Raises BadList."""
    top = _top(decode(path.read_bytes()), path.name, {"competences"})
    return tuple(_each(top, "competences", path.name, _competence))


def _top(text: str, source: str, known: set[str]) -> Row:
    if len(text) > LARGEST:
        raise BadList([f"{source}：文件过大，最多 1 MB"])
    try:
        notation.require_plain(text)
        top = Loader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadList([f"{source} 第{line}行：不是有效的 YAML，{error.problem}"]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise BadList([f"{source}：不是有效的 YAML"]) from None
    if not isinstance(top, Row) or not set(top) <= known:
        raise BadList([f"{source} 第1行：应当只有 {'、'.join(sorted(known))}"])
    return top


def _each(top: Row, name: str, source: str, make: Callable[[Row], Made]) -> list[Made]:
    rows = top.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, Row) for row in rows):
        raise BadList([f"{source} 第{top.line}行：{name} 应当是列表，每一项由“名称: 值”组成"])
    made, problems = [], []
    for row in rows:
        try:
            made.append(make(row))
        except ValueError as error:
            problems.append(f"{source} 第{row.line}行：{error}")
    if problems:
        raise BadList(problems)
    return made


def _phrase(row: Row, family: str, weight: object) -> Phrase:
    _known(row, WORDS)
    since = row.get("since")
    if since is not None and type(since) is not date:
        raise ValueError(f"since“{since}”应是日期，例如 2018-03-21")
    return checked(
        Phrase(
            wrong=_text(row, "wrong", LONGEST),
            right=_text(row, "right", LONGEST, empty=True),
            family=family,
            weight=_weight(row.get("weight", weight)),
            reason=_text(row, "reason", LONGEST_REASON, empty=True),
            allowed=tuple(_texts(row, "allowed")),
            since=since,
        )
    )


def checked(phrase: Phrase) -> Phrase:
    """Return the phrase; raise ValueError, with a sentence, for one that would find itself everywhere."""
    if len(phrase.wrong.strip()) < 2:
        raise ValueError(f"“{phrase.wrong}”太短，至少两个字")
    if phrase.wrong == phrase.right:
        raise ValueError(f"“{phrase.wrong}”与改后相同")
    if len(phrase.allowed) > MOST_ALLOWED:
        raise ValueError(f"例外最多{MOST_ALLOWED}个")
    if odd := [word for word in phrase.allowed if phrase.wrong not in word or phrase.wrong == word]:
        raise ValueError(f"例外“{odd[0]}”应是含有“{phrase.wrong}”的更长的词")
    return phrase


def _competence(row: Row) -> Competence:
    _known(row, COMPETENCE)
    groups = row.get("words")
    if not isinstance(groups, list) or not all(isinstance(group, list) and group for group in groups):
        raise ValueError("words 应是几组词，例如 [[重污染天气], [预警, 预报]]")
    return Competence(
        key=_text(row, "key", 40),
        words=tuple(tuple(map(str, group)) for group in groups),
        unless=tuple(_texts(row, "unless")),
        sentence=_text(row, "sentence", 200),
        article=_text(row, "article", 100),
        is_certain=row.get("certain", True) is True,
    )


def _known(row: Row, names: tuple[str, ...]) -> None:
    if unknown := [name for name in row if name not in names]:
        raise ValueError(f"不认识的词“{'、'.join(unknown)}”，可用的有：{'、'.join(names)}")


def _weight(value: object) -> Weight:
    try:
        return Weight(str(value))
    except ValueError:
        raise ValueError(f"weight“{value}”应为 blocks、asks 或 tells") from None


def _text(row: Row, name: str, limit: int, *, empty: bool = False) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name}“{value}”应是文字，请加引号")
    if not value and not empty:
        raise ValueError(f"缺少 {name}")
    if len(value) > limit:
        raise ValueError(f"{name} 最多 {limit} 字")
    return value


def _texts(row: Row, name: str) -> Iterator[str]:
    values = row.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} 应是几个词，例如 [甲, 乙]")
    yield from values

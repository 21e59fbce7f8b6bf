"""A catalogue file is read with its lines; whatever YAML would guess at is refused with a sentence."""

from datetime import date

import pytest

from gongkai.obligations import source
from gongkai.obligations.node import BadCatalogue


def problems(text):
    with pytest.raises(BadCatalogue) as caught:
        source.read(text, source="a.yaml")
    return str(caught.value)


def test_values_keep_their_kind_and_their_line():
    root = source.read("a: 文字\nb:\n  - 1\n  - 2019-05-15\n  - '20.10'\nc: true\nd:\n", source="a.yaml")
    assert [(word, node.line) for word, node in root.value.items()] == [
        ("a", 1),
        ("b", 2),
        ("c", 6),
        ("d", 7),
    ]
    assert [node.value for node in root.value["b"].value] == [1, date(2019, 5, 15), "20.10"]
    assert root.value["c"].value is True
    assert root.value["d"].value is None


@pytest.mark.parametrize(
    "scalar", ["20.10", "yes", "on", "0510", "1:30", "2019-02-30", "1_000", "2019-05-15 10:00:00"]
)
def test_what_yaml_would_guess_at_must_be_quoted(scalar):
    assert problems(f"a: 好\nb: {scalar}\n") == f"a.yaml 第2行：“{scalar}”请加引号写成文字"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\na: 2\n", "a.yaml 第2行：“a”写了两次"),
        ("on: 1\n", "a.yaml 第1行：名称应是普通的词，不能是 on、off、yes、no 或数字"),
        ("[a]: 1\n", "a.yaml 第1行：名称应是普通的词，不能是 on、off、yes、no 或数字"),
        ("", "a.yaml：文件是空的"),
        ("# 只有注释\n", "a.yaml：文件是空的"),
        ("a: &x 1\nb: *x\n", "a.yaml 第2行：不是有效的 YAML：不能使用锚点和引用（& 和 *）"),
        ("[" * 40 + "]" * 40, "a.yaml 第1行：不是有效的 YAML：层次过深"),
        ("a: \x00", "a.yaml：不是有效的 YAML：含有不允许的字符"),
    ],
)
def test_a_broken_file_is_named_with_its_line(text, sentence):
    assert problems(text) == sentence


def test_a_syntax_error_names_the_line():
    assert problems("a: 1\nb: [1, 2\n").startswith("a.yaml 第3行：不是有效的 YAML：")


def test_two_documents_are_refused():
    assert "不是有效的 YAML" in problems("a: 1\n---\nb: 2\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_may_come_in_the_encodings_that_offices_use(encoding):
    assert source.decode("一级事项: 预算".encode(encoding), source="a.yaml") == "一级事项: 预算"


@pytest.mark.parametrize(
    ("data", "words"), [(b"\xff\xff\xff", "编码无法识别"), (b"a" * (1024 * 1024 + 1), "文件过大")]
)
def test_other_bytes_are_refused(data, words):
    with pytest.raises(BadCatalogue, match=words):
        source.decode(data, source="a.yaml")

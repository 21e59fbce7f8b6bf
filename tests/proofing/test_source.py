from datetime import date

import pytest

from gongkai.proofing import source
from gongkai.proofing.rules import Weight
from gongkai.proofing.source import BadList

FILE = """family: name
weight: tells
words:
  - {wrong: 农业部, right: 农业农村部, since: 2018-03-21, allowed: [农业部门]}
  - {wrong: 监察局, weight: asks}
"""


def problems(text):
    with pytest.raises(BadList) as caught:
        source.read_phrases(text, source="a.yaml")
    return caught.value.problems


def test_a_file_is_read():
    first, second = source.read_phrases(FILE, source="a.yaml")
    assert (first.right, first.weight, first.since) == ("农业农村部", Weight.TELLS, date(2018, 3, 21))
    assert (second.right, second.weight, second.family) == ("", Weight.ASKS, "name")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("family: name", "family: nothing"), "a.yaml 第1行：family 应为"),
        (("family: name", "lists: name"), "应当只有"),
        (("weight: asks", "wait: asks"), "第5行：不认识的词“wait”"),
        (("weight: asks", "weight: shouts"), "第5行：weight“shouts”应为"),
        (("wrong: 监察局", "wrong: 监"), "太短"),
        (("wrong: 监察局", "wrong: 农业部"), "写了两次"),
        (("wrong: 监察局", "right: 监察局"), "缺少 wrong"),
        (("wrong: 监察局", "wrong: 12"), "请加引号"),
        (("since: 2018-03-21", "since: 去年"), "第4行：since“去年”应是日期"),
        (("[农业部门]", "农业部门"), "应是几个词"),
        (("[农业部门]", "[农村部]"), "例外“农村部”应是含有“农业部”的更长的词"),
        (("right: 农业农村部", "right: 农业部"), "与改后相同"),
        (("right: 农业农村部", "wrong: 农业部"), "同一名称写了两次"),
        (("words:", "words: 3"), "不是有效的 YAML"),
        (("[农业部门]", "&a [农业部门]"), ""),
        (("[农业部门]", "*a"), "锚点"),
        ((FILE, "family: name\nwords: 布署"), "words 应当是列表"),
        ((FILE, ""), "应当只有"),
        (("农业农村部", "长" * 41), "right 最多 40 字"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_line(change, sentence):
    if sentence:
        assert sentence in problems(FILE.replace(*change))[0]


def test_every_problem_is_said_at_once():
    wrong = FILE.replace("weight: asks", "weight: x").replace("2018-03-21", "昨天")
    assert len(problems(wrong)) == 2


def test_a_large_file_and_an_unknown_encoding_are_refused():
    assert "1 MB" in problems("#" * (source.LARGEST + 1))[0]
    assert source.decode("布署".encode("gb18030")) == "布署"
    with pytest.raises(BadList):
        source.decode(b"\xff\xff\xff")


def test_the_same_phrase_in_two_files_is_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(FILE)
    with pytest.raises(BadList, match="在另一个文件里已经有了"):
        source.read_folder(tmp_path)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{key: a, words: x, sentence: 不发, article: 某条}", "words 应是几组词"),
        ("{key: a, words: [[甲]], article: 某条}", "缺少 sentence"),
        ("{key: a, words: [[甲]], sentence: 不发, article: 某条, who: x}", "不认识的词“who”"),
    ],
)
def test_a_competence_says_what_it_needs(tmp_path, line, sentence):
    path = tmp_path / "competence.yaml"
    path.write_text(f"competences:\n  - {line}\n")
    with pytest.raises(BadList, match=sentence):
        source.read_competences(path)

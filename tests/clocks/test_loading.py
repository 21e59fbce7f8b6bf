"""The catalogue is read with errors that name file and line."""

import pytest

from gongkai.clocks.loading import BadCatalogue, calendar, limits

LIMIT = """\
limits:
  - key: a
    title: 甲
    article: 第一条
    amount: 5
    unit: hours
    valid_from: "2017-01-01"
"""
NOTICE = """\
year: 2030
notices:
  - title: 通知
    issued_on: "2029-11-01"
    days:
      - name: 元旦
        rest: ["2030-01-01"]
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "第1行：文件应当由"),
        ("- a\n", "第1行：文件应当由"),
        ("limits: [\n", "第2行：YAML 不能读取"),
        ("limits: 5\n", "第1行：limits 应当是列表"),
        ("limits:\n  - 5\n", "第1行：limits 应当是列表"),
        (LIMIT + "more: 1\n", "应当只有 limits"),
        (LIMIT.replace("hours", "weeks"), "第2行：unit 应当是"),
        (LIMIT + "    title: 乙\n", "第2行：YAML 不能读取，字段重复：title"),
        (LIMIT + LIMIT[8:], "第1行：“a”的两个版本"),
        (LIMIT.replace("amount: 5", "amount: !!python/name:os.system 5"), "第5行：YAML 不能读取"),
    ],
)
def test_a_bad_file_of_limits_is_refused_with_its_line(tmp_path, text, sentence):
    path = tmp_path / "limits.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=sentence) as caught:
        limits(path)
    assert str(caught.value).startswith("limits.yaml 第")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (NOTICE.replace("year: 2030", "year: 明年"), "第1行：应当只有 year"),
        (
            NOTICE.replace("    title", "    by: x\n    title").replace("- title", "- by: x\n    title"),
            "不认识的字段：by",
        ),
        (NOTICE.replace('"2029-11-01"', "明天"), "第3行：发文日期“明天”不是日期"),
        (NOTICE.replace('["2030-01-01"]', '["2030-02-30"]'), "第6行：“2030-02-30”不是日期"),
        (NOTICE.replace("      - name: 元旦\n        rest", "      rest"), "第3行：days 应当是列表"),
        (NOTICE.replace('rest: ["2030-01-01"]', 'work: ["2030-01-01"]'), "本来就是工作日"),
    ],
)
def test_a_bad_notice_is_refused_with_its_line(tmp_path, text, sentence):
    (tmp_path / "2030.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=sentence):
        calendar(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "2030.yaml").write_bytes(NOTICE.encode("gbk"))
    with pytest.raises(BadCatalogue, match="UTF-8"):
        calendar(tmp_path)


def test_a_changed_file_is_read_again(tmp_path):
    path = tmp_path / "2030.yaml"
    path.write_text(NOTICE, encoding="utf-8")
    first = calendar(tmp_path)
    assert calendar(tmp_path) is first
    path.write_text(NOTICE + '        work: ["2030-01-05"]\n', encoding="utf-8")
    assert calendar(tmp_path) is not first


def test_an_empty_catalogue_knows_no_year(tmp_path):
    assert calendar(tmp_path).years == frozenset()
    assert limits(tmp_path / "limits.yaml").keys == []

"""What may stand in a list is declared as data; what is not understood is refused with its line."""

import pytest
from django.conf import settings

from gongkai.obligations import services, source
from gongkai.obligations.columns import parse_columns
from gongkai.obligations.node import BadCatalogue, Wrong
from gongkai.obligations.services.reading import checked_columns

TEXT = (settings.CATALOGUE / "columns.yaml").read_text()
KNOWN = {row for each in services.columns().lists for row in each.obligations}


def parse(old="", new=""):
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    return parse_columns(source.read(text, source="columns.yaml"), obligations=KNOWN)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{key: identity, title", "{key: name, title", "代号“name”重复了"),
        ("key: identity", "key: Identity", "只能由小写字母"),
        ("[allowance-review,", "[no-such-duty,", "没有代号为“no-such-duty”的公开事项"),
        ("[housing-allocation]", "[allowance-review]", "已经属于另一种名单"),
        ("forbidden: [identity, account,", "forbidden: [身份证, account,", "不在允许的范围内"),
        ("sensitive:", "secret:", "不认识的词“secret”"),
        ("    title: 招生结果\n", "", "缺少：title"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(old, new, sentence):
    with pytest.raises(Wrong, match=sentence) as error:
        parse(old, new)
    assert error.value.line > 0


def test_a_file_that_is_wrong_is_named(tmp_path):
    path = tmp_path / "columns.yaml"
    path.write_text("columns: [x]\n")
    with pytest.raises(BadCatalogue, match="columns.yaml 第1行：缺少"):
        checked_columns(path, None)


def test_a_district_without_the_file_forbids_no_column(settings, tmp_path):
    settings.CATALOGUE = tmp_path
    assert services.columns().lists == ()


def test_a_heading_is_known_by_its_words_unless_another_word_says_otherwise():
    declared = parse()
    assert declared.of("身份证\n号码") == {"identity"}
    assert declared.of("监督电话") == frozenset()
    assert declared.of("联系电话") == {"phone"}
    assert (
        declared.of("") == declared.of("本表所列人员身份证号码均已核对无误，联系电话见附件二") == frozenset()
    )
    assert declared.title("account") == "银行账号"

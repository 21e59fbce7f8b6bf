"""The words by which an item is found, and with which a hit is shown."""

import pytest

from gongkai.items import rules
from gongkai.items.services.announcing import searchable
from tests import make

pytestmark = pytest.mark.django_db
BODY = "<h2>总体情况</h2><p>全年公开信息86条。</p><p>完善解读。</p>"


@pytest.mark.parametrize(
    ("abstract", "answer"),
    [
        ("全年公开信息86条。完善解读。", True),
        ("全年公开信息 86条。完善解", True),
        ("", True),
        ("全年公开信息87条。", False),
        ("全年公开信息86条。另有说明。", False),
    ],
)
def test_an_abstract_of_the_bodys_own_sentences_says_nothing_new(abstract, answer):
    assert rules.repeats(abstract, rules.plain_text(BODY)) is answer


def test_what_is_searched_says_nothing_twice_and_begins_with_the_text():
    words = {"body": BODY, "doc_number": "下财〔2017〕3号", "issuer": "下城区财政局"}
    told = make.item(abstract="全年公开信息86条。", **words).versions.get()
    assert searchable(told) == "总体情况\n全年公开信息86条。\n完善解读。\n下财〔2017〕3号\n下城区财政局"
    new = make.item(abstract="一年的工作。", **words).versions.get()
    assert searchable(new).splitlines()[0] == "一年的工作。"

"""The glossary is one word per concept, and the reference of the catalogue knows every word of its files."""

from collections import Counter

import pytest
from django.conf import settings

from gongkai.obligations.limits import LIMIT_WORDS
from gongkai.obligations.rules import INHERITED, OWN
from gongkai.ui import notation

TERMS = notation.load((settings.CATALOGUE / "terms.yaml").read_text())["terms"]
REFERENCE = (settings.SOURCE / "docs" / "reference" / "catalogue.md").read_text()
FIXED = (
    "索引号 文号 公开事项 公开主体 政策解读 依申请公开 答复 补正 意见征集 听证 民意调查 舆情回应 双随机 条目 "
    "巡查 考核 工作日 权力事项 政务服务事项 办件 工作要点 实施方案 备案 年度报告 政府信息"
).split()


def test_every_term_and_every_word_stands_once():
    for name in ("title", "word"):
        assert [text for text, number in Counter(term[name] for term in TERMS).items() if number > 1] == []


def test_a_term_has_an_identifier_and_perhaps_an_article():
    for term in TERMS:
        assert {"title", "word"} <= set(term) <= {"title", "word", "article"}
        assert term["word"].isascii()


@pytest.mark.parametrize("title", FIXED)
def test_the_words_the_house_has_fixed_are_in_the_glossary(title):
    assert title in {term["title"] for term in TERMS}


@pytest.mark.parametrize("word", dict.fromkeys((*OWN, *INHERITED, *LIMIT_WORDS)))
def test_the_reference_explains_every_word_of_a_catalogue_file(word):
    assert f"`{word}`" in REFERENCE

"""问答: pairs in, headings and paragraphs out, and back again."""

import pytest

from gongkai.items import questions, rules, services
from gongkai.items.questions import Pair
from tests import make
from tests.items.desk import newest, url

PAIRS = [Pair("谁可以申请？", "小微企业。\n个体工商户也可以。"), Pair("<b>何时</b>起？", "8月1日 & 以后")]


def test_pairs_become_headings_and_come_back_through_the_cleaning():
    body = rules.clean(questions.joined("<p>引言。</p>", PAIRS))
    assert "<p>引言。</p>" in body and "答：小微企业。</p><p>个体工商户也可以。</p>" in body
    assert "问：&lt;b&gt;何时&lt;/b&gt;起？" in body
    before, found = questions.parted(body)
    assert (before, found) == ("<p>引言。</p>", PAIRS)


@pytest.mark.parametrize("body", ["", "<p>没有问答。</p>", "<h2>背景</h2><p>因为。</p>"])
def test_a_body_without_questions_stays_as_it_is(body):
    assert questions.parted(body) == (body, [])
    assert questions.joined(body, []) == body


@pytest.mark.django_db
def test_questions_are_asked_and_answered_at_the_desk(enter, item):
    client = enter("clerk")
    sent = {"revision": newest(item).revision, "question_1": "谁可以申请？"}
    assert "问题和回答要成对填写" in client.post(url("ask", item), sent).content.decode()
    client.post(url("ask", item), sent | {"answer_1": "小微企业。"})
    assert "答：小微企业。" in newest(item).body
    page = client.get(url("ask", item)).content.decode()
    assert 'value="谁可以申请？"' in page and "问题4" in page
    late = client.post(url("ask", item), sent | {"answer_1": "大企业。"}).content.decode()
    assert "保存过此稿" in late and "大企业。" in late
    assert "小微企业。" in newest(item).body


@pytest.mark.django_db
def test_an_interpretation_by_questions_is_seen_as_one():
    version = make.drafted(make.staff(), kind="interpretation", body=questions.joined("", PAIRS))
    assert services.forms_of(version) == ["questions"]

"""What is found, in which order, and how many under each filter."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.search import finding, rules, services
from gongkai.search.embedded import writer
from gongkai.search.embedded.phrases import COMMON
from gongkai.search.embedded.schema import Entry
from tests.search.builders import found, on, put

pytestmark = pytest.mark.django_db

ALPHABET = "政务公开条例预算财政局下城区的和第一二三四五号〔〕（），。、“”《》\n \u3000abc ABC123-+.ＰÉ"
TEXTS = st.lists(st.text(alphabet=ALPHABET, min_size=1, max_size=80), min_size=1, max_size=12)


def entry(seq, title, text):
    facts = dict.fromkeys(("number", "organisation", "organisation_name", "area", "area_title"), "")
    facts |= dict.fromkeys(("kind", "validity", "theme", "genre"), "")
    return Entry(f"/items/{seq}/", seq, title, text, year=2017, published=seq, **facts)


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_part_of_a_title_or_text_finds_its_document(tmp_path_factory, texts, chance: random.Random):
    home = tmp_path_factory.mktemp("index")
    entries = [entry(seq, text[:10], text[10:]) for seq, text in enumerate(texts)]
    writer.rebuild(home, entries, upto=len(entries))
    for each in entries:
        for whole in filter(None, (each.title, each.text)):
            first = chance.randrange(len(whole))
            part = whole[first : first + chance.randint(1, 12)]
            hits = finding.find(finding.Query(part, size=1000), home=home).hits
            assert each.address in {hit.entry.address for hit in hits}, part


def test_a_word_hidden_from_every_dictionary_is_found():
    hidden = put(text="为做好下城区政务公开工作")
    put(text="别的事情")
    for part in ("城区政", "务公", "开工", "好", "区政务公开工"):
        assert found(part) == [hidden]


def test_common_phrases_are_found_like_any_other_string():
    in_text = put(text="县级以上人民政府的主管部门")
    in_title = put("致人民政府，主管部门")
    across = put(text="人民。政府")
    for part in ("人民政", "民政府", "人民政府", "主管部门"):
        assert set(found(part)) == {in_text, in_title}
    assert across not in found("人民政府")
    assert found("人民政府") == [in_title, in_text]


def test_every_common_phrase_is_written_as_it_is_asked():
    assert all(rules.parse(phrase).runs == (phrase,) and len(phrase) in (3, 4) for phrase in COMMON)


def test_neighbours_across_a_full_stop_are_not_a_word():
    put(text="依法公民，民主协商")
    assert found("“公民民主”") == []
    assert found("民，民") != []


def test_all_terms_must_stand_in_the_document():
    both = put(text="财政收入。预算公开。")
    put(text="财政收入。")
    put(text="预算公开。")
    assert found("财政 预算") == [both]


def test_the_number_comes_first_then_the_title_then_the_text():
    in_text = put("转发通知", "按照国办发〔2017〕24号执行")
    in_title = put("学习国办发〔2017〕24号的通知", "正文")
    same = put("政务公开工作要点", "正文", number="330103--2017--0001\n国办发〔2017〕24号")
    assert found("国办发[2017]24号") == [same, in_title, in_text]


def test_the_very_title_comes_before_longer_titles_and_texts():
    in_text = put("别的", "政务公开工作要点" * 30)
    longer = put("2017年政务公开工作要点解读", "政务公开工作要点" * 5)
    same = put("政务公开工作要点", "正文")
    assert found("政务公开工作要点") == [same, longer, in_text]


def test_one_character_finds_titles_first():
    in_text = put("别的事", "税")
    in_title = put("税收", "正文")
    assert found("税") == [in_title, in_text]


def test_newest_first():
    old, new = put(text="预算", **on(2015)), put(text="预算公开", **on(2018))
    assert found("预算", newest_first=True) == [new, old]


def test_a_question_finds_what_resembles_it():
    near = put("企业补贴申请办法", "企业申请财政补贴资金，应当提交材料。")
    put("道路施工公告", "围挡施工。")
    services.index()
    results = finding.find(finding.Query("我们企业如何申请财政补贴？"))
    assert results.is_nearest
    assert results.hits[0].entry.address == near
    assert any(piece.is_match for piece in results.hits[0].excerpt)


def test_counts_among_the_nearest_are_what_a_choice_leaves():
    for publisher in ("finance", "finance", "health"):
        put(text="企业申请财政补贴资金", publisher_key=publisher)
    services.index()
    asked = "我们企业如何申请财政补贴？"
    counts = {c.value: c.count for c in finding.find(finding.Query(asked)).choices["organisation"]}
    assert counts == {"finance": 2, "health": 1}
    for publisher, count in counts.items():
        assert len(found(asked, chosen={"organisation": publisher})) == count


def test_the_nearest_can_be_ordered_by_date():
    near = put("企业申请财政补贴", "企业申请财政补贴", **on(2012))
    far = put(text="企业", **on(2018))
    asked = "我们企业如何申请财政补贴？"
    assert found(asked) == [near, far]
    assert found(asked, newest_first=True) == [far, near]


def test_a_quoted_sentence_finds_itself_or_nothing():
    put("企业补贴申请办法", "企业申请财政补贴资金，应当提交材料。")
    assert found("“我们企业如何申请财政补贴”") == []


def test_filters_leave_only_what_they_say():
    wanted = put(text="预算", publisher_key="finance", area_key="budget", validity="repealed", **on(2016))
    put(text="预算", publisher_key="health", **on(2016))
    put(text="预算", **on(2012))
    chosen = {"organisation": "finance", "area": "budget", "validity": "repealed"}
    assert found("预算", chosen=chosen, first_year=2015, last_year=2017) == [wanted]


def test_counts_are_exact_and_ignore_their_own_filter():
    for year, publisher in ((2015, "finance"), (2016, "finance"), (2016, "health")):
        put(text="预算", publisher_key=publisher, publisher_name=publisher.title(), **on(year))
    put(text="别的", publisher_key="health", publisher_name="Health")
    services.index()
    results = finding.find(finding.Query("预算", chosen={"organisation": "finance"}))
    assert results.total == 2
    assert {c.value: c.count for c in results.choices["organisation"]} == {"finance": 2, "health": 1}
    assert {c.value: c.count for c in results.choices["year"]} == {"2015": 1, "2016": 1}
    assert {c.title for c in results.choices["organisation"]} == {"Finance", "Health"}


def test_the_present_name_of_a_department_is_shown():
    put(text="预算", publisher_name="财政局旧名", **on(2010))
    put(text="预算", publisher_name="财政局新名", **on(2017))
    services.index()
    assert [c.title for c in finding.find(finding.Query("预算")).choices["organisation"]] == ["财政局新名"]


def test_without_terms_everything_is_listed_newest_first():
    old, new = put(**on(2015)), put(**on(2018))
    assert found("") == [new, old]


def test_pages_follow_each_other_without_repetition():
    all_of_them = {put(text="预算") for _ in range(7)}
    services.index()
    pages = [finding.find(finding.Query("预算", offset=offset, size=3)).hits for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert {hit.entry.address for page in pages for hit in page} == all_of_them


def test_without_an_index_the_answer_says_so():
    assert not finding.find(finding.Query("预算")).is_ready
    assert finding.suggest("预算") == []


@pytest.mark.parametrize(
    "mode", [{}, {"chosen": {"area": "x' OR 1"}}, {"first_year": -5}, {"last_year": 10**30}]
)
@given(text=st.text(max_size=80))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_refused(mode, text):
    put("政务公开", "正文", seq=1)
    services.index()
    finding.find(finding.Query(text, **mode))
    finding.suggest(text)


def test_suggestions_begin_with_what_was_typed_then_hold_it():
    holds = put("下城区预算公开", **on(2018))
    begins = put("预算公开办法", **on(2012))
    put("别的", "预算")
    services.index()
    assert [entry.address for entry in finding.suggest("预算")] == [begins, holds]
    assert [entry.address for entry in finding.suggest("公开办")] == [begins]


def test_suggestions_know_numbers():
    wanted = put(number="330103--2017--0510\n下政办[2017]5号")
    put(number="330103--2018--0001")
    services.index()
    for typed in ("330103--2017", "下政办〔2017〕"):
        assert [entry.address for entry in finding.suggest(typed)] == [wanted]

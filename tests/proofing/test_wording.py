from datetime import date

import pytest

from gongkai.proofing import names, wording
from gongkai.proofing.phrases import Matcher, Phrase
from gongkai.proofing.rules import Weight
from tests.proofing.finding import paragraphs, spots

LISTED = [
    Phrase("布署", "部署", "typo"),
    Phrase("部份", "部分", "typo", allowed=("部份额",)),
    Phrase("不明真相的群众", "", "banned", Weight.TELLS, "回应中不用的说法"),
    Phrase("台湾", "台湾地区", "banned"),
    Phrase("台湾国", "", "banned", Weight.BLOCKS),
]
RENAMED = [
    Phrase("农业部", "农业农村部", "name", Weight.TELLS, allowed=("农业部门",), since=date(2018, 3, 21)),
    Phrase("《合同法》", "《民法典》", "law", Weight.TELLS, since=date(2021, 1, 1)),
]


def found(text):
    return list(wording.check(paragraphs(text), Matcher(LISTED)))


def old(text, on):
    return spots(names.check(paragraphs(text), Matcher(RENAMED), on=on))


def test_a_wrong_word_is_found_with_place_reason_and_replacement():
    (each,) = found("请抓紧布署。")
    assert (each.place, each.start, each.end, each.replacement) == ("正文第1段", 3, 5, "部署")
    assert each.sentence == "“布署”：错别字，请改为“部署”"
    assert each.weight is Weight.ASKS


def test_a_phrase_without_replacement_is_to_be_rewritten():
    (each,) = found("这是不明真相的群众所为。")
    assert (each.replacement, each.remedy, each.weight) == (None, "删去或者改写", Weight.TELLS)
    assert "回应中不用的说法" in each.sentence


def test_within_a_word_in_which_it_is_right_a_phrase_is_not_found():
    assert found("转让全部份额。") == []
    assert [each.start for each in found("全部份额的一部份")] == [6]


def test_of_phrases_within_each_other_the_longest_is_found_once():
    assert [each.excerpt for each in found("所谓台湾国；来自台湾。")] == ["台湾国", "台湾"]


def test_an_empty_list_finds_nothing():
    assert list(wording.check(paragraphs("布署"), Matcher([]))) == []


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("报农业部备案。", date(2017, 7, 1), []),
        ("报农业部备案。", date(2018, 3, 21), [("name", "农业部")]),
        ("有关农业部门负责。", date(2019, 1, 1), []),
        ("按照原农业部的规定办理。", date(2019, 1, 1), []),
        ("原国土资源部、农业部的规定。", date(2019, 1, 1), []),
        ("农业部（现农业农村部）的规定。", date(2019, 1, 1), []),
        ("按照《农业部关于印发办法的通知》办理。", date(2019, 1, 1), []),
        ("依据《合同法》签订。", date(2020, 12, 31), []),
        ("依据《合同法》签订。", date(2021, 1, 1), [("law", "《合同法》")]),
        ("民法典施行，《合同法》同时废止。", date(2021, 1, 1), []),
        ("《合同法》、《物权法》同时废止。", date(2021, 1, 1), []),
    ],
)
def test_a_name_is_right_on_the_days_when_it_was_valid(text, on, expected):
    assert old(text, on) == expected


def test_a_name_that_an_organisation_of_the_site_bears_that_day_is_right():
    bodies = [names.Body("某市农业部分局", date(2008, 5, 1), date(2021, 3, 11))]
    for on, expected in [(date(2021, 3, 11), []), (date(2021, 3, 12), [("name", "农业部")])]:
        assert (
            spots(names.check(paragraphs("报农业部。"), Matcher(RENAMED), on=on, bodies=bodies)) == expected
        )
    law = [names.Body("《合同法》学会", date(2008, 5, 1))]
    found = names.check(paragraphs("依据《合同法》签订。"), Matcher(RENAMED), on=date(2022, 1, 1), bodies=law)
    assert spots(found) == [("law", "《合同法》")]


def test_organisations_that_are_no_more_are_old_names_from_the_next_day():
    rows = [("下城区人民政府", "拱墅区人民政府", date(2021, 3, 12)), ("短名", "", date(2021, 3, 12))]
    made = names.of_organisations(rows)
    assert [(each.wrong, each.right, each.since) for each in made] == [
        ("下城区人民政府", "拱墅区人民政府", date(2021, 3, 12))
    ]


def test_the_name_of_a_successor_that_holds_the_old_one_is_right():
    made = names.of_organisations([("下城区档案局", "新下城区档案局", date(2021, 3, 12))])
    assert list(Matcher(made).find("新下城区档案局")) == []
    assert len(list(Matcher(made).find("下城区档案局"))) == 1


def test_a_law_in_a_list_of_repealed_ones_is_right():
    others = "、".join(f"《中华人民共和国{name}法》" for name in ("继承", "收养", "担保", "物权", "侵权责任"))
    assert old(f"《合同法》、{others}、《中华人民共和国民法总则》同时废止。", date(2021, 1, 2)) == []
    assert len(old(f"依照《合同法》、{others}执行。", date(2021, 1, 2))) == 1


def test_a_text_of_old_names_alone_is_looked_through_once():
    times = 100_000
    assert len(old("农业部" * times, date(2020, 1, 1))) == times

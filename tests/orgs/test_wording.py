"""The log in words."""

from gongkai.orgs import wording


def test_acts_have_names_and_unknown_ones_keep_their_code():
    assert wording.verb("hire") == "开设账号"
    assert wording.verb("items.sign") == "签发"
    assert wording.verb("something.else") == "something.else"


def test_details_are_words_without_what_is_empty():
    told = wording.details({"is_lead": True, "due_on": "2017-12-01", "publish_at": "", "other": 0})
    assert told == [("牵头", "是"), ("期限", "2017-12-01")]
    assert wording.details({"is_lead": False}) == [("牵头", "否")]


def test_long_lists_and_texts_are_cut_short():
    assert wording.details({"added": list("abcdefg")}) == [("新增", "a、b、c、d、e等 7 项")]
    assert wording.details({"added": ["a", "b"]}) == [("新增", "a、b")]
    ((_, words),) = wording.details({"reason": "长" * 500})
    assert len(words) == wording.LONGEST + 1


def test_things_have_names_and_those_everyone_may_see_have_an_address():
    assert wording.thing("person:clerk-finance") == ("账号 clerk-finance", "/desk/people/clerk-finance/")
    assert wording.thing("item:71") == ("政府信息 71", "")
    assert wording.thing("catalogue") == ("主动公开基本目录", "")
    assert wording.thing("something:else") == ("something else", "")

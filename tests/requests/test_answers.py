"""Each of the answers that the law knows: what it must contain, what must have happened, what it tells."""

from datetime import date

import pytest

from gongkai.requests import services
from gongkai.requests.declared import law
from gongkai.requests.models import Letter, Record
from gongkai.requests.rules import outcomes_on
from gongkai.requests.services import letters
from tests import make
from tests.requests.letters import office

pytestmark = pytest.mark.django_db

GIVEN = {
    "where": "政府网站“财政信息”栏目",
    "manner": "到机关一楼大厅查阅",
    "reason": "属于部门内部管理",
    "article": "《保守国家秘密法》第九条",
    "consultation": "不公开会对公共利益造成重大影响",
    "no-contrary-law": "没有法律、法规、规章规定应当公开",
    "search": "检索档案系统，没有结果",
    "earlier": "下财公复〔2025〕9号",
    "notice": "下财公复〔2026〕1号",
    "asked": "已要求说明理由",
    "proof": "期满未回复",
}
ALL = [each.key for each in law().outcomes]
NEW = [each.key for each in outcomes_on(law().outcomes, date(2026, 11, 23))]


def of_its_time(key):
    """Return a case on the subject of an answer, received while the text held that knows it."""
    day = date(2017, 3, 1) if key.endswith("-2007") else date(2026, 10, 12)
    return office(day, subject=law().outcome(key).subject)


def prepared(key):
    """Return a case in which what must come before an answer has happened."""
    desk = of_its_time(key)
    if key == "not-existing":
        services.happen(
            request=desk.case, kind=Record.SEARCH, words="检索档案系统", by=desk.clerk, at=desk.at
        )
    elif key == "abusive":
        desk.sent("reasons")
    elif key in {"not-corrected", "still-unclear"}:
        desk.serve(desk.sent("correction"))
        if key == "still-unclear":
            services.correct(request=desk.case, words="仍然", on=desk.at.date(), by=desk.clerk, at=desk.at)
    elif key == "not-paid":
        desk.serve(desk.sent("fee", given={"basis": "pages", "pages": "120"}))
    if key in {"not-corrected", "not-paid"}:
        desk.later(40)
    return desk


def given_for(key):
    return {need: GIVEN[need] for need in law().outcome(key).needs}


@pytest.mark.parametrize("key", ALL)
def test_every_answer_of_the_law_can_be_given_and_is_counted_in_its_row(key):
    desk = prepared(key)
    letter = desk.sent("answer", outcome=key, given=given_for(key))
    desk.case.refresh_from_db()
    assert (desk.case.decision, desk.case.counted_as) == (key, key)
    words = "".join(letter.paper["paragraphs"])
    for said in letter.given.values():
        assert said.rstrip("。") in words
    assert law().outcome(key).title in words


@pytest.mark.parametrize(
    ("key", "need"), [(each.key, need) for each in law().outcomes for need in each.needs]
)
def test_an_answer_without_what_it_must_contain_is_refused_at_its_field(key, need):
    desk = of_its_time(key)
    given = {**given_for(key), need: " "}
    with pytest.raises(letters.Incomplete) as refused:
        desk.submitted("answer", outcome=key, given=given)
    assert f"given-{need}" in [each.field for each in refused.value.faults]


def test_the_answers_offered_are_those_of_the_text_in_force_when_the_request_was_received():
    old, new = office(date(2017, 3, 1)), office(date(2026, 11, 23))
    assert {each.key for each in letters.outcomes(old.case)} == {
        key for key in ALL if key.endswith("-2007") and not key.startswith("own-")
    }
    assert [each.key for each in letters.outcomes(new.case)] == NEW
    with pytest.raises(letters.Incomplete, match="选择答复的种类"):
        new.submitted("answer", outcome="refused-2007", given=GIVEN)
    with pytest.raises(letters.Incomplete, match="选择答复的种类"):
        office(date(2020, 6, 1)).submitted("answer", outcome="not-paid", given=GIVEN)


def test_what_does_not_exist_was_searched_for():
    with pytest.raises(letters.Incomplete, match="应当检索"):
        office().submitted("answer", outcome="not-existing", given={"search": "没有"})
    desk = prepared("not-existing")
    assert desk.submitted("answer", outcome="not-existing", given={}).given["search"] == "检索档案系统"


def test_who_asks_too_much_was_asked_why():
    with pytest.raises(letters.Incomplete, match="要求申请人说明理由"):
        office().submitted("answer", outcome="abusive", given={"reason": "x", "asked": "x"})


@pytest.mark.parametrize("key", ["not-corrected", "still-unclear", "not-paid"])
def test_what_follows_a_notice_needs_one(key):
    with pytest.raises(letters.Incomplete, match="没有发出过补正或者收费的告知"):
        office().submitted("answer", outcome=key, given=given_for(key))


@pytest.mark.parametrize("key", NEW)
def test_no_decision_goes_without_its_remedy(key):
    desk = prepared(key)
    letter = desk.signed("answer", outcome=key, given=given_for(key))
    assert "行政复议" in letter.paper["paragraphs"][-1]
    assert "60日" in letter.paper["paragraphs"][-1]


def remedy(day, key):
    desk = office(day)
    return desk.signed("answer", outcome=key, given=given_for(key)).paper["paragraphs"][-1]


def test_since_2024_review_comes_first_against_a_refusal():
    before, after = remedy(date(2023, 12, 29), "internal"), remedy(date(2024, 1, 2), "internal")
    assert "也可以自收到本答复之日起6个月内" in before
    assert "应当先" not in before
    assert "应当先自收到本答复之日起60日内" in after
    assert "15日内" in after


def test_against_what_grants_each_way_stays_free():
    assert "也可以" in remedy(date(2024, 1, 2), "granted")


def test_the_paragraph_follows_the_day_of_the_answer_not_of_the_request():
    desk = office(date(2023, 12, 25))
    letter = desk.on(2024, 1, 2).signed("answer", outcome="internal", given=given_for("internal"))
    assert "应当先" in letter.paper["paragraphs"][-1]


def test_the_reviewing_government_is_that_of_the_region_and_of_the_government_the_one_above():
    make.organisation("gov", name="杭州市下城区人民政府", kind="government")
    assert "向杭州市下城区人民政府申请" in office().signed("answer").paper["paragraphs"][-1]
    body = make.organisation("government", name="下城区政府", kind="government")
    desk = office(organisation=body)
    assert "向杭州市人民政府申请" in desk.signed("answer").paper["paragraphs"][-1]


def test_an_answer_tells_in_order_when_what_why_decision_remedy():
    desk = office(date(2026, 11, 23))
    paper = desk.signed("answer", outcome="internal", given=given_for("internal")).paper
    said = paper["paragraphs"]
    places = [
        next(place for place, each in enumerate(said) if word in each)
        for word in (
            "2026年11月23日收到",
            "经审查",
            "依据《中华人民共和国政府信息公开条例》第十六条第一款",
            "不予公开",
            "行政复议",
        )
    ]
    assert places == sorted(places)
    assert paper["organisation"] == desk.case.organisation.name
    assert paper["signed_on"] == "2026-11-23"


def test_a_partial_answer_needs_a_redacted_copy_or_a_manner():
    desk = office()
    with pytest.raises(letters.Incomplete, match="获取的方式"):
        desk.submitted("answer", outcome="partly", given={"reason": "含个人信息"})
    copy = kept(desk, "redacted")
    draft = desk.case.letters.get()
    draft.request = desk.case
    words = letters.Words(outcome="partly", given={"reason": "含个人信息"}, enclosures=(copy,))
    letters.revise(letter=draft, words=words, by=desk.clerk, at=desk.at)
    letters.submit(letter=draft, by=desk.clerk, at=desk.at)
    letters.sign(letter=draft, by=desk.signer, at=desk.at)
    assert not copy_of(copy).is_for_applicant
    desk.send(draft)
    assert copy_of(copy).is_for_applicant, "once the answer went out"


def kept(desk, purpose):
    return services.keep(
        request=desk.case, purpose=purpose, name="支出表.txt", data="合计 12 万元".encode(),
        by=desk.clerk, at=desk.at,
    )  # fmt: skip


def copy_of(document):
    return type(document).objects.get(pk=document.pk)


def test_papers_of_the_inside_and_of_other_cases_are_not_enclosed():
    desk, other = office(), office()
    with pytest.raises(letters.Incomplete, match="只能附上"):
        desk.submitted("answer", enclosures=(kept(desk, "material"),))
    with pytest.raises(letters.Incomplete, match="不属于这件申请"):
        desk.draft("reasons", enclosures=(kept(other, "redacted"),))


def test_the_right_organ_can_be_named_with_its_contact():
    desk = office()
    given = {"reason": "由审计局制作", "organ": "下城区审计局（联系电话：0571-00000000）"}
    words = "".join(desk.signed("answer", outcome="not-ours", given=given).paper["paragraphs"])
    assert "可以向下城区审计局（联系电话：0571-00000000）申请" in words


def test_the_earlier_cases_of_the_same_applicant_are_found_without_a_name():
    first = office(id_number="330103197001010014")
    first.sent("answer")
    second, stranger = office(id_number="330103197001010014"), office(id_number="330103198001010019")
    assert [each.number for each in letters.earlier_answers(second.case)] == ["下财公复〔2026〕1号"]
    assert not letters.earlier_answers(stranger.case)
    assert Letter.objects.count() == 1

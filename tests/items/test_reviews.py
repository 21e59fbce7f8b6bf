"""清理: all normative documents in one round, done by departments, led by the openness office."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Item, ReviewEntry, ReviewRound
from gongkai.publication.models import Announcement
from tests import make

pytestmark = pytest.mark.django_db
DUE = date(2017, 7, 31)
CLOSING = {"basis": "下城区政府关于清理结果的决定", "since": date(2017, 7, 3)}


@pytest.fixture
def officer():
    return make.person("openness", make.office())


@pytest.fixture
def finance():
    return make.staff(make.organisation("finance"))


def normative(team, number, **fields):
    return make.published(team, title=f"办法{number}", doc_number=f"ZJAC01-2017-{number:04}", **fields)


def begun(officer, **fields):
    values = {"title": "2017年文件清理", "scope": "normative", "cutoff_on": make.NOW.date(), "due_on": DUE}
    return services.open_review(**{**values, **fields}, by=officer, at=make.NOW)


def say(entry, verdict, by):
    return services.state(entry=entry, verdict=verdict, reason="经评估", by=by, at=make.NOW)


def clock(organisation):
    return Clock.objects.filter(duty="normative-review", organisation=organisation).order_by("-pk").first()


def test_every_normative_document_in_force_gets_an_entry_of_who_answers_for_it(officer, finance):
    audit = make.staff(make.organisation("audit"))
    first, second = normative(finance, 1), normative(audit, 2)
    make.published(finance, title="普通通知")
    gone = normative(finance, 3)
    services.repeal(item=gone, basis="已废", since=make.NOW.date(), by=finance.signer, at=make.NOW)
    review = begun(officer)
    assert {(each.item, each.organisation) for each in review.entries.all()} == {
        (first, finance.organisation),
        (second, audit.organisation),
    }
    assert clock(finance.organisation).due_on == DUE and clock(audit.organisation).is_open


def test_policies_join_where_the_scope_says_so_and_later_documents_do_not(officer, finance):
    normative(finance, 1)
    old = date(2016, 6, 1)
    make.published(finance, kind="document", title="意见", published_on=old, made_on=old)
    assert begun(officer).entries.count() == 1
    assert begun(officer, scope="policies").entries.count() == 2
    assert begun(officer, scope="policies", cutoff_on=date(2017, 6, 30)).entries.count() == 1


def test_a_dissolved_departments_documents_are_its_successors(officer, finance):
    item = normative(finance, 1)
    heir = make.organisation("heir")
    finance.organisation.valid_to, finance.organisation.successor = date(2017, 7, 2), heir
    finance.organisation.save()
    entry = begun(officer).entries.get(item=item)
    assert entry.organisation == heir
    assert say(entry, "keep", make.person("clerk", heir)).verdict == "keep"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"scope": "all"}, "scope"),
        ({"due_on": date(2017, 7, 2)}, "due_on"),
        ({"cutoff_on": date(2001, 1, 1)}, "cutoff_on"),
    ],
)
def test_a_review_says_what_it_looks_at_and_until_when(officer, finance, wrong, field):
    normative(finance, 1)
    with pytest.raises(services.Unready) as refused:
        begun(officer, **wrong)
    assert refused.value.findings[0].field == field
    assert not ReviewRound.objects.exists()


def test_departments_speak_for_themselves_and_the_office_decides(officer, finance):
    normative(finance, 1)
    entry = begun(officer).entries.get()
    other = make.person("clerk", make.organisation("audit"))
    for person in (other, officer, finance.reviewer):
        with pytest.raises(services.NotAllowed, match="填报"):
            say(entry, "keep", person)
    with pytest.raises(services.Unready, match="请选择意见"):
        say(entry, "burn", finance.clerk)
    assert say(entry, "keep", finance.signer).stated_by == finance.signer
    with pytest.raises(services.NotAllowed, match="政务公开科"):
        services.accept(entries=[entry], by=finance.clerk, at=make.NOW)
    with pytest.raises(services.NotAllowed):
        begun(finance.clerk)


def test_the_clock_is_met_with_the_last_opinion_and_runs_again_when_one_is_returned(officer, finance):
    normative(finance, 1), normative(finance, 2)
    first, second = begun(officer).entries.order_by("item")
    say(first, "keep", finance.clerk)
    assert clock(finance.organisation).is_open
    say(second, "repeal", finance.clerk)
    assert clock(finance.organisation).met_at
    returned = services.turn_down(entry=second, note="仍在执行", by=officer, at=make.NOW)
    assert (returned.decision, clock(finance.organisation).is_open) == ("returned", True)
    assert (
        services.accept(entries=list(ReviewEntry.objects.filter(pk=first.pk)), by=officer, at=make.NOW) == 1
    )
    again = say(second, "keep", finance.clerk)
    assert (again.decision, again.note, clock(finance.organisation).met_at) == ("", "", make.NOW)


def test_nothing_is_returned_before_it_is_stated_or_without_a_reason(officer, finance):
    normative(finance, 1)
    entry = begun(officer).entries.get()
    with pytest.raises(services.IllegalMove, match="还没有填报"):
        services.turn_down(entry=entry, note="理由", by=officer, at=make.NOW)
    assert services.accept(entries=[entry], by=officer, at=make.NOW) == 0
    with pytest.raises(services.Unready, match="请说明退回理由"):
        services.turn_down(entry=say(entry, "keep", finance.clerk), note=" ", by=officer, at=make.NOW)


def ready(officer, finance):
    """Return a review of four documents, each with another verdict, all accepted."""
    items = [normative(finance, number) for number in range(1, 5)]
    review = begun(officer)
    for item, verdict in zip(items, ("keep", "amend", "repeal", "expire"), strict=True):
        say(review.entries.get(item=item), verdict, finance.clerk)
    services.accept(entries=list(review.entries.all()), by=officer, at=make.NOW)
    return review, items


def test_closing_repeals_and_expires_in_one_go_and_drafts_the_result(officer, finance):
    review, items = ready(officer, finance)
    preview = services.preview_review(review)
    assert [len(entries) for _, entries in preview.groups] == [1, 1, 1, 1] and preview.open == []
    before = Announcement.objects.count()
    closed = services.close_review(review=review, by=officer, at=make.NOW, **CLOSING)
    states = [Item.objects.get(pk=each.pk).validity for each in items]
    assert states == ["valid", "valid", "repealed", "expired"]
    assert [each.event for each in Announcement.objects.order_by("seq")[before:]] == ["repealed", "expired"]
    assert items[2].validities.first().basis == CLOSING["basis"]
    draft = closed.result.versions.get()
    assert draft.title == "2017年文件清理结果" and draft.stage == "draft"
    assert draft.abstract == "截至2017-07-03的文件清理结果：继续有效1件，修改1件，废止1件，宣布失效1件。"
    assert "废止的文件目录" in draft.body and f'<a href="{items[2].address}"' in draft.body


def test_the_result_becomes_public_as_every_item_does(officer, finance):
    review, _ = ready(officer, finance)
    draft = services.close_review(review=review, by=officer, at=make.NOW, **CLOSING).result.versions.get()
    office = make.staff(make.office())
    fields = {"obligation": make.obligation()}
    services.save(version=draft, fields=fields, revision=draft.revision, by=officer, at=make.NOW)
    make.published(office, version=draft)
    assert ReviewRound.objects.get().result.is_public


def test_a_review_with_open_questions_is_not_closed_and_nothing_changes(officer, finance):
    review, items = ready(officer, finance)
    services.turn_down(entry=review.entries.get(item=items[0]), note="再议", by=officer, at=make.NOW)
    with pytest.raises(services.Unready, match="还有1份文件"):
        services.close_review(review=review, by=officer, at=make.NOW, **CLOSING)
    assert {each.validity for each in Item.objects.all()} == {"valid"}
    with pytest.raises(services.NotAllowed):
        services.close_review(review=review, by=finance.signer, at=make.NOW, **CLOSING)


def test_a_document_repealed_meanwhile_is_not_repealed_twice(officer, finance):
    review, items = ready(officer, finance)
    services.repeal(item=items[2], basis="先行废止", since=make.NOW.date(), by=finance.signer, at=make.NOW)
    services.close_review(review=review, by=officer, at=make.NOW, **CLOSING)
    assert items[2].validities.filter(state="repealed").count() == 1


def test_one_refusal_undoes_the_whole(officer, finance):
    review, items = ready(officer, finance)
    with pytest.raises(services.Unready):
        services.close_review(
            review=review, basis="联系人张三，手机13812345678", since=DUE, by=officer, at=make.NOW
        )
    assert {each.validity for each in Item.objects.all()} == {"valid"}
    assert ReviewRound.objects.get().is_open


def test_a_closed_review_stays_as_it_is(officer, finance):
    review, items = ready(officer, finance)
    services.close_review(review=review, by=officer, at=make.NOW, **CLOSING)
    entry = review.entries.get(item=items[0])
    for act in (
        lambda: say(entry, "repeal", finance.clerk),
        lambda: services.accept(entries=[entry], by=officer, at=make.NOW),
        lambda: services.turn_down(entry=entry, note="再议", by=officer, at=make.NOW),
        lambda: services.close_review(review=review, by=officer, at=make.NOW, **CLOSING),
    ):
        with pytest.raises(services.IllegalMove, match="已经结束"):
            act()


def test_titles_are_escaped_in_the_result(officer, finance):
    make.published(finance, title="关于<b>某事</b>的办法", doc_number="ZJAC01-2017-0009")
    review = begun(officer)
    say(review.entries.get(), "keep", finance.clerk)
    services.accept(entries=list(review.entries.all()), by=officer, at=make.NOW)
    body = services.close_review(review=review, by=officer, at=make.NOW, **CLOSING).result.versions.get().body
    assert "关于&lt;b&gt;某事&lt;/b&gt;的办法" in body


def test_a_whole_review_at_the_desk(client, officer, finance):
    normative(finance, 1), normative(finance, 2)
    client.force_login(officer)
    opened = {"title": "清理", "scope": "normative", "cutoff_on": "2098-01-01", "due_on": "2098-02-01"}
    refused = client.post(reverse("items:review-open"), opened | {"due_on": "2001-01-01"})
    assert "填报期限不能早于今天" in refused.text and "2098-01-01" in refused.text
    page = client.post(reverse("items:review-open"), opened, follow=True)
    assert "共2份文件" in page.text and "各单位待填报" in page.text
    review = ReviewRound.objects.get()
    first, second = review.entries.order_by("item")
    client.force_login(finance.clerk)
    assert "2 份待填报" in client.get(reverse("items:reviews")).text
    for entry, verdict in ((first, "keep"), (second, "repeal")):
        sent = {"verdict": verdict, "reason": ""}
        assert "请说明理由" in client.post(reverse("items:review-entry", args=[entry.pk]), sent).text
        client.post(reverse("items:review-entry", args=[entry.pk]), sent | {"reason": "经评估"})
    client.force_login(officer)
    client.post(reverse("items:review-return", args=[first.pk]), {"note": "请补充依据"})
    assert "还不能结束" in client.get(reverse("items:review-close", args=[review.pk])).text
    client.force_login(finance.clerk)
    assert "退回：请补充依据" in client.get(reverse("items:review-entry", args=[first.pk])).text
    client.post(reverse("items:review-entry", args=[first.pk]), {"verdict": "keep", "reason": "已补充"})
    client.force_login(officer)
    client.post(reverse("items:review-accept", args=[review.pk]), {"entry": str(first.pk)})
    client.post(reverse("items:review-accept", args=[review.pk]))
    assert "废止 1 份" in client.get(reverse("items:review-close", args=[review.pk])).text
    closing = {"basis": "清理决定", "since": "2017-07-03"}
    done = client.post(reverse("items:review-close", args=[review.pk]), closing)
    assert done["Location"] == reverse("items:edit", args=[ReviewRound.objects.get().result_id])
    assert "已起草，待公开" in client.get(reverse("items:review-round", args=[review.pk])).text


def test_a_department_that_has_nothing_in_it_does_not_see_a_review(client, officer, finance):
    normative(finance, 1)
    review = begun(officer)
    client.force_login(make.person("clerk", make.organisation("audit")))
    assert client.get(reverse("items:review-round", args=[review.pk])).status_code == 404
    assert "2017年文件清理" not in client.get(reverse("items:reviews")).text
    late = make.NOW + timedelta(days=60)
    assert Clock.objects.overdue(late).filter(duty="normative-review").exists()

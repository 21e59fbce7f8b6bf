"""The time limit of a text: its kind, the moment from which hours run, the obligation it counts for."""

from datetime import date, timedelta

import pytest

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.law.deadlines import end_of
from gongkai.obligations import services as obligations
from tests import make
from tests.items.desk import fill, newest, url

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=2)


def after(amount, unit, kind):
    return {"form": "after", "event": "事件发生", "amount": amount, "unit": unit, "kind": kind, "key": ""}


def emergency(**fields):
    """An obligation whose limit is split by kind: five hours, a day, twenty working days."""
    forms = [
        after(5, "hours", "权威信息"),
        after(24, "hours", "新闻发布会"),
        after(20, "working_days", "其他"),
    ]
    values = {"limit": {"forms": forms, "certain": True}, "limit_text": "5小时内", **fields}
    return make.obligation("emergency", level2="突发事件", **values)


def the_clock():
    return Clock.objects.open().get()


def save(version, by, at=LATER, **fields):
    return services.save(version=version, fields=fields, revision=version.revision, by=by, at=at)


def test_hours_run_from_the_moment_at_which_the_draft_was_begun():
    make.drafted(make.staff(), obligation=emergency(), made_on=make.NOW.date())
    assert (the_clock().started_at, the_clock().due_at) == (make.NOW, make.NOW + timedelta(hours=5))


def test_saving_again_does_not_let_the_hours_run_anew():
    team = make.staff()
    version = make.drafted(team, obligation=emergency(), made_on=None)
    save(version, team.clerk, title="关于突发事件的情况")
    assert (the_clock().started_at, the_clock().title) == (make.NOW, "公开《关于突发事件的情况》")
    assert Clock.objects.count() == 1


def test_the_duty_of_a_draft_without_a_name_says_so():
    make.drafted(make.staff(), obligation=emergency(), made_on=None, title="")
    assert the_clock().title == "公开未填写名称的草稿"


def test_hours_of_a_text_made_on_an_earlier_day_run_from_the_end_of_that_day():
    make.drafted(make.staff(), obligation=emergency(), made_on=date(2017, 7, 2))
    assert the_clock().due_at.astimezone(make.SHANGHAI) == end_of(date(2017, 7, 2)) + timedelta(hours=5)


def test_a_change_under_a_limit_in_hours_runs_from_its_own_beginning():
    team = make.staff()
    item = make.published(team, obligation=emergency())
    services.revise(item=item, change="amend", by=team.clerk, at=LATER)
    assert the_clock().started_at == LATER


def test_the_kind_that_is_told_sets_the_limit_and_none_means_the_shortest():
    team = make.staff()
    version = make.drafted(team, obligation=emergency(), made_on=None)
    assert str(the_clock().length) == "5小时"
    version = save(version, team.clerk, limit_kind="其他")
    assert (str(the_clock().length), the_clock().started_at) == ("20个工作日", make.moment(2017, 7, 3, 0))
    version = save(version, team.clerk, limit_kind="新闻发布会")
    assert (str(the_clock().length), the_clock().started_at) == ("24小时", make.NOW)


def test_the_kind_is_not_part_of_what_is_published():
    version = make.drafted(make.staff(), obligation=emergency(), limit_kind="权威信息")
    assert "权威信息" not in str(version.content(validity="valid"))


@pytest.mark.parametrize(
    ("obligation", "sentence"),
    [
        ("fiscal-monthly", "公开事项“月度收支”没有“权威信息”这种适用情形；请重新选择，或者不选"),
        (None, "没有选择公开事项，不能说明“权威信息”这种适用情形"),
    ],
)
def test_a_kind_of_another_obligation_is_refused(obligation, sentence):
    chosen = make.obligation(obligation) if obligation else None
    with pytest.raises(services.Unready, match=sentence) as caught:
        make.drafted(make.staff(), obligation=chosen, limit_kind="权威信息")
    assert [finding.field for finding in caught.value.findings] == ["limit_kind"]


def test_a_new_version_drops_a_kind_that_the_catalogue_no_longer_knows():
    team, row = make.staff(), emergency()
    item = make.published(team, obligation=row, limit_kind="权威信息")
    row.limit = {"forms": [after(48, "hours", "舆情")], "certain": True}
    row.save()
    assert services.revise(item=item, change="correct", by=team.clerk, at=LATER).limit_kind == ""


def test_a_clock_follows_its_text_to_another_obligation():
    team = make.staff()
    version = make.drafted(team, obligation=make.obligation("first"))
    clock = the_clock()
    assert clock.obligation_key == "first"
    version = save(version, team.clerk, obligation=make.obligation("second"))
    assert (the_clock().pk, the_clock().obligation_key) == (clock.pk, "second")
    save(version, team.clerk, obligation=emergency())
    assert (the_clock().obligation_key, str(the_clock().length)) == ("emergency", "5小时")


def test_what_is_published_too_late_shows_at_its_obligation():
    team, row = make.staff(), make.obligation()
    version = make.drafted(team, made_on=date(2017, 5, 2), obligation=row)  # due on 31 May
    [before] = obligations.coverage([row], at=make.NOW).values()
    assert (before.count, before.overdue, before.is_in_time) == (0, 1, False)
    make.published(team, version=version)
    [found] = obligations.coverage([row], at=LATER).values()
    assert (found.count, found.overdue, found.late, found.is_in_time) == (1, 0, 1, False)


def test_the_editor_offers_the_kinds_of_the_chosen_obligation_without_javascript(enter, item):
    emergency()
    client = enter("clerk")
    assert '<select name="limit_kind"' not in client.get(url("edit", item)).text
    assert fill(client, item, obligation="emergency").status_code == 302
    page = client.get(url("edit", item)).text
    assert '<select name="limit_kind"' in page and '<option value="新闻发布会"' in page
    assert fill(client, item, obligation="emergency", limit_kind="新闻发布会").status_code == 302
    assert newest(item).limit_kind == "新闻发布会"
    assert "适用情形：新闻发布会" in client.get(url("detail", item)).text


def test_a_kind_that_does_not_belong_is_said_at_the_field(enter, item):
    page = fill(enter("clerk"), item, limit_kind="权威信息")
    assert page.context["form"].errors["limit_kind"] == [
        "公开事项“月度收支”没有“权威信息”这种适用情形；请重新选择，或者不选，按最短的期限计算"
    ]
    assert '<option value="权威信息" selected' in page.text


def test_the_kinds_follow_the_obligation_as_it_is_chosen(enter, item):
    emergency()
    client, sent = enter("clerk"), {"obligation": "emergency 突发事件", "limit_kind": "其他"}
    assert '<option value="其他" selected' in client.get(url("kinds", item), sent).text
    other = client.get(url("kinds", item), sent | {"obligation": "unheard-of"}).text
    assert 'type="hidden"' in other and "其他" not in other
    assert enter("other").get(url("kinds", item), sent).status_code == 404

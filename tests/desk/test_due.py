"""What is due, as list, board, calendar and feed."""

from datetime import date, timedelta

import pytest

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.desk import due, feed, services
from gongkai.desk.models import Choices
from gongkai.desk.standing import standing
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


def appoint(organisation, due_on, subject="obligation:x", title="月度收支"):
    return clocks.appoint(
        subject=subject,
        duty="test",
        title=title,
        organisation=organisation,
        due_on=due_on,
        by=None,
        at=NOW - timedelta(days=60),
    )


def one_of_each(organisation):
    days = {
        "overdue": date(2017, 6, 28),
        "today": date(2017, 7, 3),
        "soon": date(2017, 7, 10),
        "later": date(2017, 7, 11),
        "paused": date(2017, 6, 30),
    }
    made = {name: appoint(organisation, day, f"obligation:{name}") for name, day in days.items()}
    Clock.objects.filter(pk=made["paused"].pk).update(is_paused=True)
    return made


def test_each_clock_is_in_one_state_and_the_counts_agree_with_the_rows(team):
    made = one_of_each(team.organisation)
    rows = due.clocks(standing(team.clerk, at=NOW))
    assert due.counts(rows, NOW) == dict.fromkeys(due.STATES, 1)
    for state, clock in made.items():
        assert [due.state_of(each, NOW) for each in due.in_state(rows, state, NOW)] == [state]
        assert list(due.in_state(rows, state, NOW)) == [clock]
    assert due.in_state(rows, "nonsense", NOW).count() == 5


def test_the_board_has_a_column_for_each_state(team):
    one_of_each(team.organisation)
    columns = due.board(due.clocks(standing(team.clerk, at=NOW)), NOW)
    assert [(column.key, column.total, len(column.rows)) for column in columns] == [
        (state, 1, 1) for state in due.STATES
    ]


def test_like_duties_of_many_organisations_are_one_row(client, team):
    officer = make.person("openness", make.office())
    others = [make.organisation(key, short_name=f"区{key}局") for key in ("health", "audit")]
    for body in (team.organisation, *others):
        appoint(body, date(2017, 7, 10), f"obligation:{body.key}", title="办理结果和统计")
    appoint(others[0], date(2017, 7, 11), "obligation:z", title="办理结果和统计")
    rows = due.clocks(standing(officer, at=NOW), everyone=True)
    first, second = due.grouped(rows, due.groups(rows), NOW)
    assert [each.organisation for each in first.every] == ["区财政局", "区health局", "区audit局"]
    assert (second.total, second.first.due_on) == (1, date(2017, 7, 11))
    soon = next(column for column in due.board(rows, NOW) if column.key == "soon")
    assert (soon.total, len(soon.rows), soon.is_cut) == (3, 1, False)
    client.force_login(officer)
    for address in ("/desk/due/?scope=all", "/desk/due/board/?scope=all"):
        shown = client.get(address).text
        assert "区health局" in shown and "3项" in shown


def test_more_than_a_column_holds_is_cut_and_said(team):
    for day in range(13):
        appoint(team.organisation, date(2017, 8, 1) + timedelta(days=day), f"obligation:{day}")
    later = next(
        column for column in due.board(due.clocks(standing(team.clerk, at=NOW)), NOW) if column.key == "later"
    )
    assert (later.total, len(later.rows), later.is_cut) == (13, 12, True)


def test_others_clocks_are_the_openness_offices_to_see_alone(team):
    other = make.staff(make.organisation("health"))
    appoint(other.organisation, date(2017, 7, 5))
    officer = make.person("openness", make.office())
    assert not due.clocks(standing(team.clerk, at=NOW), everyone=True)
    assert not due.clocks(standing(officer, at=NOW))
    assert due.clocks(standing(officer, at=NOW), everyone=True).count() == 1


def test_the_month_marks_days_off_and_days_made_up_for(team):
    appoint(team.organisation, date(2017, 10, 9))
    weeks = due.month(
        due.clocks(standing(team.clerk, at=NOW)), date(2017, 10, 1), NOW, today=date(2017, 10, 9)
    )
    days = {day.day: day for week in weeks for day in week}
    assert (weeks[0][0].day, weeks[-1][-1].day) == (date(2017, 9, 25), date(2017, 11, 5))
    # 国办发明电〔2016〕17号: off from 1 to 8 October, work on Saturday 30 September
    assert not days[date(2017, 10, 3)].is_working and "放假" in days[date(2017, 10, 3)].note
    assert days[date(2017, 9, 30)].is_working and "调休" in days[date(2017, 9, 30)].note
    assert days[date(2017, 10, 9)].is_today and days[date(2017, 10, 9)].total == 1
    assert not days[date(2017, 10, 14)].is_working and not days[date(2017, 10, 14)].note


@pytest.mark.parametrize("address", ["/desk/due/", "/desk/due/board/", "/desk/due/calendar/?month=2017-07"])
def test_the_three_views_show_ones_own_clocks_alone(client, team, address):
    appoint(team.organisation, date(2017, 7, 5), title="自己的事")
    appoint(make.organisation("health"), date(2017, 7, 5), title="别人的事", subject="obligation:y")
    client.force_login(team.clerk)
    shown = client.get(address).text
    assert "自己的事" in shown and "别人的事" not in shown


@pytest.mark.parametrize(
    "query", ["month=x", "month=0000-13", "day=x", "state=x", "page=x", "organisation=%00"]
)
def test_nonsense_in_the_address_is_no_fault(client, team, query):
    client.force_login(team.clerk)
    for view in ("", "board/", "calendar/"):
        assert client.get(f"/desk/due/{view}?{query}").status_code == 200


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_the_feed_is_a_calendar_by_the_standard(team):
    appoint(team.organisation, date(2017, 7, 31), title="收支情况；" + "每月公开，" * 20)
    clocks_ = Clock.objects.select_related("organisation")
    text = feed.written(clocks_, site="http://desk.example", at=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20170731" in lines and "DTEND;VALUE=DATE:20170801" in lines
    assert "DTSTAMP:20170703T013000Z" in lines
    assert f"UID:clock-{clocks_[0].pk}@desk.example" in lines
    assert any(line.startswith("SUMMARY:到期：收支情况；") for line in lines)


def test_special_characters_are_escaped():
    assert feed.escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


def test_the_title_of_an_item_does_not_leave_the_desk(team):
    appoint(team.organisation, date(2017, 7, 31), "item:7", "公开《秘不示人》")
    assert "秘不示人" not in feed.written(Clock.objects.all(), site="http://x", at=NOW)


def opened(client):
    client.post("/desk/due/feed/")
    shown = client.get("/desk/due/calendar/").text
    return "/desk/due/feed/" + shown.split("/desk/due/feed/")[1].split(".ics")[0] + ".ics"


def test_the_address_opens_without_signing_in_until_it_is_changed_or_closed(client, team):
    appoint(team.organisation, date.today() + timedelta(days=9))
    client.force_login(team.clerk)
    first = opened(client)
    assert first not in client.get("/desk/due/calendar/").text
    assert Choices.objects.get().feed_hash not in first
    client.logout()
    answer = client.get(first)
    assert answer["Content-Type"].startswith("text/calendar") and "月度收支" in answer.text
    assert team.clerk.name not in answer.text and team.clerk.account not in answer.text
    client.force_login(team.clerk)
    second = opened(client)
    assert client.get(first).status_code == 404
    client.post("/desk/due/feed/close/")
    assert client.get(second).status_code == 404


def test_the_address_of_somebody_who_has_left_opens_nothing(client, team):
    token = services.open_feed(by=team.clerk, at=NOW)
    team.clerk.is_active = False
    team.clerk.save()
    assert client.get(f"/desk/due/feed/{token}.ics").status_code == 404

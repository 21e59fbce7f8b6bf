"""The calendar against the notices: three kinds of day, what was known when, and years not yet known."""

import csv
from datetime import date
from pathlib import Path

import pytest

from gongkai.clocks.loading import calendar
from gongkai.law.workdays import BadNotice, Calendar, DayKind, MarkedDay, Notice, notice_from, span

CALENDAR = calendar()
FACTS = Path(__file__).parents[3] / "shared/data/holidays/holidays_2007_2026.csv"


@pytest.mark.parametrize(
    ("day", "kind", "works", "reason"),
    [
        (date(2017, 9, 29), DayKind.ORDINARY, True, "工作日"),  # a plain Friday
        (date(2017, 9, 23), DayKind.ORDINARY, False, "周末"),  # a plain Saturday
        (date(2017, 9, 30), DayKind.MAKE_UP, True, "调休上班（中秋节、国庆节）"),  # a Saturday worked
        (date(2017, 10, 4), DayKind.HOLIDAY, False, "中秋节、国庆节放假"),  # a Wednesday off
        (date(2018, 12, 29), DayKind.MAKE_UP, True, "调休上班（元旦）"),  # by the notice of 2019
        (date(2022, 12, 31), DayKind.HOLIDAY, False, "元旦放假"),  # by the notice of 2023
    ],
)
def test_each_day_is_of_one_of_three_kinds(day, kind, works, reason):
    assert CALENDAR.kind(day) is kind
    assert CALENDAR.is_working(day) is works
    assert CALENDAR.reason(day) == reason


@pytest.mark.parametrize(
    ("year", "days"),
    [(2017, 249), (2018, 250), (2019, 250), (2020, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_a_year_has_as_many_working_days_as_published(year, days):
    assert CALENDAR.between(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_every_year_from_2007_to_2026_is_known():
    assert frozenset(range(2007, 2027)) == CALENDAR.years


def test_calendar_agrees_with_the_dated_facts_day_by_day():
    if not FACTS.exists():
        pytest.skip(f"the dated facts are not on this machine: {FACTS}")
    rows = list(csv.DictReader(FACTS.open(encoding="utf-8")))
    wrong = [
        row
        for row in rows
        if CALENDAR.is_working(date.fromisoformat(row["date"])) is not (row["type"] == "work")
    ]
    marked = {each.day for notice in CALENDAR.notices for each in notice.days}
    # 2020-02-03 is a plain Monday: the notice only says that work resumes.
    assert len(rows) > 600
    assert wrong == []
    assert {date.fromisoformat(row["date"]) for row in rows} - marked == {date(2020, 2, 3)}


def test_labour_day_of_2019_was_one_day_until_the_second_notice():
    before, since = CALENDAR.known_on(date(2019, 3, 21)), CALENDAR.known_on(date(2019, 3, 22))
    assert before.is_working(date(2019, 5, 2))
    assert not before.is_working(date(2019, 5, 5))
    assert not since.is_working(date(2019, 5, 2))
    assert since.is_working(date(2019, 5, 5))


def test_spring_festival_of_2020_was_prolonged_by_the_second_notice():
    before, since = CALENDAR.known_on(date(2020, 1, 26)), CALENDAR.known_on(date(2020, 1, 27))
    assert before.is_working(date(2020, 1, 31))
    assert before.kind(date(2020, 2, 1)) is DayKind.MAKE_UP
    assert not since.is_working(date(2020, 1, 31))
    assert since.kind(date(2020, 2, 1)) is DayKind.HOLIDAY
    assert since.notice(date(2020, 2, 1)).citation == "国办发明电〔2020〕1号"


def test_a_notice_without_a_number_is_cited_by_its_title():
    assert CALENDAR.notice(date(2008, 5, 2)).citation == "国务院办公厅关于2008年部分节假日安排的通知"


@pytest.mark.parametrize(
    ("day", "known_on", "settled"),
    [
        (date(2017, 6, 1), date(2016, 12, 1), True),
        (date(2017, 6, 1), date(2016, 11, 30), False),  # its notice came the day after
        (date(2018, 12, 28), date(2018, 12, 3), False),  # the notice of 2019 may still move late December
        (date(2018, 12, 28), date(2018, 12, 4), True),
        (date(2027, 3, 1), date(2026, 6, 1), False),  # nobody knows 2027 yet
        (date(2005, 3, 1), date(2026, 6, 1), False),  # before the first notice held
    ],
)
def test_a_day_is_settled_once_the_notices_that_decide_about_it_are_known(day, known_on, settled):
    assert CALENDAR.known_on(known_on).is_settled(day) is settled


def test_without_a_notice_a_day_counts_by_the_week_alone():
    empty = Calendar()
    assert empty.is_working(date(2017, 10, 2))
    assert not empty.is_working(date(2017, 10, 7))
    assert empty.notice(date(2017, 10, 2)) is None


def test_adding_counting_and_going_back_agree():
    start = date(2017, 9, 22)
    assert CALENDAR.add(start, 0) == start
    assert CALENDAR.add(start, 20) == date(2017, 10, 26)
    assert CALENDAR.between(start, date(2017, 10, 26)) == 20
    assert CALENDAR.between(date(2017, 10, 26), start) == -20
    assert CALENDAR.back(date(2017, 10, 26), 20) == start
    with pytest.raises(ValueError, match="不能为负"):
        CALENDAR.add(start, -1)


def test_span_reads_one_day_or_both_ends():
    assert span("2017-05-01") == [date(2017, 5, 1)]
    assert span("2017-09-30/2017-10-02")[-1] == date(2017, 10, 2)


@pytest.mark.parametrize("text", ["", "昨天", "2017-10-08/2017-10-01", "2017-02-30"])
def test_span_refuses_what_is_no_date(text):
    with pytest.raises(BadNotice):
        span(text)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": "通知", "days": []}, "缺少 issued_on"),
        ({"title": "通知", "issued_on": "去年", "days": []}, "不是日期"),
        ({"title": "通知", "issued_on": "2016-12-01", "days": {}}, "列表"),
        ({"title": "通知", "issued_on": "2016-12-01", "days": ["元旦"]}, "列表"),
        ({"title": "通知", "issued_on": "2016-12-01", "days": [{"rest": ["2017-01-01"]}]}, "必须有 name"),
        ({"title": "通知", "issued_on": "2016-12-01", "days": [{"name": "元旦", "off": []}]}, "只能写"),
        (
            {"title": "通知", "issued_on": "2016-12-01", "days": [{"name": "元旦", "rest": "2017-01-01"}]},
            "列表",
        ),
        (
            {"title": "通知", "issued_on": "2016-12-01", "days": [{"name": "元旦", "work": ["2017-01-03"]}]},
            "本来就是工作日",  # a Tuesday cannot be a make-up day
        ),
        (
            {"title": "通知", "issued_on": "2016-12-01", "days": [{"name": "元旦", "rest": ["2016-11-30"]}]},
            "不属于",  # a notice may reach back into December, not further
        ),
        (
            {
                "title": "通知",
                "issued_on": "2016-12-01",
                "days": [{"name": "元旦", "rest": ["2017-01-01", "2017-01-01"]}],
            },
            "出现两次",
        ),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(data, sentence):
    with pytest.raises(BadNotice, match=sentence):
        notice_from(data, 2017)


def test_a_later_notice_wins_whatever_the_order_of_loading():
    day = date(2030, 5, 2)
    first = Notice(2030, "一", "1", date(2029, 11, 1), (MarkedDay(day, DayKind.HOLIDAY, "劳动节"),))
    second = Notice(2030, "二", "2", date(2030, 3, 1), ())
    third = Notice(
        2030, "三", "3", date(2030, 3, 2), (MarkedDay(date(2030, 5, 5), DayKind.MAKE_UP, "劳动节"),)
    )
    assert Calendar((third, second, first)).kind(date(2030, 5, 5)) is DayKind.MAKE_UP
    assert not Calendar((third, second, first)).is_working(day)

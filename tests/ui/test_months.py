from datetime import date

import pytest
from django.template import Context, Template

from gongkai.ui import months


def test_a_month_begins_on_the_monday_of_its_first_week():
    found = months.weeks(date(2017, 7, 15), [], today=date(2017, 7, 3))
    assert (found[0][0].date, found[-1][-1].date) == (date(2017, 6, 26), date(2017, 8, 6))
    assert [day.date for week in found for day in week if day.is_today] == [date(2017, 7, 3)]
    assert not found[0][0].is_inside and found[0][5].is_inside


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        (date(2017, 1, 31), date(2016, 12, 1), date(2017, 2, 1)),
        (date(2017, 12, 1), date(2017, 11, 1), date(2018, 1, 1)),
        (date(2016, 2, 29), date(2016, 1, 1), date(2016, 3, 1)),
    ],
)
def test_months_follow_each_other(month, before, after):
    assert (months.before(month), months.after(month)) == (before, after)


def test_what_happens_stands_on_its_day_with_its_words_escaped():
    events = [{"date": date(2017, 7, 3), "kind": "公开", "title": "<b>", "href": "/desk/items/1/"}]
    source = Template("{% month_grid month events today %}")
    shown = source.render(Context({"month": date(2017, 7, 1), "events": events, "today": date(2017, 7, 4)}))
    assert '<a href="/desk/items/1/"><span>公开</span> &lt;b&gt;</a>' in shown
    assert shown.count("calendar-busy") == 1 and shown.count('aria-current="date"') == 1

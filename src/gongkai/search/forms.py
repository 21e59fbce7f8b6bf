"""What readers type and choose on the search page. A wrong value is named at its field; the rest works."""

from __future__ import annotations

from django import forms

from gongkai.search.embedded.schema import FILTERS
from gongkai.search.finding import DEEPEST, PAGE_SIZE, Query
from gongkai.search.rules import LONGEST_QUERY

SORTS = [("relevance", "按相关度"), ("date", "按公开时间")]
YEAR_WRONG = "请填写四位年份，例如 2017"


def year(label: str) -> forms.IntegerField:
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), YEAR_WRONG)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "placeholder": "年份"})
    return forms.IntegerField(
        label=label, required=False, min_value=1949, max_value=2100, widget=widget, error_messages=wrong
    )


class SearchForm(forms.Form):
    """The query in the address: every field may be missing; ``asked`` takes what is usable."""

    q = forms.CharField(
        label="检索词",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "data-suggest": "/search/suggest/"}
        ),
        error_messages={"max_length": f"检索词最多 {LONGEST_QUERY} 个字，已按前 {LONGEST_QUERY} 个字检索"},
        help_text="空格隔开的词须同时出现，加引号的词句须一字不差",
    )
    first = year("从哪年")
    last = year("到哪年")
    sort = forms.ChoiceField(
        label="排序", required=False, choices=SORTS, error_messages={"invalid_choice": "没有这种排序方式"}
    )

    def clean(self) -> dict[str, object]:
        values = dict(super().clean() or {})
        first, last = values.get("first"), values.get("last")
        if first and last and first > last:
            self.add_error("last", "结束年份早于开始年份")
            return self.cleaned_data
        return values

    def asked(self) -> Query:
        """Return the query of everything that could be understood."""
        self.full_clean()
        values = self.cleaned_data
        return Query(
            text=str(self.data.get("q", ""))[:LONGEST_QUERY].replace("\0", ""),
            chosen={name: value for name in FILTERS if (value := self.chosen(name))},
            first_year=values.get("first"),
            last_year=values.get("last"),
            newest_first=values.get("sort") == "date",
            offset=(self.number() - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
        )

    def chosen(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()[:120].replace("\0", "")

    def number(self) -> int:
        """Return the number of the page asked for; 1 if it is none."""
        typed = str(self.data.get("page", ""))
        asked = int(typed) if typed.isdecimal() and len(typed) <= 6 else 1
        return max(1, min(asked, DEEPEST // PAGE_SIZE))

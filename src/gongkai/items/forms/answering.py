"""What narrows the list of answers to requests for co-signature."""

from django import forms

from gongkai.items.models import ANSWERS, ApprovalQuerySet, Decision
from gongkai.orgs.models import Person

SINCE = {"public": "已公开", "waiting": "尚未公开"}


class AnswersForm(forms.Form):
    q = forms.CharField(label="名称或文号", max_length=100, required=False)
    decision = forms.ChoiceField(
        label="答复",
        choices=[("", "全部"), *((each, Decision(each).label) for each in ANSWERS)],
        required=False,
    )
    since = forms.ChoiceField(label="公开情况", choices=[("", "全部"), *SINCE.items()], required=False)
    mine = forms.BooleanField(label="我答复的", required=False)

    def narrowed(self, rows: ApprovalQuerySet, *, person: Person) -> ApprovalQuerySet:
        """Return those of ``rows`` that are asked for; a field that is not understood narrows nothing."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("q"):
            rows = rows.worded(chosen["q"])
        if chosen.get("decision"):
            rows = rows.filter(decision=chosen["decision"])
        if chosen.get("since"):
            rows = rows.filter(version__published_at__isnull=chosen["since"] != "public")
        return rows.filter(decided_by=person) if chosen.get("mine") else rows

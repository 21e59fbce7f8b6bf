"""What people type about an annual report: its sections, corrected figures, decisions, reasons."""

from django import forms

from gongkai.requests.services.annual import amending
from gongkai.requests.services.annual.writing import LONGEST


class ReportSectionForm(forms.Form):
    """One section; ``seen`` tells which text was edited."""

    text = forms.CharField(
        label="文字",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="每行一段",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    theirs = ""

    def contradict(self, theirs: str, mark: str, sentence: str) -> None:
        """Show what somebody else saved; sending the form again then stands on that."""
        self.theirs = theirs
        self.data = {"text": self.data.get("text", ""), "seen": mark}
        self.add_error("text", sentence)


class CorrectFigureForm(forms.Form):
    """A figure in the place of what was counted; left empty, the counted one stands again."""

    text = forms.CharField(
        label="更正为",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="留空则恢复系统统计的数字",
    )
    reason = forms.CharField(label="理由", max_length=300, error_messages={"required": "更正数字须说明理由"})


def _reason(label: str, sentence: str, longest: int, help_text: str = "") -> forms.CharField:
    """Return the field of a reason that must be given."""
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": sentence},
    )


class ReturnReportForm(forms.Form):
    reason = _reason("退回理由", "退回须说明理由", 500)


class AcceptReportForm(forms.Form):
    """Accepting needs no words."""

    note = forms.CharField(label="审定意见", required=False, max_length=500)


class ReopenReportForm(forms.Form):
    """The reason stands on the page of the next edition."""

    reason = _reason("更正原因", "更正须说明原因", amending.LONGEST, "公布新的一版时向公众说明")


class WithdrawReportForm(forms.Form):
    """The reason stands in the place of the report."""

    reason = _reason("撤回理由", "撤回须说明理由", amending.LONGEST, "原网页上向公众说明")

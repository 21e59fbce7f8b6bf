"""What is typed when a document is assessed before it lapses."""

from django import forms

from gongkai.items.forms.editing import NOT_A_DAY, Day
from gongkai.items.models import Outcome

EXPLAINED = {
    Outcome.KEEP: "继续有效：起草一个延长有效期的修改版本，照常审核、签发，公开后公众看到新的有效期",
    Outcome.AMEND: "修改：起草一个修改版本，由您改写",
    Outcome.REPEAL: "废止：接着填写废止的依据和日期",
    Outcome.LAPSE: "任其失效：到期自动标注失效，不再提醒",
}


class AssessForm(forms.Form):
    outcome = forms.ChoiceField(
        label="评估结论",
        widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in EXPLAINED.items()],
        error_messages={"required": "请选择评估结论", "invalid_choice": "请选择评估结论"},
    )
    until = forms.DateField(
        label="新的有效期至",
        required=False,
        widget=Day,
        help_text="只有继续有效的填写",
        error_messages=NOT_A_DAY,
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="评估的依据；继续有效的，公众会看到",
        error_messages={"required": "请说明理由", "max_length": "最多200字"},
    )

"""What applicants type after their answer: a rating, a complaint."""

from django import forms

from gongkai.requests.forms.after import words

STARS = [(5, "5星 很满意"), (4, "4星 满意"), (3, "3星 一般"), (2, "2星 不满意"), (1, "1星 很不满意")]


class RatingForm(forms.Form):
    stars = forms.TypedChoiceField(
        label="您对这次办理满意吗",
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择星级", "invalid_choice": "请选择一至五星"},
    )
    words = words("意见建议", 500, rows=3, required=False, help_text="不要填写姓名、电话等个人信息")


class OwnComplaintForm(forms.Form):
    words = words("投诉举报的内容", 4000, rows=6, help_text="写明对哪一环节不满意；答复在申请状态页查看")

"""What is typed where requested information becomes public, or does not."""

from django import forms

from gongkai.requests.forms.after import words


class PublishForm(forms.Form):
    """The draft of an item, and why it becomes public."""

    title = forms.CharField(
        label="信息名称",
        max_length=200,
        help_text="不写申请人的姓名、名称和联系方式",
        error_messages={"required": "请填写信息名称", "max_length": "信息名称不超过200字"},
    )
    body = words("信息内容", 20000, rows=10, help_text="一行一段；附件和表格在草稿中添加")
    reason = words("转为主动公开的理由", 1000, rows=2)


class DeclineForm(forms.Form):
    reason = words("不转为主动公开的理由", 1000, rows=2)

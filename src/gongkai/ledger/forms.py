"""What people give to the check page: an item's number, or a file."""

from django import forms


class CheckForm(forms.Form):
    item = forms.CharField(
        label="索引号或文号", max_length=80, required=False, help_text="例如 330103--2017--0510"
    )


class FileForm(forms.Form):
    evidence = forms.FileField(
        label="核验数据文件",
        max_length=200,
        help_text="从信息页面下载的 evidence.json，不超过 10 MB。文件只用于核对，不会保存。",
        error_messages={"required": "请选择要核对的文件", "empty": "文件是空的，请重新选择"},
    )

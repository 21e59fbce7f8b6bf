"""What people give to the check page: an item's number, or a file."""

import re

from django import forms

from gongkai.law.chinese import plain_width

INDEX_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]*")


class CheckForm(forms.Form):
    item = forms.CharField(
        label="索引号",
        max_length=80,
        required=False,
        help_text="例如 330103--2017--0510；只知道文号或者标题的，请先检索，索引号在信息页面的目录信息中",
        error_messages={"max_length": "索引号没有这么长，请核对"},
    )

    def clean_item(self) -> str:
        typed = plain_width(str(self.cleaned_data["item"]))
        if typed and not INDEX_NUMBER.fullmatch(typed):
            raise forms.ValidationError("这不是索引号：索引号由数字、字母和短横线组成")
        return typed


class FileForm(forms.Form):
    evidence = forms.FileField(
        label="核验数据文件",
        max_length=200,
        help_text="从信息页面下载的 evidence.json，不超过 10 MB。文件只用于核对，不会保存。",
        error_messages={"required": "请选择要核对的文件", "empty": "文件是空的，请重新选择"},
    )

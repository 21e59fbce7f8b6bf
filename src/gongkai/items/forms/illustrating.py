"""What is typed about the pictures of a text: the file, and the words for those who cannot see it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.items.illustrations import LONGEST, Shown
from gongkai.items.models import Version
from gongkai.items.reading.blocks import LARGEST_PICTURE, TOO_LARGE

TOO_LONG = {"max_length": f"替代文字最多{LONGEST}字"}


class RevisionForm(forms.Form):
    """A form that changes a saved text: it says on which saving it was filled in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = version.revision


class IllustrateForm(RevisionForm):
    """A picture to be put into the text."""

    prefix = "illustrate"
    largest, too_large = LARGEST_PICTURE, TOO_LARGE

    picture = forms.FileField(
        label="图片文件",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=f"JPG、PNG 或者 WebP，不超过{LARGEST_PICTURE // 1024 // 1024} MB；"
        "照片中的位置、设备等信息会自动去除",
        error_messages={"required": "请选择图片", "invalid": "请选择图片"},
    )
    alternative = forms.CharField(
        label="替代文字",
        max_length=LONGEST,
        help_text="说明图片传达的内容，供看不见图片的人听读；不写“图1”“照片”",
        error_messages={"required": "请填写替代文字", **TOO_LONG},
    )


class DescribeForm(RevisionForm):
    """The alternative texts of all pictures of a text."""

    prefix = "describe"

    def __init__(self, *args: Any, version: Version, pictures: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        self.pictures = pictures
        for each in pictures:
            self.fields[f"alternative_{each.number}"] = forms.CharField(
                label=f"图片{each.number}的替代文字",
                required=False,
                initial=each.words,
                max_length=LONGEST,
                error_messages=TOO_LONG,
            )

    @property
    def words(self) -> dict[int, str]:
        """The words by the number of the picture."""
        return {each.number: self.cleaned_data[f"alternative_{each.number}"] for each in self.pictures}

    @property
    def rows(self) -> list[tuple[Shown, forms.BoundField]]:
        return [(each, self[f"alternative_{each.number}"]) for each in self.pictures]

    @property
    def missing(self) -> int:
        """How many pictures have no words yet."""
        return sum(not each.words for each in self.pictures)

"""What people type about items: header, body, decisions, relations. Values only; nothing is saved here."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.utils.html import format_html

from gongkai.items import rules
from gongkai.items.models import Disclosure, Kind, Version
from gongkai.obligations.models import Obligation
from gongkai.obligations.services import codes, kinds_of
from gongkai.orgs.models import Organisation
from gongkai.proofing.rules import Finding

MOST_FILES = 20
"""Read at one press of a button: each is read in a process of its own, while the clerk waits."""
NOT_A_DAY = {"invalid": "请填写日期，例如 2017-07-01"}
WIDE = ["abstract", "addressees"]
SHORT = (
    "doc_number issuer section made_on theme genre keywords signatory effective_on expires_on "
    "audience retention number_wanted published_on is_normative"
).split()
CATALOGUED = ["obligation", "limit_kind"]
DISCLOSURE = ["disclosure", "ground", "ground_reason"]
TYPED = ["title", "kind", "body", *DISCLOSURE, *CATALOGUED, *WIDE, *SHORT, "change_note"]
"""The fields that a clerk fills in, in the order of the editor."""


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ObligationField(forms.CharField):
    """An obligation by its key; a search beside the field fills it in."""

    def clean(self, value: object) -> Obligation | None:
        key = super().clean(value)
        if not key:
            return None
        found = obligation_named(key)
        if found is None:
            raise forms.ValidationError("没有代号为“%(key)s”的公开事项", params={"key": key})
        return found


def obligation_named(typed: str) -> Obligation | None:
    """Return the obligation whose key was typed; what follows a blank is no part of the key."""
    return Obligation.objects.filter(key=typed.strip().split(" ")[0]).select_related("area").first()


def _line(label: str, length: int, help_text: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        help_text=help_text,
        error_messages={"max_length": f"最多{length}字"},
        **more,
    )


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=Day, help_text=help_text, error_messages=NOT_A_DAY
    )


class VersionForm(forms.Form):
    """Header, disclosure attribute and body of one version. Only a name is needed to save a draft."""

    title = forms.CharField(
        label="名称",
        max_length=300,
        error_messages={"required": "请填写名称", "max_length": "名称最多300字"},
    )
    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=Kind.choices,
        help_text="决定是否须有解读、走哪条审签路径；公开以后不能改变",
    )
    doc_number = _line("文号", 80, "如 国办发〔2017〕24号；没有文号的留空")
    issuer = _line("发文机关", 200, "联合发文的，各机关之间用空格分开")
    addressees = _line("主送机关", 500)
    section = _line("责任科室", 60)
    made_on = _day("成文日期", "政府信息的生成日期")
    abstract = _line(
        "内容概述",
        200,
        "不超过100字，概括文件的主要内容",
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": rules.LONGEST_ABSTRACT}),
    )
    keywords = _line("主题词", 200, "用空格分开")
    theme = forms.ChoiceField(label="主题分类", required=False)
    genre = forms.ChoiceField(label="体裁分类", required=False)
    signatory = _line("签发人", 40)
    effective_on = _day("施行日期")
    expires_on = _day("有效期至", "到期后自动标注失效；不设有效期的留空")
    audience = _line("公开范围", 60)
    retention = _line("公开时限", 40)
    number_wanted = _line("沿用的索引号", 80, "历史信息沿用原索引号时填写；新信息留空，公开时自动编号")
    is_normative = forms.BooleanField(
        label="行政规范性文件",
        required=False,
        help_text="有效期届满前提醒、定期清理；文号是统一编号（如 ZJSP00-2018-0001）的自动认定",
    )
    published_on = _day("原发布日期", "仅历史信息填写")
    disclosure = forms.ChoiceField(
        label="公开形式",
        required=False,
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Disclosure],
        help_text="起草时确定公开属性，送审前必须填写",
    )
    ground = forms.ChoiceField(label="不予主动公开的法律依据", required=False)
    ground_reason = forms.CharField(
        label="理由", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    obligation = ObligationField(label="公开事项", required=False, help_text="所选事项的代号，也可以直接填写")
    limit_kind = _line(
        "适用情形", 40, "期限按情形分别规定，请选择是哪一种；不选的，按其中最短的计算", widget=forms.Select
    )
    change_note = _line("变更说明", 300, "公众将在页面上看到")
    body = forms.CharField(
        label="正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "body-editor"}),
        help_text="可以从 Word、WPS 粘贴，格式会自动整理",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        _offer(self, "theme", ["", *codes().titles("themes")], version.theme)
        _offer(self, "genre", ["", *codes().titles("genres")], version.genre)
        grounds = [(each.code, f"{each.title}（{each.article}）") for each in rules.GROUNDS.values()]
        cast(forms.ChoiceField, self.fields["ground"]).choices = [("", "——"), *grounds]
        self._offer_kinds()
        if version.serial == 1:
            del self.fields["change_note"]
        if version.item.address:
            del self.fields["kind"]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or self.version.item.kind

    def _offer_kinds(self) -> None:
        """Offer the kinds by which the limit of the chosen obligation is split; mostly there are none."""
        given = self.data if self.is_bound else self.initial
        key, typed = str(given.get("obligation") or ""), str(given.get("limit_kind") or "")
        kinds = kinds_of(obligation_named(key)) if key else ()
        if typed and typed not in kinds:
            kinds = (*kinds, typed)  # it is shown as it was typed, and refused with a sentence
        offered = [("", "没有说明"), *((kind, kind) for kind in kinds)]
        self.fields["limit_kind"].widget = forms.Select(choices=offered) if kinds else forms.HiddenInput()

    def tell_sources(self, sources: dict[str, str]) -> None:
        """Say beside each field where in the file it was read."""
        for name, where in sources.items():
            if name in self.fields:
                said = format_html("<strong>读自：{}</strong> ", where)
                self.fields[name].help_text = f"{said}{self.fields[name].help_text}"

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def group(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


def accuse(form: forms.Form, error: Exception) -> None:
    """Show what a verb refused: each finding at the field it concerns, anything else above the form."""
    findings = getattr(error, "findings", None) or [Finding("", str(error))]
    for finding in findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.sentence)


def initial(version: Version) -> dict[str, Any]:
    """Return what the editor shows for ``version``."""
    values: dict[str, Any] = {
        name: getattr(version, name) for name in TYPED if name not in {"obligation", "kind"}
    }
    obligation = version.obligation or version.item.obligation
    values |= {"obligation": obligation.key if obligation else "", "kind": version.item.kind}
    return values | {"revision": version.revision}


class NewForm(forms.Form):
    title = forms.CharField(
        label="名称",
        max_length=300,
        error_messages={"required": "请填写名称", "max_length": "名称最多300字"},
    )
    kind = forms.ChoiceField(label="种类")
    publisher = forms.ModelChoiceField(Organisation.objects.none(), label="公开部门")

    def __init__(
        self, *args: Any, publishers: QuerySet[Organisation], kinds: Collection[str] = (), **kwargs: Any
    ) -> None:
        """``kinds`` narrows what may be begun."""
        super().__init__(*args, **kwargs)
        _publishers(self, publishers)
        offered = [(each.value, each.label) for each in Kind if not kinds or each.value in kinds]
        cast(forms.ChoiceField, self.fields["kind"]).choices = offered


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(each, initial) for each in given] or [super().clean(None)]
        for file in files:
            if file.size > settings.UPLOAD_LIMIT:
                raise forms.ValidationError(
                    f"{file.name}：文件超过{settings.UPLOAD_LIMIT // 1024 // 1024} MB，请压缩或者拆分后再上传"
                )
        return files


class DroppedField(FilesField):
    """One or several files, each judged by itself: a bad one must not keep the others out."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, list | tuple) else [data]
        return [forms.FileField.clean(self, each, initial) for each in given] or [super().clean(None)]


class ImportForm(forms.Form):
    """Files to be read into drafts."""

    publisher = forms.ModelChoiceField(Organisation.objects.none(), label="公开部门")
    uploads = DroppedField(
        label="文件",
        allow_empty_file=True,
        help_text="可以选择多个，也可以拖到这里："
        "Word（.docx、.doc）、WPS、PDF、OFD、网页（.html）和文本（.txt、.md）。一次最多二十个",
        error_messages={"required": "请选择文件", "empty": "文件是空的", "invalid": "请选择文件"},
    )

    together = forms.ChoiceField(
        label="读入为",
        required=False,
        widget=forms.RadioSelect,
        choices=[("", "每个文件一份草稿"), ("1", "一份草稿：第一个文件是正文，其余是它的附件")],
    )

    def __init__(self, *args: Any, publishers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _publishers(self, publishers)

    def clean_uploads(self) -> "list[UploadedFile[bytes]]":
        files: list[UploadedFile[bytes]] = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"一次最多上传{MOST_FILES}个文件，请分几次上传")
        return files


class AttachForm(forms.Form):
    uploads = FilesField(
        label="选择文件",
        help_text="可以选择多个文件",
        error_messages={"required": "请选择文件", "empty": "文件是空的", "invalid": "请选择文件"},
    )


def _publishers(form: forms.Form, publishers: QuerySet[Organisation]) -> None:
    field = cast("forms.ModelChoiceField[Organisation]", form.fields["publisher"])
    field.queryset = publishers
    field.error_messages |= {"required": "请选择公开部门", "invalid_choice": "您不能为这个部门起草"}
    field.empty_label = None
    if form.initial.get("publisher") is None:
        form.initial["publisher"] = cast(Model | None, publishers.first())


def _offer(form: forms.Form, name: str, titles: Iterable[str], present: str) -> None:
    """Offer ``titles``, and what an imported header already says even if it is no official title."""
    known = list(dict.fromkeys([*titles, present]))
    cast(forms.ChoiceField, form.fields[name]).choices = [(each, each or "——") for each in known]

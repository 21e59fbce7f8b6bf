"""What is typed in a letter, by its kind, and with each act upon it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from gongkai.orgs.models import Organisation
from gongkai.requests.forms.fields import day, paragraph
from gongkai.requests.forms.seeing import ReadForm, SeenForm, WrittenForm
from gongkai.requests.models import Document, Letter, LetterKind, Way
from gongkai.requests.rules import Outcome
from gongkai.requests.services.letters import Words

GIVEN = "given_"


class LetterForm(WrittenForm):
    """What every letter has: its own words."""

    body = paragraph("正文", most=10_000, rows=8, required=False)

    @property
    def words(self) -> Words:
        """What was written, as a letter takes it."""
        told = self.cleaned_data
        return Words(
            body=told.get("body") or "",
            appointed_on=told.get("appointed_on"),
            working_days=told.get("working_days"),
            late_for=told.get("late_for") or "",
        )


class CorrectionForm(LetterForm):
    appointed_on = day("补正期限", required=False, help_text="不填的，按通行的合理期限指定")
    late_for = forms.CharField(
        label="逾期告知的理由",
        required=False,
        max_length=300,
        help_text="超过法定的告知期限才告知补正的，必须填写",
        error_messages={"max_length": "最多300字"},
    )


class ExtensionForm(LetterForm):
    working_days = forms.IntegerField(
        label="延长（工作日）",
        required=False,
        min_value=1,
        max_value=999,
        help_text="不填的，按允许的最长期限延长",
        error_messages={
            "invalid": "请填写工作日数",
            "min_value": "至少1个工作日",
            "max_value": "工作日数过大",
        },
    )


class ConsultForm(LetterForm):
    appointed_on = day("答复期限", required=False, help_text="法律规定了答复期限的不必填写")


class ReasonsLetterForm(LetterForm):
    appointed_on = day("说明理由的期限", required=False)


class FeeForm(LetterForm):
    basis = forms.ChoiceField(
        label="计收方式",
        required=False,
        choices=[("items", "按件计收"), ("pages", "按量计收")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请选择计收方式"},
    )
    pages = forms.IntegerField(
        label="页数",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="按量计收的填写",
        error_messages={"invalid": "请填写页数", "min_value": "请填写页数", "max_value": "页数过大"},
    )

    @property
    def words(self) -> Words:
        told = self.cleaned_data
        given = {"basis": told.get("basis") or "", "pages": str(told.get("pages") or "")}
        return Words(body=told.get("body") or "", given={key: said for key, said in given.items() if said})


def _given(label: str, rows: int = 3) -> forms.CharField:
    return paragraph(label, most=4000, rows=rows, required=False)


class AnswerForm(LetterForm):
    """Asks for exactly what the chosen outcome needs (``needs`` of ``catalogue/requests.yaml``)."""

    outcome = forms.CharField(widget=forms.HiddenInput, required=False)
    given_search = _given("检索记录")
    given_reason = _given("理由", 4)
    given_article = _given("法律依据的条款", 2)
    given_consultation = _given("征求第三方意见的记录，或者公共利益的理由")
    given_no_contrary_law = _given("没有规定应当公开的确认", 2)
    given_earlier = _given("前次答复的文号", 1)
    given_asked = _given("要求说明理由的记录", 2)
    given_notice = _given("补正或者收费告知的文号", 1)
    given_proof = _given("逾期的证明", 2)
    given_manner = _given("提供的信息或者获取的方式、时间")
    given_where = _given("获取方式、途径")
    organ = forms.ModelChoiceField(
        Organisation.objects.none(), label="负责公开的机关", required=False, empty_label="不能确定",
        error_messages={"invalid_choice": "请从所列中选择机关"},
    )  # fmt: skip
    enclosures = forms.ModelMultipleChoiceField(
        Document.objects.none(), label="随附的信息", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="只列出制作好的副本；答复发出后申请人凭查询码可以查看",
        error_messages={"invalid_choice": "所选材料不能随附，请刷新页面"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, chosen: Outcome | None, documents: Sequence[Document], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        needs = {need.replace("-", "_") for need in chosen.needs} if chosen else set()
        for name in list(self.fields):
            if name.startswith(GIVEN) and name.removeprefix(GIVEN) not in needs:
                del self.fields[name]
        self.fields["body"].label = "其他需要说明的内容"
        self._choices("enclosures", Document.objects.filter(pk__in=[each.pk for each in documents]))
        if not documents:
            del self.fields["enclosures"]
        if chosen is None or chosen.key != "not-ours":
            del self.fields["organ"]
        else:
            self._choices("organ", Organisation.objects.order_by("order", "key"))
        self.order_fields([name for name in self.fields if name != "body"])  # what else there is, last

    def _choices(self, name: str, rows: Any) -> None:
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = rows
        field.label_from_instance = lambda obj: getattr(obj, "name", str(obj))  # type: ignore[method-assign]

    @property
    def words(self) -> Words:
        told = self.cleaned_data
        given = {
            name.removeprefix(GIVEN).replace("_", "-"): said
            for name, said in told.items()
            if name.startswith(GIVEN) and said
        }
        if organ := told.get("organ"):
            given["organ"] = _contact(organ)
        return Words(
            body=told.get("body") or "",
            given=given,
            outcome=told.get("outcome") or "",
            enclosures=tuple(told.get("enclosures") or ()),
        )


def _contact(organ: Organisation) -> str:
    ways = {"联系电话": organ.phone, "地址": organ.address}
    told = "，".join(f"{name}：{value}" for name, value in ways.items() if value)
    return f"{organ.name}（{told}）" if told else organ.name


BY_KIND: Mapping[str, type[LetterForm]] = {
    LetterKind.CORRECTION.value: CorrectionForm,
    LetterKind.EXTENSION.value: ExtensionForm,
    LetterKind.CONSULT.value: ConsultForm,
    LetterKind.OVERRIDE.value: LetterForm,
    LetterKind.FEE.value: FeeForm,
    LetterKind.REASONS.value: ReasonsLetterForm,
    LetterKind.ANSWER.value: AnswerForm,
}


def initial_of(letter: Letter) -> dict[str, Any]:
    """Return what the form of a letter that exists begins with."""
    told = {f"{GIVEN}{need.replace('-', '_')}": said for need, said in letter.given.items()}
    return told | {
        "body": letter.body,
        "outcome": letter.outcome,
        "appointed_on": letter.appointed_on,
        "working_days": letter.working_days,
        "late_for": letter.late_for,
        "written_at": letter.drafted_at.isoformat(),
        "basis": letter.given.get("basis", ""),
        "pages": letter.given.get("pages", ""),
        "enclosures": list(letter.enclosures.values_list("pk", flat=True)),
    }


class ReturnForm(ReadForm):
    reason = paragraph("退回理由", most=300)


class CancelForm(ReadForm):
    reason = paragraph("作废理由", most=300)


def _proof() -> forms.FileField:
    return forms.FileField(
        label="凭证",
        required=False,
        help_text="邮寄回执、签收单等，加密保存",
        error_messages={"empty": "文件是空的", "invalid": "请选择文件"},
    )


class SendForm(SeenForm):
    way = forms.ChoiceField(
        label="送达方式",
        choices=[(each.value, each.label) for each in Way],
        error_messages={"required": "请选择送达方式", "invalid_choice": "请选择送达方式"},
    )
    sent_on = day("发出之日", help_text="邮寄的为交邮之日；网上的为上网并告知之日")
    late_for = forms.CharField(
        label="逾期告知的理由", required=False, max_length=300, error_messages={"max_length": "最多300字"}
    )
    proof = _proof()

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if letter.kind != LetterKind.CORRECTION.value:
            del self.fields["late_for"]
        if letter.is_to_others:
            field = cast(forms.ChoiceField, self.fields["way"])
            field.choices = [(each.value, each.label) for each in Way if each is not Way.ONLINE]


class ServeForm(SeenForm):
    served_on = day("送达之日", help_text="当面送达的为签收之日")
    proof = _proof()

"""Letters of a case: written, looked at, and what is done with them. Who may not see the case finds none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Person
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.forms import letters as forms
from gongkai.requests.forms.seeing import ReadForm, SeenForm
from gongkai.requests.models import Consultation, Letter, Request, State
from gongkai.requests.services import letters
from gongkai.requests.views.handling import handling
from gongkai.ui.keeping import sent, status

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def a_case(http: SignedInRequest, pk: int) -> Request:
    """Return a case that the person handles, or 404."""
    visible = Request.objects.visible_to(http.user, on=timezone.localdate())
    return get_object_or_404(visible.select_related("organisation__region"), pk=pk)


def a_letter(http: SignedInRequest, pk: int, letter: int) -> Letter:
    """Return a letter of a case that the person handles, or 404."""
    rows = Letter.objects.visible_to(http.user, on=timezone.localdate()).filter(request__pk=pk)
    related = ("request__organisation", "organisation__region", "consultation", "drafted_by", "signed_by")
    return get_object_or_404(rows.select_related(*related), pk=letter)


@signed_in
@require_safe
def waiting(http: SignedInRequest) -> HttpResponse:
    """What waits for the signature of the person: nothing for those who sign nowhere."""
    now = timezone.now()
    rows = Letter.objects.visible_to(http.user, on=timezone.localdate(now)).waiting()
    rows = rows.select_related("request", "organisation", "drafted_by")
    mine = [each for each in rows if services.can(http.user, "sign", each.request, at=now)]
    return render(http, "requests/waiting.html", {"letters": mine})


@signed_in
@require_safe
def index(http: SignedInRequest, pk: int) -> HttpResponse:
    """The letters of a case, and who was asked."""
    case = a_case(http, pk)
    return render(http, "requests/letters.html", {"case": case} | handling(case, http.user, timezone.now()))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(http: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Write a new letter; an answer is asked for by its outcome first."""
    case, now = a_case(http, pk), timezone.now()
    if kind not in forms.BY_KIND or not services.can(http.user, "handle", case, at=now):
        raise Http404("没有这种文书")
    asked = _asked(http, case) if kind in {"consult", "override"} else None
    letter = Letter(request=case, organisation=case.organisation, kind=kind, consultation=asked)
    form = _form(http, letter, at=now)

    def begin(words: letters.Words) -> Letter:
        return letters.draft(request=case, kind=kind, words=words, consultation=asked, by=http.user, at=now)

    return _written(http, letter, form, begin, now)


def _asked(http: SignedInRequest, case: Request) -> Consultation:
    key = http.GET.get("consultation", "")
    return get_object_or_404(case.consultations, pk=int(key) if key.isascii() and key.isdigit() else 0)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(http: SignedInRequest, pk: int, letter: int) -> HttpResponse:
    """Change the words of a letter that is not signed."""
    found, now = a_letter(http, pk, letter), timezone.now()
    if not services.can(http.user, "handle", found.request, at=now):
        raise Http404("没有这个页面")
    if found.state != State.DRAFT.value and http.method != "POST":
        messages.info(http, "这份文书现在不能修改")
        return redirect("letters:letter", pk, letter)
    form = _form(http, found, at=now)
    form.fields["written_at"].required = True
    return _written(
        http, found, form, lambda words: letters.revise(letter=found, words=words, by=http.user, at=now), now
    )


def _form(http: SignedInRequest, letter: Letter, *, at: datetime) -> forms.LetterForm:
    """Return the form of a letter, for an answer with the fields that its outcome needs."""
    initial = forms.initial_of(letter) if letter.pk else {}
    initial["seen"] = letter.request.number_of_events
    kind = forms.BY_KIND[letter.kind]
    if kind is not forms.AnswerForm:
        return kind(sent(http), initial=initial)
    key = http.POST.get("outcome") or http.GET.get("outcome") or letter.outcome
    chosen = next((each for each in letters.outcomes(letter.request) if each.key == key), None)
    if chosen and letter.outcome != key and not http.POST:
        known = Letter(request=letter.request, kind=letter.kind, outcome=key)
        letters.prefill(known)
        initial |= {f"{forms.GIVEN}{need.replace('-', '_')}": said for need, said in known.given.items()}
    documents = letters.enclosable(letter.request)
    return forms.AnswerForm(
        sent(http), initial=initial | {"outcome": key}, chosen=chosen, documents=documents
    )


def _written(
    http: SignedInRequest,
    letter: Letter,
    form: forms.LetterForm,
    write: Callable[[letters.Words], Letter],
    now: datetime,
) -> HttpResponse:
    """Save what was written, and put it before those who sign where that was pressed.

    A draft that lacks something is kept all the same; the next press changes it.
    """
    if form.is_valid():
        letter.drafted_at = form.cleaned_data["written_at"] or letter.drafted_at
        letter.request.number_of_events = form.cleaned_data["seen"]
        try:
            letter = write(form.words)
            form.renew(written_at=letter.drafted_at.isoformat())
            if "submit" not in http.POST:
                messages.success(http, "草稿已保存")
                return redirect("letters:letter", letter.request_id, letter.pk)
            letters.submit(letter=letter, by=http.user, at=now)
        except letters.Incomplete as error:
            for fault in error.faults:
                form.told(fault.field, fault.sentence)
        except letters.REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(http, "已送签发人签发")
            return redirect("letters:letter", letter.request_id, letter.pk)
    if form.errors:
        letter.request.refresh_from_db(fields=["number_of_events"])
        form.renew(seen=letter.request.number_of_events)
    return render(http, "requests/write.html", _page(letter, form), status=status(form))


def _page(letter: Letter, form: forms.LetterForm) -> dict[str, Any]:
    case = letter.request
    chosen = form["outcome"].value() if "outcome" in form.fields else ""
    outcomes = letters.outcomes(case) if letter.kind == "answer" else []
    needs_earlier = "given_earlier" in form.fields
    return {
        "case": case,
        "letter": letter,
        "form": form,
        "outcomes": outcomes,
        "chosen": next((each for each in outcomes if each.key == chosen), None),
        "earlier": letters.earlier_answers(case) if needs_earlier else [],
        "estimate": letters.estimate(case) if letter.kind == "fee" else None,
    }


NO_STORE = "private, no-store"


@dataclass(frozen=True)
class Act:
    """One act upon a letter: its form, its verb, and in which state it may be done."""

    name: str
    label: str
    form: type[SeenForm]
    do: Callable[[Letter, Any, Person, datetime], Any]
    states: tuple[str, ...]
    right: str = "handle"
    is_grave: bool = False


def _proof(form: Any) -> letters.Proof | None:
    file: UploadedFile[bytes] | None = form.cleaned_data.get("proof")
    return (file.name or "", file.read()) if file else None


def _submit(letter: Letter, form: Any, by: Person, at: datetime) -> Any:
    return letters.submit(letter=letter, by=by, at=at)


def _sign(letter: Letter, form: Any, by: Person, at: datetime) -> Any:
    return letters.sign(letter=letter, by=by, at=at)


def _return(letter: Letter, form: Any, by: Person, at: datetime) -> Any:
    return letters.return_letter(letter=letter, reason=form.cleaned_data["reason"], by=by, at=at)


def _cancel(letter: Letter, form: Any, by: Person, at: datetime) -> Any:
    return letters.cancel(letter=letter, reason=form.cleaned_data["reason"], by=by, at=at)


def _send(letter: Letter, form: Any, by: Person, at: datetime) -> Any:
    told = form.cleaned_data
    return letters.send(
        letter=letter, way=told["way"], sent_on=told["sent_on"], proof=_proof(form),
        late_for=told.get("late_for") or "", by=by, at=at,
    )  # fmt: skip


def _serve(letter: Letter, form: Any, by: Person, at: datetime) -> Any:
    day = form.cleaned_data["served_on"]
    return letters.serve(letter=letter, served_on=day, proof=_proof(form), by=by, at=at)


DRAFT, SUBMITTED, SIGNED, SENT = (
    (each.value,) for each in (State.DRAFT, State.SUBMITTED, State.SIGNED, State.SENT)
)
_ALL = (
    Act("submit", "送签", ReadForm, _submit, DRAFT),
    Act("sign", "签发", ReadForm, _sign, SUBMITTED, "sign"),
    Act("return", "退回", forms.ReturnForm, _return, SUBMITTED, "sign"),
    Act("send", "登记发出", forms.SendForm, _send, SIGNED),
    Act("serve", "登记送达", forms.ServeForm, _serve, SENT),
    Act("cancel", "作废", forms.CancelForm, _cancel, (*DRAFT, *SUBMITTED), is_grave=True),
    Act("revoke", "作废", forms.CancelForm, _cancel, SIGNED, "sign", is_grave=True),
)
ACTS: Mapping[str, Act] = {each.name: each for each in _ALL}


@signed_in
@require_safe
def letter(http: SignedInRequest, pk: int, letter: int) -> HttpResponse:
    """A letter as it reads, and what can be done with it now."""
    return _letter_page(http, a_letter(http, pk, letter), {})


@signed_in
@require_POST
def act(http: SignedInRequest, pk: int, letter: int, verb: str) -> HttpResponse:
    """Do one act upon a letter; who did not see the last event of the case is told so."""
    found, now = a_letter(http, pk, letter), timezone.now()
    if verb not in ACTS or not services.can(http.user, ACTS[verb].right, found.request, at=now):
        raise Http404("没有这个页面")
    form = _act_form(ACTS[verb], found, http)
    if form.is_valid():
        found.request.number_of_events = form.cleaned_data["seen"]
        found.drafted_at = form.cleaned_data.get("written_at") or found.drafted_at
        try:
            ACTS[verb].do(found, form, http.user, now)
        except letters.Incomplete as error:
            for fault in error.faults:
                form.told(fault.field, fault.sentence)
        except letters.REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(http, f"已{ACTS[verb].label}")
            return redirect("letters:letter", pk, letter)
    found = a_letter(http, pk, letter)
    form.renew(seen=found.request.number_of_events, written_at=found.drafted_at.isoformat())
    return _letter_page(http, found, {verb: form})


def _act_form(each: Act, letter: Letter, http: SignedInRequest | None = None) -> SeenForm:
    today = timezone.localdate()
    more: dict[str, Any] = {
        "initial": {
            "seen": letter.request.number_of_events,
            "written_at": letter.drafted_at.isoformat(),
            "sent_on": today,
            "served_on": today,
        },
        "auto_id": f"{each.name}_%s",
    }
    if each.form is forms.SendForm:
        more["letter"] = letter
    return each.form(http.POST, http.FILES, **more) if http else each.form(**more)


def _letter_page(http: SignedInRequest, letter: Letter, bound: Mapping[str, SeenForm]) -> HttpResponse:
    now = timezone.now()
    context = {
        "case": letter.request,
        "letter": letter,
        "paper": letters.content(letter, at=now),
        "enclosures": letter.enclosures.all(),
        "acts": [
            {"act": each, "form": bound.get(each.name) or _act_form(each, letter)}
            for each in _ALL
            if letter.state in each.states and _may(each, letter, http.user, now)
        ],
        "errors": next((form for form in bound.values() if form.errors), None),
        "may_edit": letter.state == State.DRAFT.value
        and services.can(http.user, "handle", letter.request, at=now),
        "needs_another": letter.needs_another and letters.has_written(letter, http.user),
    }
    return render(http, "requests/one_letter.html", context, status=422 if context["errors"] else 200)


def _may(each: Act, letter: Letter, person: Person, at: datetime) -> bool:
    is_own = each.name == "sign" and letter.needs_another and letters.has_written(letter, person)
    return not is_own and services.can(person, each.right, letter.request, at=at)


@signed_in
@require_safe
def paper(http: SignedInRequest, pk: int, letter: int, form: str) -> HttpResponse:
    """Download a letter; one that is not signed is marked as a draft. The look is noted."""
    found, now = a_letter(http, pk, letter), timezone.now()
    if form not in MEDIA or not services.can(http.user, "see", found.request, at=now):
        raise Http404("没有这个页面")
    try:
        data = letters.printed(letter=found, form=form, by=http.user, at=now)
    except letters.REFUSALS as error:
        messages.error(http, str(error))
        return redirect("letters:letter", pk, letter)
    name = f"letter-{found.year or 'draft'}-{found.serial or found.pk}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": NO_STORE}
    return HttpResponse(data, content_type=MEDIA[form], headers=headers)

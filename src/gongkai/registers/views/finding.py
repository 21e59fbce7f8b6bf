"""What a person may see, or 404: whoever may not see a thing does not learn that it exists."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation, OrganisationQuerySet
from gongkai.registers.models import Batch, Register
from gongkai.registers.models.batch import FILLERS, BatchQuerySet


def own_organisations(request: SignedInRequest) -> OrganisationQuerySet:
    """Return for which organisations the person fills in or decides."""
    return Organisation.objects.kept_by(request.user, *FILLERS, on=timezone.localdate())


def fillers_of(request: SignedInRequest, register: Register) -> list[Organisation]:
    """Return those of them that fill in a register."""
    current = Register.objects.current(timezone.localdate())
    return [
        each for each in own_organisations(request) if current.filled_by(each).filter(pk=register.pk).exists()
    ]


def the_register(request: SignedInRequest, key: str) -> Register:
    register = get_object_or_404(Register.objects.select_related("obligation"), key=key)
    if not fillers_of(request, register) and not own_batches(request).filter(register=register).exists():
        raise Http404("没有这个页面")
    return register


def the_place(request: SignedInRequest, key: str, organisation: str) -> tuple[Register, Organisation]:
    """Return a register and one of the person's organisations that fills it in."""
    register = get_object_or_404(Register.objects.select_related("obligation"), key=key)
    found = [each for each in fillers_of(request, register) if each.key == organisation]
    if not found:
        raise Http404("没有这个页面")
    return register, found[0]


def own_batches(request: SignedInRequest) -> BatchQuerySet:
    return Batch.objects.visible_to(request.user, at=timezone.now())


def the_batch(request: SignedInRequest, pk: int) -> Batch:
    rows = own_batches(request).select_related(
        "register", "organisation", "definition", "by", "submitted_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)

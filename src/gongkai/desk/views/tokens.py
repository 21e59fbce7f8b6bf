"""Tokens with which the systems of departments send rows: made, looked over, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.forms import TokenForm
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import those_who
from gongkai.registers import services
from gongkai.registers.models import Token
from gongkai.ui.keeping import sent, status


@require_http_methods(["GET", "HEAD", "POST"])
@those_who(services.can, "keep-tokens")
def tokens(request: SignedInRequest) -> HttpResponse:
    """Show all tokens, and make one; its secret is on this page once and nowhere else."""
    at = timezone.now()
    today = timezone.localdate(at)
    form = TokenForm(sent(request), on=today)
    secret = ""
    if form.is_valid():
        holder = form.cleaned_data["holder"]
        try:
            _, secret = services.make_token(
                organisation=holder.organisation,
                person=holder.person,
                purpose=form.cleaned_data["purpose"],
                expires_on=form.cleaned_data["expires_on"],
                by=request.user,
                at=at,
            )
        except services.REFUSALS as error:
            form.add_error("expires_on", str(error))
        else:
            form = TokenForm(on=today)
    found = [
        (token, token.is_usable(today)) for token in Token.objects.select_related("organisation", "person")
    ]
    context = {"form": form, "tokens": found, "secret": secret}
    return render(request, "desk/tokens.html", context, status=status(form))


@require_POST
@those_who(services.can, "keep-tokens")
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    token = get_object_or_404(Token, pk=pk)
    services.revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, f"令牌 {token.hint}… 已停用")
    return redirect("desk:tokens")

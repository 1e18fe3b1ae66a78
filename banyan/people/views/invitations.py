"""Accepting an invitation: the one page of the desk that makes an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from banyan.base.clock import now
from banyan.people.actions.invitations import InvitationGone, Invitee, UsernameTaken, accept_invitation
from banyan.people.forms.passwords import AcceptInvitationForm, RenewSignInForm
from banyan.people.models import Invitation
from banyan.people.queries.invitations import find_open_invitation


@login_not_required
@require_GET
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page that an invitation's address opens. From here on its secret travels in the form."""
    found = find_open_invitation(secret=secret, now=now())
    if found is None:
        return render(request, "people/invitation_gone.html", status=410)
    form = _form(found, None, {"secret": secret, "name": found.name})
    return render(request, "people/invitation.html", {"form": form, "invitation": found})


@login_not_required
@sensitive_post_parameters()
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Make the account, or give an existing one its new password."""
    found = find_open_invitation(secret=request.POST.get("secret", ""), now=now())
    if found is None:
        return render(request, "people/invitation_gone.html", status=410)
    form = _form(found, request, {})
    if form.is_valid():
        try:
            accept_invitation(
                by=Invitee(found),
                username=form.cleaned_data.get("username", ""),
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data["password"],
                now=now(),
            )
        except UsernameTaken as taken:
            form.add_error("username", str(taken))
        except InvitationGone:
            return render(request, "people/invitation_gone.html", status=410)
        else:
            messages.success(request, _("Your account is ready. Sign in with the password you just chose."))
            return redirect("account_login")
    return render(request, "people/invitation.html", {"form": form, "invitation": found}, status=422)


def _form(
    found: Invitation, request: HttpRequest | None, initial: dict[str, str]
) -> AcceptInvitationForm | RenewSignInForm:
    data = request.POST if request else None
    if found.member is not None:
        return RenewSignInForm(data, initial=initial, member=found.member)
    return AcceptInvitationForm(data, initial=initial)

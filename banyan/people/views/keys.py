"""The organisation's key: made once, its recovery code printed once, used when everybody who held it is gone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.actions.keys import (
    WrongRecoveryCode,
    create_organisation_key,
    renew_recovery_code,
    turn_key,
    use_recovery_code,
)
from banyan.people.forms.team import RecoveryCodeForm
from banyan.people.models import Organisation
from banyan.people.queries.keys import find_current_key, list_holders, list_keys
from banyan.people.queries.recovery import needs_recovery_code
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import RECOVERY_SET, TEAM_ADMIT


@require_GET
def key(request: DeskRequest) -> HttpResponse:
    """Where the organisation's key stands: its versions, who holds it, the recovery code."""
    organisation = _own(request)
    current = find_current_key(organisation)
    holds = current is not None and request.viewer.holds(current)
    context = {
        "current": current,
        "versions": list_keys(organisation),
        "holders": list_holders(current) if current else [],
        "holds": holds,
        "may_create": current is None and request.viewer.may(RECOVERY_SET),
        "may_renew": holds and request.viewer.may(RECOVERY_SET),
        "needs_code": needs_recovery_code(viewer=request.viewer),
        "may_turn": holds and request.viewer.may(TEAM_ADMIT),
    }
    return render(request, "people/key.html", context)


@require_POST
def create(request: DeskRequest) -> HttpResponse:
    """Make the key, and show its recovery code for the only time."""
    try:
        code = create_organisation_key(by=request.viewer, organisation=_own(request), now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:key")
    return render(request, "people/recovery_code.html", {"code": code, "organisation": _own(request)})


@require_http_methods(["GET", "POST"])
def renew(request: DeskRequest) -> HttpResponse:
    """Ask once, then print a new recovery code, for the only time."""
    request.viewer.must(RECOVERY_SET)
    if request.method == "POST":
        try:
            code = renew_recovery_code(by=request.viewer, organisation=_own(request), now=now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("people:key")
        return render(request, "people/recovery_code.html", {"code": code, "organisation": _own(request)})
    return render(request, "people/recovery_renew.html")


@require_http_methods(["GET", "POST"])
def turn(request: DeskRequest) -> HttpResponse:
    """Ask once, then make a new version for new reports."""
    request.viewer.must(TEAM_ADMIT)
    if request.method == "POST":
        try:
            turn_key(by=request.viewer, organisation=_own(request), now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("New reports are sealed to a new version of the key now."))
        return redirect("people:key")
    return render(request, "people/key_turn.html")


@require_http_methods(["GET", "POST"])
def recover(request: DeskRequest) -> HttpResponse:
    """Type the printed code, and hold the key again."""
    organisation = _own(request)
    form = RecoveryCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            use_recovery_code(by=request.viewer, code=form.cleaned_data["code"], now=now())
        except WrongRecoveryCode as wrong:
            form.add_error("code", str(wrong.says))
        else:
            messages.success(request, _("You hold your organization's key again."))
            return redirect("people:key")
    return render(request, "people/recover.html", {"form": form, "organisation": organisation}, status=status_of(form))


def _own(request: DeskRequest) -> Organisation:
    if request.viewer.member.organisation is None:
        raise Http404
    return request.viewer.member.organisation

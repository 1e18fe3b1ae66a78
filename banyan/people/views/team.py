"""The team: who belongs to it, what each does, who holds the key."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.actions.invitations import Invited, LosesTheKey, invite_member, reset_member, withdraw_invitation
from banyan.people.actions.keys import admit_member
from banyan.people.actions.members import end_sessions, remove_member
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.forms.team import InviteForm
from banyan.people.queries.invitations import get_invitation, list_invitations
from banyan.people.queries.keys import find_current_key, is_last_holder
from banyan.people.queries.roles import describe_roles
from banyan.people.queries.team import get_member, list_team
from banyan.people.queries.viewers import DeskRequest, Viewer
from banyan.people.rules.permissions import (
    AUDIT_READ,
    COALITION_EDIT,
    ORGANISATION_EDIT,
    PARTNER_ADMIT,
    TEAM_ADMIT,
    TEAM_INVITE,
    TEAM_REMOVE,
    TEAM_ROLES,
    Role,
)


@require_GET
def team(request: DeskRequest) -> HttpResponse:
    """Everybody of one's own organisation, and who holds its key since when."""
    viewer = request.viewer
    organisation = viewer.member.organisation
    key = find_current_key(organisation) if organisation else None
    may_invite = viewer.may(TEAM_INVITE)
    context = {
        "team": list_team(viewer=viewer),
        "invitations": list_invitations(viewer=viewer, now=now()) if may_invite else [],
        "may_invite": may_invite,
        "may_admit": viewer.may(TEAM_ADMIT) and key is not None and viewer.holds(key),
        "organisation": organisation,
        "has_key": key is not None,
        "ways": _ways(viewer),
    }
    return render(request, "people/team.html", context)


def _ways(viewer: Viewer) -> list[tuple[str, str]]:
    """From the team to the rest of the organisation, for those who may."""
    ways = [
        (_("Your organization's key"), "people:key", viewer.organisation_id is not None),
        (_("What people who report see of you"), "people:organisation", viewer.may(ORGANISATION_EDIT)),
        (_("The coalition"), "people:coalition", viewer.may(COALITION_EDIT)),
        (_("Partners of the coalition"), "people:partners", viewer.may(PARTNER_ADMIT)),
        (_("Audit trail"), "people:trail", viewer.may(AUDIT_READ)),
    ]
    return [(label, reverse(name)) for label, name, is_open in ways if is_open]


@require_http_methods(["GET", "POST"])
def invite(request: DeskRequest) -> HttpResponse:
    """Invite somebody; the next page shows the address to give them."""
    request.viewer.must(TEAM_INVITE)
    organisation = request.viewer.member.organisation
    form = InviteForm(request.POST or None, in_organisation=organisation is not None)
    if request.method == "POST" and form.is_valid():
        name, roles = form.cleaned_data["name"], form.chosen
        invited = invite_member(by=request.viewer, organisation=organisation, name=name, roles=roles, now=now())
        return show_invitation(request, invited)
    return render(request, "people/invite.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def withdraw(request: DeskRequest, invitation_id: UUID) -> HttpResponse:
    """Ask once, then take an invitation back."""
    found = get_invitation(viewer=request.viewer, invitation_id=invitation_id)
    if request.method == "POST":
        done = _("The invitation is taken back.")
        _try(request, lambda: withdraw_invitation(by=request.viewer, invitation=found, now=now()), done)
        return redirect("people:team")
    return render(request, "people/withdraw.html", {"invitation": found})


@require_GET
def member(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """One colleague: roles, languages, key, and what an administrator can do."""
    viewer = request.viewer
    shown = get_member(viewer=viewer, member_id=member_id)
    fitting = describe_roles(in_organisation=viewer.organisation_id is not None)
    context = {
        "shown": shown,
        "may_roles": viewer.may(TEAM_ROLES),
        "may_remove": viewer.may(TEAM_REMOVE) and not shown.is_self,
        "roles_open": [one for one in fitting if one.role not in shown.roles],
    }
    return render(request, "people/member.html", context)


@require_POST
def admit(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Give a colleague the organisation's key."""
    shown = get_member(viewer=request.viewer, member_id=member_id)
    _try(request, lambda: admit_member(by=request.viewer, member=shown.member, now=now()), _("They hold the key now."))
    return redirect("people:team")


@require_POST
def change_role(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Give a role, or end one."""
    shown = get_member(viewer=request.viewer, member_id=member_id)
    chosen = request.POST.get("grant") or request.POST.get("end") or ""
    if chosen in list(Role):
        change = grant_role if "grant" in request.POST else end_role
        verb = lambda: change(by=request.viewer, member=shown.member, role=Role(chosen), now=now())  # noqa: E731
        _try(request, verb, _("Their roles are changed."))
    return redirect("people:member", member_id=member_id)


@require_http_methods(["GET", "POST"])
def remove(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Ask once, in words, then end a colleague's sign-in, sessions and key."""
    shown = get_member(viewer=request.viewer, member_id=member_id)
    request.viewer.must(TEAM_REMOVE, subject=member_id)
    if request.method == "POST":
        done = _("They are signed out and can't read anything any more.")
        _try(request, lambda: remove_member(by=request.viewer, member=shown.member, now=now()), done)
        return redirect("people:team")
    return render(request, "people/remove.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
def reset(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Ask once, then let a colleague choose a new password; the next page shows the address to give them."""
    shown = get_member(viewer=request.viewer, member_id=member_id)
    request.viewer.must(TEAM_REMOVE, subject=member_id)
    if request.method == "POST":
        try:
            accepts = request.POST.get("accepts") == "loss"
            invited = reset_member(by=request.viewer, member=shown.member, accepts_loss=accepts, now=now())
        except LosesTheKey:
            return redirect("people:reset", member_id=member_id)  # It became so meanwhile; the page says what is lost.
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("people:member", member_id=member_id)
        return show_invitation(request, invited)
    organisation = shown.member.organisation
    context = {
        "shown": shown,
        "loses_key": is_last_holder(shown.member),
        "has_code": organisation is not None and organisation.recovery_public_key is not None,
    }
    return render(request, "people/reset.html", context)


@require_POST
def end_all_sessions(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Sign a colleague out everywhere, when their phone or laptop is gone."""
    shown = get_member(viewer=request.viewer, member_id=member_id)
    end_sessions(by=request.viewer, member=shown.member, now=now())
    messages.success(request, _("They are signed out everywhere."))
    return redirect("people:member", member_id=member_id)


def show_invitation(request: DeskRequest, invited: Invited) -> HttpResponse:
    """The address stands on this page once and nowhere else, so it isn't behind an address of its own."""
    address = request.build_absolute_uri(invited.path)
    return render(request, "people/invited.html", {"name": invited.invitation.name, "address": address})


def _try(request: DeskRequest, verb: Callable[[], None], done: str) -> None:
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)

"""One's own organisation's profile; and, for the steward, the partners."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.actions.invitations import invite_member
from banyan.people.actions.organisations import edit_organisation
from banyan.people.actions.partners import admit_partner, record_partner_left, take_in_organisation
from banyan.people.forms.organisations import AdministratorForm, OnDayForm, PartnerForm, ProfileForm
from banyan.people.queries.invitations import find_first_invitation
from banyan.people.queries.organisations import get_own_organisation, get_partner, list_partners
from banyan.people.queries.roles import has_administrator
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import ORGANISATION_EDIT, PARTNER_ADMIT, Role
from banyan.people.views.team import show_invitation


@require_http_methods(["GET", "POST"])
def profile(request: DeskRequest) -> HttpResponse:
    """What the organisation says of itself to people who choose whom to tell."""
    organisation = get_own_organisation(viewer=request.viewer)
    request.viewer.must(ORGANISATION_EDIT)
    form = ProfileForm(request.POST or None, initial=ProfileForm.initial_of(organisation))
    if request.method == "POST" and form.is_valid():
        edit_organisation(by=request.viewer, organisation=organisation, profile=form.profile(), now=now())
        messages.success(request, _("Saved. People who report see it from now on."))
        return redirect("people:organisation")
    context = {"form": form, "organisation": organisation}
    return render(request, "people/organisation.html", context, status=status_of(form))


@require_GET
def partners(request: DeskRequest) -> HttpResponse:
    """Every organisation, and when it belonged to the coalition."""
    context = {"partners": list_partners(viewer=request.viewer), "form": OnDayForm()}
    return render(request, "people/partners.html", context)


@require_http_methods(["GET", "POST"])
def new_partner(request: DeskRequest) -> HttpResponse:
    """Take an organisation in, and get the address for its first administrator."""
    request.viewer.must(PARTNER_ADMIT)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = take_in_organisation(by=request.viewer, **form.cleaned_data, now=now())
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return show_invitation(request, invited)
    return render(request, "people/new_partner.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def partner(request: DeskRequest, organisation_id: UUID) -> HttpResponse:
    """Record that an organisation left, or came back; and see whether anybody administers it."""
    organisation = get_partner(viewer=request.viewer, organisation_id=organisation_id)
    form = OnDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change = record_partner_left if request.POST.get("go") == "leave" else admit_partner
        try:
            change(by=request.viewer, organisation=organisation, on=form.cleaned_data["on"], now=now())
        except Refused as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, _("Recorded."))
            return redirect("people:partners")
    context = {
        "form": form,
        "organisation": organisation,
        "has_administrator": has_administrator(organisation),
        "invitation": find_first_invitation(viewer=request.viewer, organisation=organisation, now=now()),
    }
    return render(request, "people/partner.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def invite_administrator(request: DeskRequest, organisation_id: UUID) -> HttpResponse:
    """Invite an administrator to an organisation that has none: the invitation before may have expired."""
    organisation = get_partner(viewer=request.viewer, organisation_id=organisation_id)
    if has_administrator(organisation):  # Who can invite whomever else they need.
        return redirect("people:partner", organisation_id=organisation_id)
    form = AdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, roles = form.cleaned_data["administrator"], frozenset({Role.ADMINISTRATOR})
        invited = invite_member(by=request.viewer, organisation=organisation, name=name, roles=roles, now=now())
        return show_invitation(request, invited)
    context = {"form": form, "organisation": organisation}
    return render(request, "people/invite_administrator.html", context, status=status_of(form))

"""The duty calendar, and what the organisation does in danger."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.base.actions import Denied
from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import DUTY_SET
from banyan.reports.actions.duties import Procedure, set_duties, write_protocol
from banyan.reports.forms.desk import DutyForm, ProtocolForm
from banyan.reports.queries.duties import get_protocol, list_colleagues, list_planned


@require_http_methods(["GET", "POST"])
def duty(request: DeskRequest) -> HttpResponse:
    """Who is on duty in the coming weeks, weekends included."""
    viewer, moment = request.viewer, now()
    _check(request)
    today = day_here(moment)
    form = DutyForm(
        request.POST or None, colleagues=list_colleagues(viewer=viewer), today=today, initial={"first": today}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        set_duties(by=viewer, days=form.days, member=given["member"], backup=given["backup"], now=moment)
        messages.success(request, _("The calendar is changed."))
        return redirect("reports:duty")
    context = {
        "form": form,
        "days": list_planned(viewer=viewer, now=moment),
        "protocol": get_protocol(viewer=viewer),
        "today": today,
    }
    return render(request, "reports/desk/duty.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def protocol(request: DeskRequest) -> HttpResponse:
    """What the organisation does in danger, in its own words."""
    viewer = request.viewer
    _check(request)
    found = get_protocol(viewer=viewer)
    initial = (
        {
            "danger_to_self": found.danger_to_self,
            "danger_from_others": found.danger_from_others,
            "danger_to_child": found.danger_to_child,
            "backup": str(found.backup_id or ""),
        }
        if found
        else {}
    )
    form = ProtocolForm(request.POST or None, colleagues=list_colleagues(viewer=viewer), initial=initial)
    if request.method == "POST" and form.is_valid():
        write_protocol(by=viewer, procedure=Procedure(**form.cleaned_data), now=now())
        messages.success(request, _("Written down. It stands beside every first look from now on."))
        return redirect("reports:duty")
    return render(request, "reports/desk/protocol.html", {"form": form}, status=status_of(form))


def _check(request: DeskRequest) -> None:
    request.viewer.must(DUTY_SET)
    if request.viewer.member.organisation is None:
        raise Denied(DUTY_SET.code, chain=request.viewer.chain)

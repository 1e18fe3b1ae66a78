"""Who did what to one report."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from banyan.people.forms.trail import before_of
from banyan.people.queries.viewers import DeskRequest
from banyan.reports.queries.desk_trail import list_report_trail
from banyan.reports.queries.keys import get_report


@require_GET
def trail(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The lines of the audit trail that are about this report. Reading them opens nothing, so it isn't noted."""
    found = get_report(viewer=request.viewer, pk=pk)
    before = before_of(request.GET.get("before", ""))
    page = list_report_trail(viewer=request.viewer, report=found, before=before)
    return render(request, "reports/desk/trail.html", {"report": found, "page": page, "is_older": before is not None})

"""The coalition's clocks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from banyan.base.clock import now
from banyan.people.queries.viewers import DeskRequest
from banyan.reports.queries.clocks import list_coalition_clocks


@require_GET
def clocks(request: DeskRequest) -> HttpResponse:
    """How each organisation keeps its promises, with no report to be told apart."""
    listed = list_coalition_clocks(viewer=request.viewer, now=now())
    return render(request, "reports/desk/clocks.html", {"clocks": listed})

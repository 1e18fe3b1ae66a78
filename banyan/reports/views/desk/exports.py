"""The coded list as a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from banyan.base.clock import now
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import REPORT_EXPORT
from banyan.reports.actions.exports import export_reports
from banyan.reports.forms.desk import FilterForm
from banyan.reports.queries.desk import list_filter_languages
from banyan.reports.queries.duties import list_colleagues
from banyan.reports.queries.export import count_export


@require_http_methods(["GET", "POST"])
def export(request: DeskRequest) -> HttpResponse:
    """Say what leaves, then hand it out. Only a POST takes the list, so that no link can."""
    viewer = request.viewer
    viewer.must(REPORT_EXPORT)
    form = FilterForm(
        request.POST or request.GET,
        colleagues=list_colleagues(viewer=viewer),
        languages=list_filter_languages(viewer=viewer),
    )
    if request.method == "POST":
        text = export_reports(by=viewer, filters=form.filters, now=now())
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="reports.csv"'
        return response
    context = {"form": form, "count": sum(count_export(viewer=viewer, filters=form.filters).values())}
    return render(request, "reports/desk/export.html", context)

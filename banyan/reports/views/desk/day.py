"""My day, and the list of reports."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from banyan.base.clock import now
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import (
    COALITION_CLOCKS,
    DUTY_SET,
    REPORT_CLAIM,
    REPORT_ENTER,
    REPORT_EXPORT,
    REPORT_LIST,
)
from banyan.reports.actions.rewraps import rewrap_open_reports
from banyan.reports.forms.desk import FilterForm
from banyan.reports.queries.desk import Listed, get_my_day, list_filter_languages, list_reports
from banyan.reports.queries.duties import list_colleagues
from banyan.reports.queries.rewraps import is_rewrap_due


@require_GET
def my_day(request: DeskRequest) -> HttpResponse:
    """What is new and whose clock runs, what is mine, what I promised. Without reports of one's own, a way on."""
    viewer = request.viewer
    may: dict[str, Any] = {
        "may_enter": viewer.may(REPORT_ENTER),
        "may_claim": viewer.may(REPORT_CLAIM),
        "may_set_duty": viewer.may(DUTY_SET),
        "may_count": viewer.may(COALITION_CLOCKS),
    }
    if not viewer.may(REPORT_LIST):
        return render(request, "reports/desk/welcome.html", may)
    if is_rewrap_due(viewer=viewer):
        rewrap_open_reports(by=viewer, now=now())
    return render(request, "reports/desk/day.html", {"day": get_my_day(viewer=viewer, now=now()), **may})


@require_GET
def reports(request: DeskRequest) -> HttpResponse:
    """The organisation's reports, narrowed and sorted by the address."""
    viewer = request.viewer
    viewer.must(REPORT_LIST)
    given = request.GET.copy()
    given.setdefault("state", "open")  # What is done with is one tap away.
    form = FilterForm(
        given,
        colleagues=list_colleagues(viewer=viewer),
        languages=list_filter_languages(viewer=viewer),
    )
    filters = form.filters
    listed = list_reports(viewer=viewer, filters=filters, page=_page_of(request), now=now())
    context = {
        "form": form,
        "listed": listed,
        "narrowed": given.urlencode(),
        "is_narrowed": any(given.get(name) for name in form.fields if name != "sort"),
        "may_claim": viewer.may(REPORT_CLAIM),
        "may_export": viewer.may(REPORT_EXPORT),
        "may_enter": viewer.may(REPORT_ENTER),
        **_ways(listed),
    }
    return render(request, "reports/desk/list.html", context)


@require_GET
def alive(_request: DeskRequest) -> HttpResponse:
    """Somebody is still writing: being asked for is what keeps their session from going idle under them."""
    return HttpResponse(status=204)


def _page_of(request: DeskRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004 - longer is nobody's page


def _ways(listed: Listed) -> dict[str, Any]:
    sort = listed.filters.sort
    return {
        "sort_clock": "-clock" if sort == "clock" else "clock",
        "sort_received": "-received" if sort == "received" else "received",
        "clock_sorted": {"clock": "ascending", "-clock": "descending"}.get(sort, ""),
        "received_sorted": {"received": "ascending", "-received": "descending"}.get(sort, ""),
    }

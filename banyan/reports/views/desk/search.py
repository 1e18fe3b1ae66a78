"""Searching one's own organisation's reports. The words travel by POST, so that no address or history holds a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import REPORT_SEARCH
from banyan.reports.actions.search_index import search as search_action
from banyan.reports.queries.desk import make_rows

LONGEST = 200


@require_http_methods(["GET", "POST"])
def search(request: DeskRequest) -> HttpResponse:
    """What was found, or how to search."""
    viewer = request.viewer
    viewer.must(REPORT_SEARCH)
    words = request.POST.get("q", "")[:LONGEST].strip()
    if not words:
        return render(request, "reports/desk/search.html", {"search_words": ""})
    moment = now()
    try:
        found = search_action(by=viewer, words=words, now=moment)
    except Refused as refused:
        messages.error(request, str(refused))
        return render(request, "reports/desk/search.html", {"search_words": words})
    context = {
        "search_words": words,
        "found": found,
        "rows": make_rows(viewer=viewer, reports=found.reports, now=moment),
    }
    return render(request, "reports/desk/search.html", context)

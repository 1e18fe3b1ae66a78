"""The audit trail of one's own organisation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from banyan.people.queries.trail import list_trail
from banyan.people.queries.viewers import DeskRequest

LONGEST = 18  # Digits of a 64-bit number that are surely in range.


@require_GET
def trail(request: DeskRequest) -> HttpResponse:
    """Who did what, newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST else None
    return render(request, "people/trail.html", {"page": list_trail(viewer=request.viewer, before=before)})

"""The audit trail of one's own organisation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from banyan.people.forms.trail import TrailForm, before_of
from banyan.people.queries.trail import WALKABLE, check_trail, count_lines, list_actors, list_trail
from banyan.people.queries.viewers import DeskRequest


@require_http_methods(["GET", "POST"])
def trail(request: DeskRequest) -> HttpResponse:
    """Who did what, newest first. Posting walks the whole chain and says whether it holds; it changes nothing."""
    viewer = request.viewer
    form = TrailForm(request.GET, actors=list_actors(viewer=viewer))
    narrowed = form.narrowed
    before = before_of(request.GET.get("before", ""))
    count = count_lines(viewer=viewer)
    context = {
        "form": form,
        "is_narrowed": any(narrowed.values()),
        "is_older": before is not None,
        "page": list_trail(viewer=viewer, **narrowed, before=before),
        "count": count,
        "may_check": count <= WALKABLE,
        "checked": check_trail(viewer=viewer) if request.method == "POST" and count <= WALKABLE else None,
    }
    return render(request, "people/trail.html", context)

"""Find help now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banyan.partners.models import HelpListing
from banyan.partners.queries.listings import list_help
from banyan.people.queries.coalition import get_coalition


@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    """Crisis lines, text and relay, and help that isn't the police, for this place."""
    found = list_help(place=get_coalition().place)
    groups = [(group, [one for one in found if one.group == group]) for group in HelpListing.Group]
    return render(request, "partners/help.html", {"groups": [(group, rows) for group, rows in groups if rows]})

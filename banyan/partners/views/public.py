"""Find help now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banyan.base.clock import now
from banyan.partners.models import HelpListing
from banyan.partners.queries.listings import list_help, list_partners_for_help, names_of
from banyan.people.queries.coalition import get_coalition


@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    """Crisis lines, text and relay, help that isn't the police, and the coalition's own organisations."""
    found = list_help(place=get_coalition().place)
    groups = [
        (group.value, [(one, names_of(one.languages)) for one in found if one.group == group])
        for group in HelpListing.Group
    ]
    context = {
        "groups": [(code, rows) for code, rows in groups if rows],
        "partners": list_partners_for_help(on=now().date()),
    }
    return render(request, "partners/help.html", context)

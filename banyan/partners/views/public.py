"""Find help now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from banyan.base.clock import now
from banyan.base.languages import get_locale
from banyan.partners.models import HelpListing
from banyan.partners.queries.listings import list_collected, list_help, list_partners_for_help, names_of
from banyan.partners.rules.seeds import COLLECTED_ON
from banyan.people.queries.coalition import day_here, get_coalition


@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    """Crisis lines, text and relay, help that isn't the police, and the coalition's own organisations."""
    reader = get_locale(get_language() or "en")
    theirs = {reader.tag, *reader.spoken}
    # Whoever speaks the reader's language comes first among its kind. Where no language is named, English is one.
    found = sorted(list_help(place=get_coalition().place), key=lambda one: not theirs & set(one.languages or ["en"]))
    collected = list_collected(found)
    groups = [
        (group.value, [(one, names_of(one.languages), one.pk in collected) for one in found if one.group == group])
        for group in HelpListing.Group
    ]
    context = {
        "groups": [(code, rows) for code, rows in groups if rows],
        "collected_on": COLLECTED_ON if collected else None,
        "is_any_checked": any(one.checked_on for one in found),
        "partners": sorted(list_partners_for_help(on=day_here(now())), key=lambda one: not one.tags & theirs),
    }
    return render(request, "partners/help.html", context)

"""Keeping the list of places to find help."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.base.clock import now
from banyan.partners.actions.listings import ChangedMeanwhile, check_listing, edit_listing
from banyan.partners.forms.listings import ListingForm
from banyan.partners.queries.listings import get_listing, list_listings
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import HELP_EDIT


@require_GET
def listings(request: DeskRequest) -> HttpResponse:
    """All listings, with what nobody has checked for longest first."""
    return render(request, "partners/listings.html", {"listings": list_listings(viewer=request.viewer)})


@require_http_methods(["GET", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    """Add one."""
    request.viewer.must(HELP_EDIT)
    form = ListingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        edit_listing(by=request.viewer, listing=None, details=form.details(), now=now())
        messages.success(request, _("Added. Call it or look once, then mark it as checked."))
        return redirect("partners:listings")
    return render(request, "partners/listing.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, listing_id: UUID) -> HttpResponse:
    """Change one, or take it off the public page."""
    listing = get_listing(viewer=request.viewer, pk=listing_id)
    form = ListingForm(request.POST or None, listing=listing)
    if request.method == "POST" and form.is_valid():
        edit_listing(by=request.viewer, listing=listing, details=form.details(), now=now())
        messages.success(request, _("Saved. The public reads it from now on."))
        return redirect("partners:listings")
    return render(request, "partners/listing.html", {"form": form, "listing": listing})


@require_POST
def checked(request: DeskRequest, listing_id: UUID) -> HttpResponse:
    """Note that somebody called or looked today, and that it is right."""
    listing = get_listing(viewer=request.viewer, pk=listing_id)
    moment = now()
    shown = request.POST.get("shown", "")
    try:
        check_listing(by=request.viewer, listing=listing, shown=shown, on=day_here(moment), now=moment)
    except ChangedMeanwhile as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: %(name)s was checked today.") % {"name": listing.name})
    return redirect("partners:listings")

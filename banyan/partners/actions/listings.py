"""Keeping the list of places to find help."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Operator
from banyan.base.briefly import forget_on_commit
from banyan.partners.models import HelpListing
from banyan.partners.queries.listings import list_help
from banyan.partners.rules.seeds import seeds_for
from banyan.people.queries.viewers import By
from banyan.people.rules.permissions import HELP_EDIT


class ChangedMeanwhile(Refused):
    says = _("This place was changed since you opened this list. Check what it says now, then say so.")


@dataclass(frozen=True, slots=True)
class Details:
    """What the public reads of one place to find help."""

    group: str
    name: str
    about: str
    about_language: str
    phone: str
    text_to: str
    text_word: str
    website: str
    hours: str
    languages: tuple[str, ...]
    place: str
    is_shown: bool


@action("partners.listing.load")
def load_listings(*, by: By, place: str, now: datetime) -> int:
    """Add the lines a list begins with; those of a name that is there already stay as they are. Gives how many."""
    _may(by)
    known = set(HelpListing.objects.values_list("name", flat=True))
    fresh = [
        HelpListing(**{**asdict(seed), "languages": list(seed.languages), "order": order})
        for order, seed in enumerate(seeds_for(place))
        if seed.name not in known
    ]
    HelpListing.objects.bulk_create(fresh)
    forget_on_commit(list_help)
    audit.record(by=by, action="partners.listing.load", now=now, details={"count": len(fresh)})
    return len(fresh)


@action("partners.listing.edit")
def edit_listing(*, by: By, listing: HelpListing | None, details: Details, now: datetime) -> HelpListing:
    """Change a listing, or add one. What it says now is new, so nobody has checked it yet."""
    _may(by, listing)
    kept = listing or HelpListing()
    wanted = {**asdict(details), "languages": list(details.languages)}
    shown = {name: value for name, value in wanted.items() if name != "is_shown"}
    if listing is None or any(getattr(kept, name) != value for name, value in shown.items()):
        kept.checked_on, kept.checked_by, kept.source = None, None, ""  # Its source didn't say this.
    for name, value in wanted.items():
        setattr(kept, name, value)
    kept.save()
    forget_on_commit(list_help)
    audit.record(by=by, action="partners.listing.edit", now=now, subject=kept.pk)
    return kept


@action("partners.listing.check")
def check_listing(*, by: By, listing: HelpListing, shown: str, on: date, now: datetime) -> None:
    """Note that somebody called or looked, and that it is right as it stood before them: `shown` is its digest then."""
    _may(by, listing)
    listing = HelpListing.objects.select_for_update().get(pk=listing.pk)
    if listing.digest != shown:
        raise ChangedMeanwhile
    listing.checked_on = on
    listing.checked_by = getattr(by, "member", None)
    listing.save(update_fields=["checked_on", "checked_by"])
    forget_on_commit(list_help)
    audit.record(by=by, action="partners.listing.check", now=now, subject=listing.pk)


def _may(by: By, listing: HelpListing | None = None) -> None:
    """The list is the coalition's, so a coordinator of any organisation keeps it; and set-up fills it."""
    if not isinstance(by, Operator):
        by.must(HELP_EDIT, subject=listing.pk if listing else "")

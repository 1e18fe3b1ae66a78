"""Where to find help. Public: whoever is in need may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from banyan.base.briefly import briefly
from banyan.base.languages import get_language
from banyan.harms.queries import get_labels
from banyan.partners.models import HelpListing
from banyan.people.queries.organisations import list_organisations_for_reports
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import HELP_EDIT


@briefly
def list_help(*, place: str) -> list[HelpListing]:
    """Everything shown for a place and for everywhere, in the coalition's order."""
    return list(HelpListing.objects.filter(is_shown=True, place__in=["", place]).order_by("group", "order", "name"))


def list_collected(listings: Sequence[HelpListing]) -> frozenset[UUID]:
    """Those that stand as they were collected at set-up, where these are most of a list: said once, above them all."""
    collected = [one.pk for one in listings if one.source and one.checked_on is None]
    return frozenset(collected) if 2 * len(collected) > len(listings) else frozenset()


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation of the coalition, as somebody who looks for help sees it."""

    name: str
    about: str
    about_language: str
    phone: str
    phone_address: str
    tags: frozenset[str]
    languages: tuple[str, ...]
    offers: tuple[str, ...]

    @property
    def can_do(self) -> str:
        """What it offers, in the reader's language."""
        return get_labels("needs", self.offers)


@briefly
def list_partners_for_help(*, on: date) -> tuple[Partner, ...]:
    """The organisations that can be told, with their languages by their own names. Public."""
    return tuple(
        Partner(
            name=one.name,
            about=one.about,
            about_language=one.about_language,
            phone=one.phone,
            phone_address=one.phone_address,
            tags=frozenset(row.tag for row in one.languages.all()),
            languages=names_of(row.tag for row in one.languages.all()),
            offers=tuple(row.need for row in one.offers.all()),
        )
        for one in list_organisations_for_reports(on=on)
    )


def names_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Languages by the names that their own speakers give them."""
    return tuple(found.autonym for tag in tags if (found := get_language(tag)))


def list_listings(*, viewer: Viewer) -> list[HelpListing]:
    """All of them, for whoever keeps the list; what was checked longest ago, or never, comes first."""
    viewer.must(HELP_EDIT)
    listings = HelpListing.objects.select_related("checked_by")
    return sorted(listings, key=lambda one: (one.checked_on is not None, str(one.checked_on or ""), one.order))


def get_listing(*, viewer: Viewer, pk: UUID) -> HelpListing:
    """One of them, for whoever keeps the list."""
    viewer.must(HELP_EDIT, subject=pk)
    found = HelpListing.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found

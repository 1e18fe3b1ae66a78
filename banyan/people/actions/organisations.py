"""An organisation's own profile: what it offers, in which languages, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.languages import WRITTEN_LANGUAGES, get_language
from banyan.harms.rules.needs import OFFERS
from banyan.people.models import ClosedDay, OpenHours, Organisation, OrganisationLanguage, OrganisationOffer
from banyan.people.queries.viewers import By, chain_of, check
from banyan.people.rules.permissions import ORGANISATION_EDIT

OFFER_CODES = frozenset(code.code for code in OFFERS)
WRITTEN_TAGS = frozenset(one.tag for one in WRITTEN_LANGUAGES)


class NotOnTheList(Refused):
    says = _("One of these isn't on our list. Choose again from the page.")


@dataclass(frozen=True, slots=True)
class Opening:
    """When the office is open on one weekday; 0 is Monday."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation says of itself, to people who choose whom to tell."""

    about: str
    about_language: str
    phone: str
    takes_reports: bool
    has_mandated_reporters: bool
    languages: frozenset[str]
    offers: frozenset[str]
    hours: tuple[Opening, ...]
    closed_on: frozenset[date]


@action("people.organisation.edit")
def edit_organisation(*, by: By, organisation: Organisation, profile: Profile, now: datetime) -> None:
    """Set what an organisation says of itself, as a whole."""
    check(by, ORGANISATION_EDIT, within=organisation.pk, subject=organisation.pk)
    if not profile.offers <= OFFER_CODES or not all(get_language(tag) for tag in profile.languages):
        raise NotOnTheList
    if profile.about_language not in WRITTEN_TAGS:
        raise NotOnTheList
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    found.about, found.about_language, found.phone = profile.about, profile.about_language, profile.phone
    found.takes_reports, found.has_mandated_reporters = profile.takes_reports, profile.has_mandated_reporters
    found.save(update_fields=["about", "about_language", "phone", "takes_reports", "has_mandated_reporters"])
    _set_lists(found, profile)
    audit.record(
        by=by,
        action="people.organisation.edit",
        now=now,
        chain=chain_of(organisation.pk),
        subject=organisation.pk,
        details={
            "takes_reports": profile.takes_reports,
            "languages": sorted(profile.languages),
            "offers": sorted(profile.offers),
        },
    )


def _set_lists(organisation: Organisation, profile: Profile) -> None:
    for rows in (organisation.languages, organisation.offers, organisation.open_hours, organisation.closed_days):
        rows.all().delete()
    OrganisationLanguage.objects.bulk_create(
        OrganisationLanguage(organisation=organisation, tag=tag) for tag in sorted(profile.languages)
    )
    OrganisationOffer.objects.bulk_create(
        OrganisationOffer(organisation=organisation, need=need) for need in sorted(profile.offers)
    )
    OpenHours.objects.bulk_create(
        OpenHours(organisation=organisation, weekday=one.weekday, opens_at=one.opens_at, closes_at=one.closes_at)
        for one in profile.hours
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(organisation=organisation, closed_on=day) for day in sorted(profile.closed_on)
    )

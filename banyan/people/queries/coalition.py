"""The coalition this server serves, and its day: wherever the server stands, a day is that of the coalition's clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from banyan.base.briefly import briefly
from banyan.people.models import Coalition, PartnerMembership


@briefly
def get_coalition() -> Coalition:
    """The coalition, or an unnamed one before set-up."""
    return Coalition.objects.first() or Coalition(name="", place="")


def zone_here() -> ZoneInfo:
    """The time zone in which the coalition works."""
    return ZoneInfo(get_coalition().timezone or settings.TIME_ZONE)


def day_here(moment: datetime) -> date:
    """The day of a moment where the coalition works; of the moment it is, today."""
    return moment.astimezone(zone_here()).date()


def belonging(*, on: date) -> QuerySet[PartnerMembership]:
    """The memberships of that day: which organisations belong to the coalition on it."""
    return PartnerMembership.objects.filter(Q(left_on=None) | Q(left_on__gt=on), joined_on__lte=on)

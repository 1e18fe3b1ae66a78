"""What is still sealed to an older key of the organisation."""

from django.db.models import QuerySet

from banyan.people.models import OrganisationKey
from banyan.people.queries.keys import find_current_key
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import ReadKey, Report, SearchShard
from banyan.reports.queries.keys import OF_NOW, held_keys
from banyan.reports.rules.states import OPEN

AT_ONCE = 100


def is_rewrap_due(*, viewer: Viewer) -> bool:
    """Whether this viewer's visit has something to re-wrap. It opens nothing, since most visits have nothing."""
    organisation = viewer.member.organisation
    if organisation is None or not viewer.may(REPORT_OPEN):
        return False
    newest = find_current_key(organisation)
    if newest is None or not viewer.holds(newest):
        return False
    return (
        reports_to_rewrap(viewer=viewer, newest=newest).exists()
        or stale_shards(viewer=viewer, newest=newest).exists()
        or leftover_wraps(viewer=viewer).exists()
    )


def reports_to_rewrap(*, viewer: Viewer, newest: OrganisationKey) -> QuerySet[Report]:
    """Open reports of the viewer's organisation with a wrap for an older version of its key, which they hold too."""
    old = ReadKey.objects.filter(
        report__organisation=viewer.organisation_id,
        report__state__in=OPEN,
        organisation_key__version__lt=newest.version,
        organisation_key__in=held_keys(viewer=viewer),
    )
    return Report.objects.filter(organisation=viewer.organisation_id, pk__in=old.values("report")).order_by("pk")


def stale_shards(*, viewer: Viewer, newest: OrganisationKey) -> QuerySet[SearchShard]:
    """Search shards under an older key."""
    found = SearchShard.objects.filter(organisation=viewer.organisation_id)
    return found.filter(organisation_key__version__lt=newest.version)


def leftover_wraps(*, viewer: Viewer) -> QuerySet[ReadKey]:
    """Wraps for members who left, or for the key that they had before their sign-in was reset.

    Nobody seals them anew by themselves: whoever had somebody else's sign-in reset could then read in their place.
    """
    named = ReadKey.objects.filter(report__organisation=viewer.organisation_id, member__isnull=False)
    return named.exclude(pk__in=named.filter(OF_NOW).values("pk"))

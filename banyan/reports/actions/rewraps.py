"""After somebody left, the keys of open work are sealed to the organisation's new key, and the old wraps go."""

from datetime import datetime

from django.db.models import Min

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.models import OrganisationKey
from banyan.people.queries.keys import find_current_key
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import ReadKey, Report, SearchShard
from banyan.reports.queries.keys import open_shared_data_key, read_key_binding
from banyan.reports.queries.rewraps import AT_ONCE, leftover_wraps, reports_to_rewrap, stale_shards
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import seal_to


@action("reports.key.rewrap")
def rewrap_open_reports(*, by: Viewer, now: datetime) -> int:
    """Seal the data keys of up to a hundred open reports to the newest key and delete their older wraps.

    Whoever left may have kept a copy of the key they held; with these wraps gone, it leads into nothing that goes on.
    Wraps for members who left go too, and so do search shards under an older key, which are built anew. Returns how
    many reports were re-wrapped; nothing happens for somebody who doesn't hold the newest key.
    """
    by.must(REPORT_OPEN)
    organisation = by.member.organisation
    newest = find_current_key(organisation) if organisation else None
    if newest is None or not by.holds(newest):
        return 0
    leftover_wraps(viewer=by).delete()
    SearchShard.objects.filter(pk__in=stale_shards(viewer=by, newest=newest).values("pk")).delete()
    done = 0
    # Those that somebody else has in hand this moment are done by them, or wait for the next visit.
    for report in reports_to_rewrap(viewer=by, newest=newest).select_for_update(skip_locked=True)[:AT_ONCE]:
        done += _rewrap(by, report, newest)
    if done:
        details = {"reports": done, "version": newest.version}
        audit.record(by=by, action="reports.key.rewrap", now=now, chain=by.chain, details=details)
    return done


def _rewrap(by: Viewer, report: Report, newest: OrganisationKey) -> bool:
    try:
        data_key = open_shared_data_key(report=report, viewer=by)
    except CannotOpen:
        return False  # Altered in the database: left as it is for whoever looks into it.
    old = ReadKey.objects.filter(report=report, organisation_key__version__lt=newest.version)
    since = old.aggregate(first=Min("since"))["first"]
    if since is None:
        return False  # A colleague's visit was a moment faster.
    binding = read_key_binding(report.pk, report.organisation_id, key_version=newest.version)
    ReadKey.objects.get_or_create(
        report=report,
        organisation_key=newest,
        # The same readers as before, so the person isn't told that they are new.
        defaults={"sealed": seal_to(bytes(newest.public_key), data_key, binding), "since": since},
    )
    old.delete()
    return True

"""The sealed search index: built by staff while they search, since the public door holds no key to it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.models import Organisation, OrganisationKey
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_SEARCH
from banyan.reports.models import Report, SearchShard
from banyan.reports.queries.keys import open_shared_data_key
from banyan.reports.queries.opening import unseal_content
from banyan.reports.queries.search import (
    Found,
    foldable,
    open_search_shard,
    search_reports,
    searchable_words,
    shard_binding,
    shard_key_binding,
)
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import seal_to
from banyan.vault.sealing import new_data_key
from banyan.vault.shards import Shard, change_shard, make_shard, seal_shard

AT_ONCE = 200  # Reports that one search folds in; opening them takes some milliseconds.
FULL = 1_000  # Entries of one shard: deleting a shard when somebody takes a report back costs few new foldings.


@action("reports.report.search")
def search(*, by: Viewer, words: str, now: datetime) -> Found:
    """Fold in what isn't indexed yet, then search in memory. What was searched for is written down nowhere."""
    by.must(REPORT_SEARCH)
    assert by.organisation_id is not None  # noqa: S101 - whoever may search belongs to one
    # They take turns. Two who begin the same shard at once would leave one that no report points to, so that it stays
    # when those whose words it holds are taken back. New reports don't wait for this lock.
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    _drop_withdrawn(by)
    folded, damaged = _fold_in(by)
    found = search_reports(viewer=by, words=words, damaged=damaged)
    details = {"found": len(found.reports), "folded": folded}
    audit.record(by=by, action="reports.report.search", now=now, chain=by.chain, details=details)
    return found


def _drop_withdrawn(by: Viewer) -> None:
    """A shard that still holds words of a report that was taken back goes whole; its other reports are folded anew."""
    gone = Report.objects.filter(organisation=by.organisation_id, content=None, shard__isnull=False)
    SearchShard.objects.filter(organisation=by.organisation_id, pk__in=gone.values("shard")).delete()


def _fold_in(by: Viewer) -> tuple[int, int]:
    """Open up to 200 reports that no shard holds yet, and seal their words into shards.

    Returns how many, and how many didn't open. Those sealed to an older key that this member doesn't hold wait for a
    colleague's search.
    """
    entries: dict[UUID, str] = {}
    damaged = 0
    for report in foldable(viewer=by)[:AT_ONCE]:
        try:
            content = unseal_content(report=report, data_key=open_shared_data_key(report=report, viewer=by))
        except CannotOpen:
            damaged += 1
            continue  # Altered in the database: it can't be searched, and must not keep others from being.
        entries[report.pk] = searchable_words(report, content)
    if entries:
        _store(by, entries)
    return len(entries), damaged


def _store(by: Viewer, entries: Mapping[UUID, str]) -> None:
    assert by.member.organisation is not None  # noqa: S101 - whoever may search belongs to one
    newest = get_current_key(by.member.organisation)
    shard_id, version, shard = uuid4(), 1, make_shard(entries)
    # Locked, because whoever takes a report back doesn't take turns with those who search.
    open_ones = SearchShard.objects.select_for_update().filter(
        organisation=by.organisation_id, organisation_key=newest, is_full=False
    )
    for last in open_ones.order_by("pk"):
        try:
            shard = change_shard(open_search_shard(viewer=by, row=last), entries)
        except CannotOpen:
            continue  # Altered in the database: what it held isn't searched, and what is new goes elsewhere.
        shard_id, version = last.pk, last.version + 1
        break
    _seal(shard_id, version, shard, newest)
    Report.objects.filter(organisation=by.organisation_id, pk__in=entries).update(shard=shard_id)


def _seal(shard_id: UUID, version: int, shard: Shard, key: OrganisationKey) -> None:
    """Seal a whole shard under a fresh key; its version keeps an older one from being put back unnoticed."""
    data_key = new_data_key()
    facts = {
        "organisation_id": key.organisation_id,
        "organisation_key": key,
        "version": version,
        "sealed_key": seal_to(bytes(key.public_key), data_key, shard_key_binding(shard_id, key, version)),
        "sealed": seal_shard(shard, data_key, shard_binding(shard_id, key.organisation_id, version)),
        "is_full": len(shard) >= FULL,
    }
    SearchShard.objects.update_or_create(id=shard_id, defaults=facts)

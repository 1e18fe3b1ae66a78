"""Searching an organisation's sealed reports, in memory, inside one request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from banyan.people.models import OrganisationKey
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_SEARCH
from banyan.reports.models import ReadKey, Report, SearchShard
from banyan.reports.queries.keys import held_keys, reports_in_sight
from banyan.reports.queries.standing import watched
from banyan.reports.rules.states import State
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, open_sealed
from banyan.vault.shards import Shard, open_shard, search_shard

SHOWN = 100
MOST = 1_000  # Hits that are looked up; a search that finds more is too wide to be of use.
SEARCHED = ("code_name", "address", "words", "when", "where", "loss", "safe_adult", "language_note")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, newest first; how many reports it left out, and how many of these every one of the viewer's
    searches will, because they don't open for them.
    """

    reports: tuple[Report, ...]
    is_cut: bool
    not_searched: int
    closed: int

    @property
    def waiting(self) -> int:
        """How many the viewer's next searches take in."""
        return self.not_searched - self.closed


def shard_binding(shard: UUID, organisation: UUID, version: int) -> Binding:
    return Binding(record=shard, field="search", organisation=organisation, version=version)


def shard_key_binding(shard: UUID, key: OrganisationKey, version: int) -> Binding:
    field = f"search_key_{key.version}"
    return Binding(record=shard, field=field, organisation=key.organisation_id, version=version)


def searchable_words(report: Report, content: Mapping[str, Any]) -> str:
    """What a report is found by: its reference, and whatever somebody wrote in it."""
    return " ".join([str(report), *(str(content[name]) for name in SEARCHED if content.get(name))])


def unindexed(*, viewer: Viewer) -> QuerySet[Report]:
    """Reports that no shard holds yet. Restricted ones never are in one: it opens to the whole organisation."""
    viewer.must(REPORT_SEARCH)
    waiting = Report.objects.filter(organisation=viewer.organisation_id, shard=None, is_restricted=False)
    return waiting.exclude(state=State.WITHDRAWN).order_by("-received_at", "pk")


def foldable(*, viewer: Viewer) -> QuerySet[Report]:
    """Those of them that are sealed to a key of the organisation's that the viewer holds."""
    mine = ReadKey.objects.filter(report=OuterRef("pk"), organisation_key__in=held_keys(viewer=viewer))
    return unindexed(viewer=viewer).filter(Exists(mine))


def open_search_shard(*, viewer: Viewer, row: SearchShard) -> Shard:
    """One shard of the viewer's organisation, opened. Raises CannotOpen."""
    if row.organisation_id != viewer.organisation_id:
        raise CannotOpen
    key = row.organisation_key
    data_key = open_sealed(viewer.open_key(key), bytes(row.sealed_key), shard_key_binding(row.pk, key, row.version))
    return open_shard(bytes(row.sealed), data_key, shard_binding(row.pk, row.organisation_id, row.version))


def search_reports(*, viewer: Viewer, words: str, damaged: int) -> Found:
    """The reports in the viewer's sight whose words hold every word that was searched for.

    `damaged` are those that could not be folded in just now although the viewer holds their key.
    """
    viewer.must(REPORT_SEARCH)
    hits: list[UUID] = []
    closed = 0
    rows = SearchShard.objects.filter(organisation=viewer.organisation_id).select_related("organisation_key")
    for row in rows.iterator(chunk_size=8):
        try:
            hits += search_shard(open_search_shard(viewer=viewer, row=row), words)
        except CannotOpen:
            closed += row.reports.count()
    in_sight = watched(reports_in_sight(viewer=viewer)).exclude(state=State.WITHDRAWN).filter(pk__in=hits[:MOST])
    found = list(in_sight.select_related("claimed_by").order_by("-received_at", "pk")[: SHOWN + 1])
    is_cut = len(found) > SHOWN or len(hits) > MOST
    left, waiting = unindexed(viewer=viewer).count(), foldable(viewer=viewer).count() - damaged
    return Found(tuple(found[:SHOWN]), is_cut, closed + left, closed + left - waiting)

"""Sprees in official records: runs of near-consecutive records of the same offence, bias and month.

Such a run is often one person's acts on one day, entered one after another; sometimes it is a backlog entered at once.
Either way it is one event in the count of a year, so its weight is shown and the count is given without it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from banyan.observatory.measures.official import aimed_at, within
from banyan.observatory.rules.runs import MATERIAL_SHARE, SMALLEST_RUN
from banyan.observatory.sources.engine import Engine, Frame


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One run: how many records, their month, offence and bias as the agency words them, first and last number."""

    source: str
    month: date
    offence: str
    bias: str
    size: int
    first_record: str
    last_record: str

    def share_of(self, count: int) -> float:
        """Its share of a count that contains it, from 0 to 1."""
        return self.size / count if count else 0.0

    def is_material(self, count: int) -> bool:
        """Whether leaving it out would change what the count of its year seems to say."""
        return self.size >= SMALLEST_RUN and self.share_of(count) >= MATERIAL_SHARE


def list_clusters(
    engine: Engine, runs: Frame, *, place: str, community: str, since: int, until: int
) -> tuple[Cluster, ...]:
    """The runs of at least `SMALLEST_RUN` records of the place and community in these years, largest first."""
    asked = runs.filter(within(place), aimed_at(community), nw.col("year").is_between(since, until))
    columns = ("source", "month", "offence", "bias", "size", "first_record", "last_record")
    found = (_cluster(row) for row in engine.rows(asked.select(*columns)))
    return tuple(sorted(found, key=lambda cluster: (-cluster.size, cluster.month, cluster.offence, cluster.bias)))


def _cluster(row: Sequence[Any]) -> Cluster:
    source, month, offence, bias, size, first, last = row
    return Cluster(
        source=source, month=month, offence=offence, bias=bias, size=int(size), first_record=first, last_record=last
    )


def in_year(clusters: Iterable[Cluster], source: str, year: int) -> list[Cluster]:
    """The runs of a source in a year, the largest first."""
    found = [cluster for cluster in clusters if cluster.source == source and cluster.month.year == year]
    return sorted(found, key=lambda cluster: -cluster.size)


def largest_in_year(clusters: Iterable[Cluster], source: str, year: int) -> Cluster | None:
    """The largest run of a source in a year, if there is one."""
    return next(iter(in_year(clusters, source, year)), None)


def telling(clusters: Sequence[Cluster], count: int) -> tuple[Cluster, ...]:
    """Of a year's runs those to tell of: the largest alone, or all where the others carry much of the count too."""
    others = sum(cluster.size for cluster in clusters[1:])
    return tuple(clusters if count and others / count >= MATERIAL_SHARE else clusters[:1])

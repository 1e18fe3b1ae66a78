"""Sprees in official records: runs of near-consecutive records of the same offence, bias and month.

Such a run is often one person's acts on one day, entered one after another; sometimes it is a backlog entered at once.
Either way it is one event in the count of a year, so its weight is shown and the count is given without it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import narwhals as nw

from banyan.observatory.measures.engine import Engine, Frame
from banyan.observatory.measures.official import aimed_at, within

WIDEST_GAP: Final = 5
"""Neighbours in a run may be this many numbers apart. In the 24 vandalism records of June 2021 the widest gap is 4."""

DENSE: Final = 0.5
"""In a register whose numbers are nearly all in the file, neighbours mean nothing: the gap must also be below this
share of the average distance between any two records of that register and year (but 1 always counts)."""

SMALLEST: Final = 3
MATERIAL_SHARE: Final = 0.1
_KIND = ("source", "region", "place", "series", "month", "offence", "bias")
_REGISTER = ("source", "region", "place", "series", "year")


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
        return self.size >= SMALLEST and self.share_of(count) >= MATERIAL_SHARE


def find_clusters(
    engine: Engine, records: Frame, *, place: str, community: str, since: int, until: int
) -> tuple[Cluster, ...]:
    """Every run of at least `SMALLEST` records of the place and community, largest first.

    Runs in windows over the numbers of one register, kind and month, so that it scales with the records asked for.
    """
    numbered = records.filter(within(place), ~nw.col("number").is_null(), nw.col("year").is_between(since, until))
    numbered = numbered.with_columns(*(nw.col(column).fill_null("") for column in ("region", "place", "series")))
    asked = numbered.filter(aimed_at(community)).join(_widest_gaps(numbered), on=list(_REGISTER), how="left")
    before = nw.col("number").shift(1).over(*_KIND, order_by="number")
    starts = nw.when(nw.col("number") - before <= nw.col("widest")).then(nw.lit(0)).otherwise(nw.lit(1))
    runs = (
        asked.with_columns(starts=starts)
        .with_columns(run=nw.col("starts").cum_sum().over(*_KIND, order_by="number"))
        .group_by(*_KIND, "run")
        .agg(
            nw.len().alias("size"),
            nw.col("record_id").min().alias("first_record"),
            nw.col("record_id").max().alias("last_record"),
        )
        .filter(nw.col("size") >= SMALLEST)
        .select("source", "month", "offence", "bias", "size", "first_record", "last_record")
    )
    found = (_cluster(row) for row in engine.rows(runs))
    return tuple(sorted(found, key=lambda cluster: (-cluster.size, cluster.month, cluster.offence, cluster.bias)))


def _widest_gaps(numbered: Frame) -> Frame:
    """How far apart neighbours of one run may be, register by register."""
    low, high = nw.col("number").min().alias("low"), nw.col("number").max().alias("high")
    spacing = (nw.col("high") - nw.col("low")) / nw.col("records") * DENSE
    fitting = nw.when(spacing < 1).then(nw.lit(1.0)).when(spacing < WIDEST_GAP).then(spacing)
    registers = numbered.group_by(*_REGISTER).agg(low, high, nw.len().alias("records"))
    return registers.with_columns(widest=fitting.otherwise(nw.lit(float(WIDEST_GAP)))).select(*_REGISTER, "widest")


def _cluster(row: Sequence[Any]) -> Cluster:
    source, month, offence, bias, size, first, last = row
    return Cluster(
        source=source, month=month, offence=offence, bias=bias, size=int(size), first_record=first, last_record=last
    )


def largest_in_year(clusters: Iterable[Cluster], source: str, year: int) -> Cluster | None:
    """The largest run of a source in a year, if there is one."""
    return max(
        (cluster for cluster in clusters if cluster.source == source and cluster.month.year == year),
        key=lambda cluster: cluster.size,
        default=None,
    )

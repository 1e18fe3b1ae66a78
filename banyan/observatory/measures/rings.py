"""The signature figure's regions from partners' counts: low and high, joint over partners, small ones withheld.

Cells come as "hate_act|hate_crime|violence", each yes, undetermined or no. The rule that places an answer in a region
is the shared vocabulary's; here it is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import TypeAlias
from uuid import UUID

from banyan.disclosure.results import SMALLEST_SHOWN, rounded
from banyan.harms.rules.rings import Region, Rings, Standing, cell_of, standing_in
from banyan.observatory.measures.joint import FigureRow, Range, bounds, by_organisation

VIOLENT_HATE_CRIMES = "hate_crimes_with_violence"
REGIONS: tuple[str, ...] = (*(region.value for region in Region), VIOLENT_HATE_CRIMES)
SMALL, PROTECTED = "small_cell", "protected"
"""Why a number is withheld. Which of several is itself the small one isn't told: that would be half of the answer."""
SMALL_CELLS = tuple(
    Rings(act, crime, violence, cell_of(act, violence))
    for act, crime, violence in product(Standing, repeat=3)
    if crime is Standing.NO or act is Standing.YES or act is crime
)
"""Every answer that there is: a hate crime is a hate act, and what may be none may be no hate crime."""
CELL_NAMES: tuple[str, ...] = tuple(f"{one.hate_act}|{one.hate_crime}|{one.violence}" for one in SMALL_CELLS)
"""The same by the names that figures give them."""
WEIGHT: tuple[str, ...] = (
    "all_harm",
    "hate_acts",
    "hate_crimes",
    "violence",
    "hate_and_violence",
    VIOLENT_HATE_CRIMES,
    "hate_only",
    "violence_only",
    "other",
    "undetermined",
)
"""Which regions say most: the figure's rings first, what they leave last."""


@dataclass(frozen=True, slots=True)
class RegionCount:
    """One region in one period. `suppressed` is the code of the reason why its range is withheld, or False."""

    region: str
    range: Range | None
    suppressed: str | bool = False


def read_cell(cell: str) -> Rings:
    """A figure's cell as the vocabulary's answer. ValueError for a cell that isn't three standings."""
    hate_act, hate_crime, violence = (Standing(part) for part in cell.split("|"))
    return Rings(hate_act, hate_crime, violence, cell_of(hate_act, violence))


Regions: TypeAlias = Mapping[str, Range]
Partners: TypeAlias = Mapping[UUID, Regions]
NOBODY: Partners = MappingProxyType({})


def partner_regions(rows: Iterable[FigureRow], period: str) -> Partners:
    """Every region's range in one period, partner by partner: never to be shown as it is."""
    partners = by_organisation(rows, period)
    return {name: {region: _range(cells, region) for region in REGIONS} for name, cells in partners.items()}


def joint_regions(each: Iterable[Regions]) -> Regions:
    """Every region's joint range, before any withholding. Empty when no partner has any."""
    ranges = tuple(each)
    return {region: bounds(one[region] for one in ranges) for region in REGIONS} if ranges else {}


def _range(cells: Mapping[str, int], region: str) -> Range:
    low = high = 0
    for cell, count in cells.items():
        standing = standing_of(read_cell(cell), region)
        low += count * (standing is Standing.YES)
        high += count * (standing is not Standing.NO)
    return Range(low, high)


def standing_of(rings: Rings, region: str) -> Standing:
    """Whether a harm lies in a region, the violent hate crimes among them."""
    if region != VIOLENT_HATE_CRIMES:
        return standing_in(rings, Region(region))
    both = {rings.hate_crime, rings.violence}
    if Standing.NO in both:
        return Standing.NO
    return Standing.YES if both == {Standing.YES} else Standing.UNDETERMINED


def withhold(each: Partners, rest: Partners = NOBODY) -> tuple[RegionCount, ...]:
    """What the desk may show of a period: never fewer than `SMALLEST_SHOWN` people, nor a way to work them out.

    Regions are groups within groups, so a small one could be found by subtracting. They are taken in order of weight,
    and one that would let a small group be worked out is left out, also by a partner that takes away its own people.
    Which of those is itself small isn't told. `rest` are, of a community, the reports outside of it: whoever subtracts
    it from everybody sees them, so they are guarded in the same way.

    It guards what is shown of one period. Months beside their year are guarded in `months.py`. Guarded is nothing that
    two drawings on different days tell by their difference, nor what two communities tell of each other, nor what
    partners know together.
    """
    joint = joint_regions(each.values())
    if not joint:
        return ()
    if joint[Region.ALL_HARM.value].high < SMALLEST_SHOWN:
        return tuple(RegionCount(region, None, SMALL) for region in joint)
    shown = _safe_highs(rest, _safe_highs(each, WEIGHT))
    exact = _safe_lows(each, rest, shown)
    return tuple(
        RegionCount(region, Range(found.low if region in exact else 0, found.high))
        if region in shown
        else RegionCount(region, None, PROTECTED)
        for region, found in joint.items()
    )


def as_shown(found: Sequence[RegionCount]) -> tuple[RegionCount, ...]:
    """These ranges to the nearest 5, none with a lower end that a shown region inside of it belies.

    That tells nothing more: whoever reads that there were at least 30 hate acts knows that of all harm.
    """
    lows = {one.region: rounded(one.range.low) for one in found if one.range is not None}
    return tuple(
        replace(
            one, range=Range(max(lows[inner] for inner in INSIDE[one.region] & lows.keys()), rounded(one.range.high))
        )
        if one.range is not None
        else one
        for one in found
    )


def _safe_highs(each: Partners, order: Sequence[str]) -> Sequence[str]:
    """The regions whose upper end may be shown, in order of weight."""
    # Loads numpy, which a picture of official counts alone does without.
    from banyan.observatory.measures.subtracting import largest_safe

    for own in ([], *([one] for one in each.values())):
        order = largest_safe(_highs(each, without=own), order)
    return order


def _safe_lows(each: Partners, rest: Partners, shown: Sequence[str]) -> Sequence[str]:
    """Those of the shown regions whose lower end may be shown too.

    It is the largest partner's count. So a reader can take that partner away, and another partner itself as well.
    Outside of a community, the difference of two lower ends may be what the largest partner counted there.
    """
    joint = joint_regions(each.values())
    largest = [
        name for name, one in each.items() if any(0 < found.low == joint[region].low for region, found in one.items())
    ]
    exact = _own_lows({region: found.low for region, found in joint.items()}, each, shown)
    exact = _without_largest(largest, each, exact)
    for top in largest:
        if top in rest:
            exact = _own_lows({region: found.low for region, found in rest[top].items()}, rest, exact)
    return _without_largest(largest, rest, exact)


def _own_lows(lows: Mapping[str, int], each: Partners, shown: Sequence[str]) -> Sequence[str]:
    """The regions of which these lower ends tell nothing of a few people, neither alone nor below the upper ends."""
    from banyan.observatory.measures.subtracting import largest_safe

    groups = {region: (_mask(region, is_sure=True), low) for region, low in lows.items()}
    # With one partner the lower ends are plain sums too, and the two kinds of ends may be laid over one another.
    highs = _highs(each)
    beside = {f"high {region}": highs[region] for region in shown} if len(each) == 1 else {}
    safe = largest_safe({**groups, **beside}, [*beside, *shown])
    return [region for region in shown if region in safe and not _tells_of_few(region, lows[region], each)]


def _without_largest(largest: Sequence[UUID], each: Partners, exact: Sequence[str]) -> Sequence[str]:
    """The regions that tell of no few people once the largest partner is taken away, nor another one as well."""
    from banyan.observatory.measures.subtracting import largest_safe

    for top in largest:
        if top in each:
            for gone in ([each[top]], *([each[top], one] for name, one in each.items() if name != top)):
                exact = largest_safe(_highs(each, without=gone), exact)
    return exact


def _tells_of_few(region: str, low: int, each: Partners) -> bool:
    """Whether what lies between a region's ends is a few people, for a reader or for a partner whose end it isn't."""
    between = sum(one[region].high for one in each.values()) - low
    others = (one[region].high for one in each.values() if one[region].low != low)
    return any(0 < few < SMALLEST_SHOWN for few in (between, *(between - own for own in others)))


def _highs(each: Partners, *, without: Sequence[Regions] = ()) -> dict[str, tuple[int, int]]:
    """The upper ends as groups of small cells, once these partners' people are taken away."""
    return {
        region: (
            mask,
            sum(one[region].high for one in each.values()) - sum(one[region].high for one in without),
        )
        for region, mask in HIGHS.items()
    }


def _mask(region: str, *, is_sure: bool) -> int:
    """The small cells that a region's upper (or, with `is_sure`, lower) end counts, as bits."""
    counted = {Standing.YES} if is_sure else {Standing.YES, Standing.UNDETERMINED}
    return sum(1 << at for at, rings in enumerate(SMALL_CELLS) if standing_of(rings, region) in counted)


HIGHS: Mapping[str, int] = MappingProxyType({region: _mask(region, is_sure=False) for region in REGIONS})
"""The small cells of each region's upper end, as bits."""
INSIDE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        region: frozenset(inner for inner in REGIONS if not _mask(inner, is_sure=True) & ~_mask(region, is_sure=True))
        for region in REGIONS
    }
)
"""The regions whose lower end counts nothing that a region's own doesn't: itself among them."""

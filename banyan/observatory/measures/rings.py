"""The signature figure's regions from partners' counts: low and high, joint over partners, small ones withheld.

Cells come as "hate_act|hate_crime|violence", each yes, undetermined or no. The rule that places an answer in a region
is the shared vocabulary's; here it is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from banyan.harms.rules.rings import Cell, Region, Rings, Standing, standing_in
from banyan.observatory.measures.joint import SMALLEST_SHOWN, FigureRow, Range, bounds, by_organisation

VIOLENT_HATE_CRIMES = "hate_crimes_with_violence"
REGIONS: tuple[str, ...] = (*(region.value for region in Region), VIOLENT_HATE_CRIMES)
SMALL, PROTECTED = "small_cell", "protected"
"""Why a number is withheld. Which of several is itself the small one isn't told: that would be half of the answer."""
_CELLS = {
    (Standing.YES, Standing.YES): Cell.HATE_AND_VIOLENCE,
    (Standing.YES, Standing.NO): Cell.HATE_ONLY,
    (Standing.NO, Standing.YES): Cell.VIOLENCE_ONLY,
    (Standing.NO, Standing.NO): Cell.OTHER,
}


_SMALL_CELLS = tuple(
    Rings(act, crime, violence, _CELLS.get((act, violence), Cell.UNDETERMINED))
    for act, crime, violence in product(Standing, repeat=3)
    if act is not Standing.NO or crime is Standing.NO
)
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
    return Rings(hate_act, hate_crime, violence, _CELLS.get((hate_act, violence), Cell.UNDETERMINED))


Regions = Mapping[str, Range]


def partner_regions(rows: Iterable[FigureRow], period: str) -> tuple[Regions, ...]:
    """Every region's range in one period, partner by partner: never to be shown as it is."""
    partners = by_organisation(rows, period)
    return tuple({region: _range(cells, region) for region in REGIONS} for cells in partners.values())


def joint_regions(each: Sequence[Regions]) -> Regions:
    """Every region's joint range, before any withholding. Empty when no partner has any."""
    return {region: bounds(one[region] for one in each) for region in REGIONS} if each else {}


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


def withhold(each: Sequence[Regions]) -> tuple[RegionCount, ...]:
    """What the desk may show of a period: never fewer than `SMALLEST_SHOWN` people, nor a way to work them out.

    Regions are groups within groups, so a small one could be found by subtracting. They are taken in order of weight,
    and one that would let a small group be worked out is left out, also by a partner that takes away its own people.
    Which of those is itself small isn't told.
    """
    joint = joint_regions(each)
    if not joint:
        return ()
    if joint[Region.ALL_HARM.value].high < SMALLEST_SHOWN:
        return tuple(RegionCount(region, None, SMALL) for region in joint)
    shown = _safe_highs(joint, each)
    exact = _safe_lows(joint, each, shown)
    return tuple(
        RegionCount(region, Range(found.low if region in exact else 0, found.high))
        if region in shown
        else RegionCount(region, None, PROTECTED)
        for region, found in joint.items()
    )


def _safe_highs(joint: Regions, each: Sequence[Regions]) -> Sequence[str]:
    """The regions whose upper end may be shown, in order of weight."""
    # Loads numpy, which a picture of official counts alone does without.
    from banyan.observatory.measures.subtracting import largest_safe

    shown: Sequence[str] = largest_safe(_highs(joint), WEIGHT)
    for one in each:
        shown = largest_safe(_highs(joint, without=[one]), shown)
    return shown


def _safe_lows(joint: Regions, each: Sequence[Regions], shown: Sequence[str]) -> Sequence[str]:
    """Those of the shown regions whose lower end may be shown too.

    It is the largest partner's count. So a reader can take that partner away, and another partner itself as well.
    """
    from banyan.observatory.measures.subtracting import largest_safe

    lows = {region: (_mask(region, is_sure=True), found.low) for region, found in joint.items()}
    # With one partner the lower ends are plain sums too, and the two kinds of ends may be laid over one another.
    beside = {f"high {region}": _highs(joint)[region] for region in shown} if len(each) == 1 else {}
    safe = largest_safe({**lows, **beside}, [*beside, *shown])
    exact: Sequence[str] = [region for region in shown if region in safe and not _tells_of_few(region, joint, each)]
    largest = [one for one in each if any(0 < found.low == joint[region].low for region, found in one.items())]
    for top in largest:
        for gone in ([top], *([top, one] for one in each if one is not top)):
            exact = largest_safe(_highs(joint, without=gone), exact)
    return exact


def _tells_of_few(region: str, joint: Regions, each: Sequence[Regions]) -> bool:
    """Whether what lies between a region's ends is a few people, for a reader or for one of the smaller partners."""
    found = joint[region]
    between = found.high - found.low
    smaller = (one[region].high for one in each if one[region].low < found.low)
    return any(0 < few < SMALLEST_SHOWN for few in (between, *(between - own for own in smaller)))


def _highs(joint: Regions, *, without: Sequence[Regions] = ()) -> dict[str, tuple[int, int]]:
    """The upper ends as groups of small cells, once these partners' people are taken away."""
    return {
        region: (_mask(region, is_sure=False), found.high - sum(one[region].high for one in without))
        for region, found in joint.items()
    }


def _mask(region: str, *, is_sure: bool) -> int:
    """The small cells that a region's upper (or, with `is_sure`, lower) end counts, as bits."""
    counted = {Standing.YES} if is_sure else {Standing.YES, Standing.UNDETERMINED}
    return sum(1 << at for at, rings in enumerate(_SMALL_CELLS) if standing_of(rings, region) in counted)

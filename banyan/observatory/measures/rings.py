"""The signature figure's regions from partners' counts: low and high, joint over partners, small ones withheld.

Cells come as "hate_act|hate_crime|violence", each yes, undetermined or no. The rule that places an answer in a region
is the shared vocabulary's; here it is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def joint_regions(rows: Iterable[FigureRow], period: str) -> Mapping[str, Range]:
    """Every region's joint range in one period, before any withholding. Empty when no partner has a row of it."""
    partners = by_organisation(rows, period)
    if not partners:
        return {}
    return {region: bounds(_range(cells, region) for cells in partners.values()) for region in REGIONS}


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


def withhold(joint: Mapping[str, Range], *, partners: int = 2) -> tuple[RegionCount, ...]:
    """What the desk may show of a period: never fewer than `SMALLEST_SHOWN` people, nor a way to work them out.

    Regions are groups within groups, so a small one could be found by subtracting. They are taken in order of weight,
    and one that would let a small group be worked out is left out. Which of those is itself small isn't told.
    """
    whole = joint.get(Region.ALL_HARM.value)
    if whole is None:
        return ()
    if whole.high < SMALLEST_SHOWN:
        return tuple(RegionCount(region, None, SMALL) for region in joint)
    # Loads numpy, which a picture of official counts alone does without.
    from banyan.observatory.measures.subtracting import largest_safe

    highs = {region: (_mask(region, is_sure=False), found.high) for region, found in joint.items()}
    lows = {region: (_mask(region, is_sure=True), found.low) for region, found in joint.items()}
    shown = largest_safe(highs, WEIGHT)
    # With one partner the lower ends are plain sums too, and the two kinds of ends may be laid over one another.
    beside = {f"high {region}": highs[region] for region in shown} if partners == 1 else {}
    safe = largest_safe({**lows, **beside}, [*beside, *(region for region in WEIGHT if region in shown)])
    return tuple(
        RegionCount(region, Range(found.low if region in safe else 0, found.high))
        if region in shown
        else RegionCount(region, None, PROTECTED)
        for region, found in joint.items()
    )


def _mask(region: str, *, is_sure: bool) -> int:
    """The small cells that a region's upper (or, with `is_sure`, lower) end counts, as bits."""
    counted = {Standing.YES} if is_sure else {Standing.YES, Standing.UNDETERMINED}
    return sum(1 << at for at, rings in enumerate(_SMALL_CELLS) if standing_of(rings, region) in counted)

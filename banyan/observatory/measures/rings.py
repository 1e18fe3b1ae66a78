"""The signature figure's regions from partners' counts: low and high, joint over partners, small ones withheld.

Cells come as "hate_act|hate_crime|violence", each yes, undetermined or no. The rule that places an answer in a region
is the shared vocabulary's; here it is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from banyan.harms.rules.rings import Cell, Region, Rings, Standing, standing_in
from banyan.observatory.measures.joint import SMALLEST_SHOWN, FigureRow, Range, bounds, by_organisation

VIOLENT_HATE_CRIMES = "hate_crimes_with_violence"
REGIONS: tuple[str, ...] = (*(region.value for region in Region), VIOLENT_HATE_CRIMES)
SMALL, PROTECTED = "small_cell", "protected"
"""Why a number is withheld. Which of several is itself the small one isn't told: that would be half of the answer."""
_NESTED = (
    ("hate_acts", "hate_crimes"),
    ("hate_crimes", VIOLENT_HATE_CRIMES),
    ("hate_and_violence", VIOLENT_HATE_CRIMES),
)

_CELLS = {
    (Standing.YES, Standing.YES): Cell.HATE_AND_VIOLENCE,
    (Standing.YES, Standing.NO): Cell.HATE_ONLY,
    (Standing.NO, Standing.YES): Cell.VIOLENCE_ONLY,
    (Standing.NO, Standing.NO): Cell.OTHER,
}


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


def withhold(joint: Mapping[str, Range]) -> tuple[RegionCount, ...]:
    """What the desk may show of a period: never fewer than `SMALLEST_SHOWN` people, nor a way to work them out.

    Regions are sums of each other, so one small region could be found by subtracting. When any is small, or any shown
    number differs from another by a few, only the outermost ring stays, and that only when it is large enough.
    """
    whole = joint.get(Region.ALL_HARM.value)
    if whole is None:
        return ()
    opened = {region: found.coarsened() for region, found in joint.items()}
    if whole.high < SMALLEST_SHOWN:
        return tuple(RegionCount(region, None, SMALL) for region in joint)
    if not _tells_of_few(joint):
        return tuple(RegionCount(region, found) for region, found in opened.items())
    return tuple(
        RegionCount(region, opened[region]) if region == Region.ALL_HARM else RegionCount(region, None, PROTECTED)
        for region in joint
    )


def _tells_of_few(joint: Mapping[str, Range]) -> bool:
    """Whether a region, or what is left of a larger one without it, tells of a few people."""
    whole = joint[Region.ALL_HARM.value]
    ends = [end for found in joint.values() for end in (found.low, found.high)]
    left = [whole.high - end for end in ends] + [joint[outer].high - joint[inner].high for outer, inner in _NESTED]
    return any(0 < n < SMALLEST_SHOWN for n in (*ends, *left))

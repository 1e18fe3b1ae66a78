"""Comparing two recorded counts: whether months that vary as these do give such a difference by chance.

The counts themselves are facts and get no interval; their ratio does. Given the sum of two counts, the share that
falls in the second is binomial if incidents are independent. They aren't (sprees, weekends, seasons), so the sum is
first divided by the series' own dispersion: a quasi-Poisson model conditioned on the total. Wilson's score interval
for that share then gives the interval of the ratio. It holds up at the small counts of a city, where a normal interval
of the log ratio breaks down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist
from typing import Final, Literal

CONFIDENCE: Final = 0.95
FEWEST_DEGREES: Final = 11

Direction = Literal["higher", "lower", "unclear"]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The interval of the ratio of the second count to the first."""

    first: int
    second: int
    ratio_low: float
    ratio_high: float

    @property
    def direction(self) -> Direction:
        """Whether the second is higher or lower than the first beyond what chance explains."""
        if self.ratio_low > 1:
            return "higher"
        return "lower" if self.ratio_high < 1 else "unclear"


def wilson(
    successes: float, trials: float, *, z: float = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
) -> tuple[float, float]:
    """Wilson's score interval for a share. `trials` of 0 gives (0, 1). E. B. Wilson, JASA 22 (1927), 209-212."""
    if trials <= 0:
        return 0.0, 1.0
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def dispersion_of(years: Iterable[Sequence[int]]) -> tuple[float, int]:
    """How much more months vary within their year than by chance, and from how many degrees of freedom that is known.

    `years` holds each year's monthly counts. Pearson's chi-square around each year's mean over its degrees of freedom,
    never below 1. Differences between years don't enter, so that a real change isn't taken for noise.
    """
    chi_square, freedom = 0.0, 0
    for months in years:
        mean = sum(months) / len(months) if months else 0.0
        if mean > 0 and len(months) > 1:
            chi_square += sum((n - mean) ** 2 for n in months) / mean
            freedom += len(months) - 1
    return (max(1.0, chi_square / freedom), freedom) if freedom else (1.0, 0)


def compare(first: int, second: int, *, years: Iterable[Sequence[int]], confidence: float = CONFIDENCE) -> Comparison:
    """Compare two counts of equally long periods. `years` holds the monthly counts of years of the same series."""
    dispersion, freedom = dispersion_of(years)
    low, high = wilson(second / dispersion, (first + second) / dispersion, z=_t_quantile(confidence, freedom))
    return Comparison(first=first, second=second, ratio_low=_odds(low), ratio_high=_odds(high))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf


def _t_quantile(confidence: float, freedom: int) -> float:
    """Student's t by Cornish-Fisher, because the dispersion is itself estimated; within 1 % from 5 degrees on.

    With no month to learn from, one year's eleven degrees are assumed.
    """
    z, freedom = NormalDist().inv_cdf(0.5 + confidence / 2), freedom or FEWEST_DEGREES
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)

"""When near-consecutive records of one kind count as one run, and when a run matters to a count."""

from __future__ import annotations

from typing import Final

WIDEST_GAP: Final = 5
"""Neighbours in a run may be this many numbers apart. In the 24 vandalism records of June 2021 the widest gap is 4."""

DENSE: Final = 0.5
"""In a register whose numbers are nearly all in the file, neighbours mean nothing: the gap must also be below this
share of the average distance between any two records of that register and year (but 1 always counts)."""

SMALLEST_RUN: Final = 3
MATERIAL_SHARE: Final = 0.1
"""A run that makes up this much of its year's count would change what the count seems to say."""

"""Which cells must be hidden for what they say themselves, and what hiding any other cell would cost.

These are the usual tests of statistical offices: a smallest cell, a fewest number of contributors, the p % rule against
a dominant one, and group disclosure by zeros and 100 %. What else has to be hidden so that these cannot be worked out
by subtraction is found by `choice.py`.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import log2

from banyan.disclosure.attacker import tolerance
from banyan.disclosure.results import BASE, REACH, SMALLEST_SHOWN, Published, earlier_interval, rounded
from banyan.disclosure.tables import Cell, Table

FEWEST_ORGANISATIONS = 3
LEAST_STEP = SMALLEST_SHOWN + BASE
"""Two rounded numbers this far apart differ by 10 people or more, whatever they were before rounding."""


class Reason(StrEnum):
    """Why a cell is hidden. As confidential as the count: "zero" says what hiding it was to keep unsaid."""

    ZERO = "zero"
    SMALL = "small"
    FEW_ORGANISATIONS = "few-organisations"
    DOMINATED = "dominated"
    ALL = "all"
    REVISED = "revised"
    PROTECTS_ANOTHER = "protects-another"


def shown_interval(count: int) -> tuple[int, int]:
    """What a reader infers from the rounded count: both ends included, never below 10."""
    return max(SMALLEST_SHOWN, rounded(count) - REACH), rounded(count) + REACH


def is_already_shown(table: Table, cell: Cell, earlier: Sequence[Published]) -> bool:
    """Whether the cell is public: official, or printed in an earlier publication that still holds."""
    count = table.counts[cell]
    return cell in table.public or any(low <= count <= high for low, high in earlier_interval(cell, earlier))


def primary(table: Table, earlier: Sequence[Published] = ()) -> dict[Cell, Reason]:
    """The cells that must be hidden for what they say themselves; the first reason that applies."""
    whole_groups = {
        part
        for relation in table.relations
        for whole, part in relation.pairs
        if table.known.get(whole) == table.known.get(part) != 0
    }
    hidden: dict[Cell, Reason] = {}
    for cell in sorted(table.counts):
        if is_already_shown(table, cell, earlier):
            continue
        reason = _reason(table, cell, everyone=cell in whole_groups, before=earlier_interval(cell, earlier))
        if reason is not None:
            hidden[cell] = reason
    return hidden


def _reason(table: Table, cell: Cell, *, everyone: bool, before: Sequence[tuple[int, int]]) -> Reason | None:
    count = table.counts[cell]
    parts = sorted(table.contributions.get(cell, {}).values(), reverse=True)
    joint = cell in table.contributions
    reasons = (
        (Reason.ZERO, count == 0),
        (Reason.SMALL, count < SMALLEST_SHOWN),
        (Reason.FEW_ORGANISATIONS, joint and len(parts) < FEWEST_ORGANISATIONS),
        (Reason.DOMINATED, joint and _is_dominated(parts)),
        (Reason.ALL, everyone),
        (Reason.REVISED, any(abs(rounded(count) - (most - REACH)) < LEAST_STEP for _, most in before)),
    )
    return next((reason for reason, applies in reasons if applies), None)


def _is_dominated(parts: Sequence[int]) -> bool:
    """Whether one organisation's part, the first of the sorted `parts`, is too much of a joint number.

    Then fewer than 10 people of others remain for it to see, or the second largest can tell its count too closely (the
    p % rule with p = 10, and at least 3). A lower bound is judged by the same parts as the sum beside it.
    """
    largest, second, *_ = (*parts, 0, 0)
    others = sum(parts) - largest
    return others < SMALLEST_SHOWN or others - second < tolerance(largest)


def information(cell: Cell, count: int, dimensions: int) -> float:
    """What is lost by hiding a cell, in bits: large counts say more, and so do totals (twice for each dimension)."""
    return log2(1 + count) * float(1 << (dimensions - len(cell.narrowed)))

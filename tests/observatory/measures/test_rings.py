"""What stands on the desk, laid side by side: nobody works out a few people who knows that no count is below zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from banyan.harms.rules import bias as bias_rules
from banyan.harms.rules import crime as crime_rules
from banyan.harms.rules.codes import codes_of
from banyan.harms.rules.rings import place_harm
from banyan.observatory.measures.community import Counts, count_community
from banyan.observatory.measures.joint import Range, Reported
from banyan.observatory.measures.rings import (
    HIGHS,
    INSIDE,
    REGIONS,
    SMALL_CELLS,
    RegionCount,
    as_shown,
    partner_regions,
    withhold,
)
from tests.observatory.measures.test_joint import CELLS, HOUSES, Counted, cells_of, rows

UNHURRIED = settings(deadline=None, max_examples=30)
TOLD = ("police", "friend", "answered", "unanswered", "reports_by_staff", "reports_by_web")
some_cells = st.lists(st.sampled_from(CELLS), min_size=3, max_size=9, unique=True)
counts = st.sampled_from([0, 1, 2, 3, 6, 12, 20, 30])
THREE_NUMBERS = rows(("undetermined|undetermined|no", 30), ("yes|no|undetermined", 30)) + rows(
    ("undetermined|undetermined|no", 12),
    ("no|no|no", 7),
    ("no|no|undetermined", 21),
    ("yes|no|undetermined", 21),
    house=1,
)
"""Seven told of no hate and no violence: the others (70) less the hate crimes (42) less the violence only (21)."""


def exact(table: Sequence[Counted]) -> Mapping[str, int]:
    """The upper ends that the desk shows, before they are rounded: what somebody knows who looks all the time."""
    return {one.region: one.range.high for one in withhold(partner_regions(table, "2025")) if one.range}


def at_most(shown: Mapping[str, int], cell: str) -> float:
    """The most people who can be in a cell, for a reader of these upper ends: by the integer program."""
    known = LinearConstraint(np.array([cells_of(region) for region in shown]), [*shown.values()], [*shown.values()])
    wanted = np.array([-(one == cell) for one in CELLS], float)
    found = milp(wanted, constraints=known, integrality=np.ones(len(CELLS)), bounds=Bounds(0, np.inf))
    return np.inf if found.x is None else -float(found.fun)


def test_attack_three_numbers_that_leave_seven_people_since_no_count_is_below_zero() -> None:
    shown = exact(THREE_NUMBERS)
    assert {"all_harm", "hate_acts", "hate_crimes"} <= shown.keys()
    assert at_most(shown, "no|no|no") >= 9


@UNHURRIED
@given(cells=some_cells, data=st.data())
def test_attack_nobody_knows_of_a_few_people_that_they_are_few(cells: Sequence[str], data: st.DataObject) -> None:
    """Neither a reader, nor a partner that takes away its own."""
    n = data.draw(st.lists(counts, min_size=2 * len(cells), max_size=2 * len(cells)))
    table = [
        Counted(house, "2025", cell, count)
        for (house, cell), count in zip(product(HOUSES[:2], cells), n, strict=True)
        if count
    ]
    shown = exact(table)
    for gone in (None, *HOUSES[:2]) if shown else ():
        left = dict(shown)
        others = dict.fromkeys(cells, 0)
        for row in table:
            if row.organisation == gone:
                at = CELLS.index(row.cell)
                left = {region: count - cells_of(region)[at] * row.count for region, count in left.items()}
            else:
                others[row.cell] += row.count
        for cell, people in others.items():
            if 0 < people < 10:
                assert at_most(left, cell) >= 9


def numbers(found: Sequence[Counts]) -> list[int]:
    """Every number of reports that these show."""
    ends = [end for at in found for one in at.regions if one.range for end in (one.range.low, one.range.high)]
    ways = [n for at in found for cell, n in at.effort.items() if cell.startswith("reports_")]
    return ends + [n for at in found for n in at.told.counts.values()] + ways


@UNHURRIED
@given(data=st.data())
def test_every_number_of_reports_on_the_desk_is_rounded_to_5(data: st.DataObject) -> None:
    a_row = st.builds(Counted, st.sampled_from(HOUSES), st.just("2025-03"), st.sampled_from(CELLS), st.integers(10, 60))
    an_answer = st.builds(
        Counted, st.sampled_from(HOUSES), st.just("2025-03"), st.sampled_from(TOLD), st.integers(10, 60)
    )
    rings, told = (data.draw(st.lists(one, min_size=1, max_size=12)) for one in (a_row, an_answer))
    for period in ("2025", "2025-03"):
        found = count_community(Reported((period,), rings=rings, told=told, effort=told))
        assert all(n % 5 == 0 and (n == 0 or n >= 10) for n in numbers(found))


def test_one_report_more_seldom_shows() -> None:
    """Of five in a row, one: and it shows in no other number of the same people on that day."""
    shown = [
        numbers(
            count_community(Reported(("2025",), rings=rows(("no|no|no", 40 + n)) + rows(("no|no|no", 33), house=1)))
        )
        for n in range(6)
    ]
    assert len({max(one) for one in shown}) == 2


def test_a_share_who_told_the_police_is_of_the_rounded_numbers() -> None:
    """Of exact ones it would give them away: 31 of 83 is no share of rounded numbers."""
    for police, answered in ((31, 83), (29, 87)):
        told = rows(("police", police), ("answered", answered), ("unanswered", 21))
        (found,) = count_community(Reported(("2025",), rings=rows(("no|no|no", answered + 21)), told=told))
        assert found.told.police_share is not None
        assert (found.told.counts["police"], found.told.police_share.of) == (30, 85)


def test_a_lower_end_is_no_lower_than_that_of_a_region_within() -> None:
    """All harm of 0 to 77 beside 18 hate crimes or more is read as a mistake, and hides nothing."""
    found = as_shown([RegionCount("all_harm", Range(0, 77)), RegionCount("hate_crimes", Range(18, 28))])
    assert [one.range for one in found] == [Range(20, 75), Range(20, 30)]
    hidden = RegionCount("violence", None, "protected")
    assert as_shown([RegionCount("all_harm", Range(0, 77)), hidden]) == (RegionCount("all_harm", Range(0, 75)), hidden)


def test_what_counts_nothing_outside_of_a_region() -> None:
    assert INSIDE["all_harm"] == set(REGIONS)
    assert INSIDE["hate_acts"] == {
        "hate_acts",
        "hate_crimes",
        "hate_and_violence",
        "hate_crimes_with_violence",
        "hate_only",
    }
    assert HIGHS.keys() == INSIDE.keys()


def test_every_answer_that_can_be_given_is_counted_and_no_other() -> None:
    """An attacker knows which can't: that of a hate crime which may be no hate act."""
    harms = (
        place_harm(bias=bias, crime=crime, kinds=kinds)
        for bias in codes_of(bias_rules.ALL_ANSWERS)
        for crime in codes_of(crime_rules.ANSWERS)
        for kinds in ((), ("physical_violence",), ("wage_theft",))
    )
    assert {(one.hate_act, one.hate_crime, one.violence) for one in harms} == {
        (one.hate_act, one.hate_crime, one.violence) for one in SMALL_CELLS
    }

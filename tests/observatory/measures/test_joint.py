"""Joint counts are honest bounds, and no number on the desk tells of fewer than ten people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.harms.rules.rings import Cell
from banyan.observatory.measures.joint import Range, bounds, by_organisation
from banyan.observatory.measures.rings import REGIONS, joint_regions, read_cell, withhold
from banyan.observatory.measures.told import count_effort, count_told_answers

HOUSES = tuple(uuid5(UUID(int=1), name) for name in ("pine", "cedar", "willow"))
STANDINGS = ("yes", "undetermined", "no")
# A hate crime is a hate act, so a harm that is no hate act is no hate crime either.
CELLS = [
    f"{act}|{crime}|{violence}" for act, crime, violence in product(STANDINGS, repeat=3) if act != "no" or crime == "no"
]


@dataclass(frozen=True)
class Counted:
    organisation: UUID
    period: str
    cell: str
    count: int


def rows(*cells: tuple[str, int], house: int = 0, period: str = "2025") -> list[Counted]:
    return [Counted(HOUSES[house], period, cell, n) for cell, n in cells]


tables = st.lists(
    st.builds(Counted, st.sampled_from(HOUSES), st.just("2025"), st.sampled_from(CELLS), st.integers(1, 60)),
    max_size=12,
)


def test_joint_counts_are_at_least_the_largest_and_at_most_the_sum() -> None:
    assert bounds([Range(4, 9), Range(6, 7)]) == Range(6, 16)
    assert bounds([]) == Range(0, 0)


def test_rows_of_other_periods_are_left_out_and_of_the_same_cell_add_up() -> None:
    table = rows(("a", 2), ("a", 3)) + rows(("a", 9), period="2024")
    assert by_organisation(table, "2025") == {HOUSES[0]: {"a": 5}}


def test_regions_are_joint_over_partners() -> None:
    table = rows(("yes|yes|yes", 12), ("yes|undetermined|no", 20)) + rows(("no|no|yes", 30), house=1)
    joint = joint_regions(table, "2025")
    assert joint["all_harm"] == Range(32, 62)
    assert joint["hate_acts"] == Range(32, 32)
    assert joint["hate_crimes"] == Range(12, 32)
    assert joint["violence"] == Range(30, 42)
    assert joint["hate_crimes_with_violence"] == Range(12, 12)
    assert joint_regions(table, "2024") == {}


def test_a_cell_that_is_not_three_standings_is_refused() -> None:
    assert read_cell("yes|no|undetermined").cell is Cell.UNDETERMINED
    with pytest.raises(ValueError, match="maybe"):
        read_cell("maybe|no|no")


@given(table=tables)
def test_no_shown_number_tells_of_a_few_people(table: Sequence[Counted]) -> None:
    joint = joint_regions(table, "2025")
    shown = {region.region: region.range for region in withhold(joint) if region.range is not None}
    ends = [end for found in shown.values() for end in (found.low, found.high)]
    assert all(end == 0 or end >= 10 for end in ends)
    highs = [found.high for found in shown.values()]
    whole = max(highs, default=0)
    assert all(whole - high == 0 or whole - high >= 10 for high in highs)


@given(table=tables)
def test_what_is_shown_is_still_true(table: Sequence[Counted]) -> None:
    joint = joint_regions(table, "2025")
    for region in withhold(joint):
        if region.range is not None:
            assert region.range.low <= joint[region.region].low
            assert region.range.high == joint[region.region].high
        else:
            assert region.suppressed in {"small_cell", "protected"}


def test_large_regions_are_shown_and_one_small_one_hides_the_rest() -> None:
    large = rows(*((cell, 20) for cell in CELLS))
    assert all(region.range for region in withhold(joint_regions(large, "2025")))
    small = withhold(joint_regions(rows(("yes|yes|yes", 3), ("no|no|no", 40)), "2025"))
    assert [region.region for region in small if region.range] == ["all_harm"]
    assert {region.region for region in small} == set(REGIONS)


def test_too_few_reports_hide_everything() -> None:
    assert all(region.range is None for region in withhold(joint_regions(rows(("no|no|no", 9)), "2025")))


def test_the_police_share_counts_chance_and_the_unanswered_both_ways() -> None:
    told = count_told_answers(rows(("police", 30), ("friend", 50), ("answered", 100), ("unanswered", 50)), "2025")
    assert told.police_share is not None
    assert (round(told.police_share.low, 3), round(told.police_share.high, 3)) == (0.219, 0.396)
    assert told.police_share.of == 100
    assert told.both_ways is not None
    assert told.both_ways.low == pytest.approx(30 / 150)
    assert told.both_ways.high == pytest.approx(80 / 150)


def test_a_small_answer_is_withheld_and_so_is_its_share() -> None:
    told = count_told_answers(rows(("police", 4), ("friend", 40), ("answered", 60), ("unanswered", 20)), "2025")
    assert told.withheld["police"] == "protected"
    assert told.police_share is None
    assert told.counts["friend"] == 40


def test_an_answer_that_nearly_all_gave_is_withheld_too() -> None:
    told = count_told_answers(rows(("police", 55), ("answered", 60), ("unanswered", 20)), "2025")
    assert told.withheld["police"] == "protected"


def test_few_unanswered_hide_the_answered_since_their_sum_stands_beside() -> None:
    told = count_told_answers(rows(("police", 30), ("answered", 60), ("unanswered", 4)), "2025")
    assert told.counts == {}
    assert told.withheld["answered"] == "protected"


@given(n=st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_no_shown_answer_tells_of_a_few_people(n: list[int]) -> None:
    cells = [("police", n[0]), ("nobody", n[1]), ("answered", n[0] + n[1] + n[2]), ("unanswered", n[3])]
    told = count_told_answers(rows(*cells), "2025")
    assert all(count == 0 or count >= 10 for count in told.counts.values())


def test_effort_adds_organisations_and_never_shows_few_reports() -> None:
    table = rows(("organisations_open", 1), ("languages_open", 5), ("reports_by_staff", 30), ("reports_by_web", 20))
    table += rows(("organisations_open", 1), ("languages_open", 7), ("reports_by_web", 9), house=1)
    assert count_effort(table, "2025") == {
        "organisations_open": 2,
        "languages_open": 7,
        "reports_by_staff": 30,
        "reports_by_web": 29,
    }
    few = rows(("organisations_open", 1), ("reports_by_staff", 30), ("reports_by_web", 3))
    assert count_effort(few, "2025") == {"organisations_open": 1}

"""Joint counts are honest bounds, and no number on the desk tells of fewer than ten people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid5

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.harms.rules.rings import Cell, Standing
from banyan.observatory.measures.joint import Range, bounds, by_organisation
from banyan.observatory.measures.rings import REGIONS, joint_regions, partner_regions, read_cell, standing_of, withhold
from banyan.observatory.measures.told import count_effort, count_told_answers

HOUSES = tuple(uuid5(UUID(int=1), name) for name in ("pine", "cedar", "willow"))
STANDINGS = ("yes", "undetermined", "no")
# A hate crime is a hate act, so a harm that is no hate act, or may be none, is no hate crime, or may be none, either.
CELLS = [
    f"{act}|{crime}|{violence}"
    for act, crime, violence in product(STANDINGS, repeat=3)
    if crime == "no" or act in {"yes", crime}
]


@dataclass(frozen=True)
class Counted:
    organisation: UUID
    period: str
    cell: str
    count: int


def rows(*cells: tuple[str, int], house: int = 0, period: str = "2025") -> list[Counted]:
    return [Counted(HOUSES[house], period, cell, n) for cell, n in cells]


UNHURRIED = settings(deadline=None)
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
    joint = joint_regions(partner_regions(table, "2025").values())
    assert joint["all_harm"] == Range(32, 62)
    assert joint["hate_acts"] == Range(32, 32)
    assert joint["hate_crimes"] == Range(12, 32)
    assert joint["violence"] == Range(30, 42)
    assert joint["hate_crimes_with_violence"] == Range(12, 12)
    assert joint_regions(partner_regions(table, "2024").values()) == {}


def test_a_cell_that_is_not_three_standings_is_refused() -> None:
    assert read_cell("yes|no|undetermined").cell is Cell.UNDETERMINED
    with pytest.raises(ValueError, match="maybe"):
        read_cell("maybe|no|no")


@UNHURRIED
@given(table=tables)
def test_no_shown_number_tells_of_a_few_people(table: Sequence[Counted]) -> None:
    shown = [region.range for region in withhold(partner_regions(table, "2025")) if region.range is not None]
    ends = [end for found in shown for end in (found.low, found.high)]
    assert all(end == 0 or end >= 10 for end in ends)


@UNHURRIED
@given(table=tables)
def test_what_is_shown_is_still_true(table: Sequence[Counted]) -> None:
    joint = joint_regions(partner_regions(table, "2025").values())
    for region in withhold(partner_regions(table, "2025")):
        if region.range is not None:
            assert region.range.low <= joint[region.region].low
            assert region.range.high == joint[region.region].high
        else:
            assert region.suppressed in {"small_cell", "protected"}


def test_attack_who_works_out_that_a_group_is_empty_knows_each_of_its_cells_to_be() -> None:
    """The others beside the rings then gave away the one report of a crime that may have been violent."""
    table = rows(
        ("undetermined|undetermined|undetermined", 30), ("yes|undetermined|yes", 30), ("yes|yes|undetermined", 1)
    )
    shown = {one.region for one in withhold(partner_regions(table, "2025")) if one.range}
    assert {"all_harm", "hate_acts"} <= shown
    assert "other" not in shown


def test_large_regions_are_all_shown() -> None:
    large = rows(*((cell, 20) for cell in CELLS))
    assert all(region.range for region in withhold(partner_regions(large, "2025")))


def test_a_small_group_hides_itself_and_what_it_could_be_worked_out_from() -> None:
    table = rows(("yes|yes|yes", 3), ("yes|no|no", 40), ("no|no|yes", 50), ("no|no|no", 60))
    shown = {region.region for region in withhold(partner_regions(table, "2025")) if region.range}
    assert shown >= {"all_harm", "hate_acts", "violence"}
    assert not shown & {"hate_crimes", "hate_and_violence", "hate_crimes_with_violence"}
    assert "hate_only" not in shown  # All hate acts less these would be the three.


def cells_of(region: str) -> list[int]:
    return [int(standing_of(read_cell(cell), region) is not Standing.NO) for cell in CELLS]


@UNHURRIED
@given(table=tables)
def test_no_sum_or_difference_of_shown_numbers_is_a_few_people(table: Sequence[Counted]) -> None:
    """Checked by linear algebra, not by the rule's own way: what the shown numbers determine is never a small group."""
    shown = [region.region for region in withhold(partner_regions(table, "2025")) if region.range is not None]
    if not shown:
        return
    known = np.array([cells_of(region) for region in shown])
    counts = {cell: sum(row.count for row in table if row.cell == cell) for cell in CELLS}
    groups = [cells_of(region) for region in REGIONS] + np.eye(len(CELLS), dtype=int).tolist()
    groups += [(np.array(one) * (1 - np.array(other))).tolist() for one, other in product(groups[:10], repeat=2)]
    for group in groups:
        people = sum(counts[cell] for cell, is_in in zip(CELLS, group, strict=True) if is_in)
        if 0 < people < 10:
            assert np.linalg.matrix_rank(np.vstack([known, group])) > np.linalg.matrix_rank(known)


@UNHURRIED
@given(
    table=st.lists(st.builds(Counted, st.just(HOUSES[0]), st.just("2025"), st.sampled_from(CELLS), st.integers(1, 40)))
)
def test_with_one_partner_the_two_ends_tell_nothing_together_either(table: Sequence[Counted]) -> None:
    shown = [region.range for region in withhold(partner_regions(table, "2025")) if region.range]
    assert all(found.low == 0 or found.high - found.low == 0 or found.high - found.low >= 10 for found in shown)


def few(number: int) -> bool:
    return 0 < number < 10


@UNHURRIED
@given(table=tables)
def test_attack_no_partner_finds_a_few_people_of_another_by_taking_away_its_own(table: Sequence[Counted]) -> None:
    each = partner_regions(table, "2025")
    shown = {region.region: region.range for region in withhold(each) if region.range is not None}
    for own in each.values():
        left = {region: found.high - own[region].high for region, found in shown.items()}
        assert not any(map(few, left.values()))
        known = [cells_of(region) for region in left]
        for one, other in product(left, repeat=2):
            between = (np.array(cells_of(one)) - np.array(cells_of(other))).tolist()
            if min(between) >= 0 and max(between):
                assert not few(left[one] - left[other]), known


@UNHURRIED
@given(table=tables)
def test_attack_the_lower_end_lets_nobody_find_a_few_people_of_the_smaller_partners(table: Sequence[Counted]) -> None:
    """The lower end is the largest partner's count, so a reader can take that partner away, and itself as well."""
    each = partner_regions(table, "2025")
    for region in withhold(each):
        found = region.range
        if found is None or not found.low:
            continue
        assert not few(found.high - found.low)
        others = [own[region.region] for own in each.values() if own[region.region].low < found.low]
        assert not any(few(found.high - found.low - own.high) for own in others)


def test_attack_two_partners_one_of_them_with_a_single_report() -> None:
    table = rows(("no|no|no", 13), ("answered", 13)) + rows(("no|no|no", 1), ("answered", 1), house=1)
    rings = [row for row in table if "|" in row.cell]
    assert not any(region.range and region.range.high for region in withhold(partner_regions(rings, "2025")))
    told = [row for row in table if "|" not in row.cell]
    assert set(count_told_answers(told, "2025").withheld) >= {"answered", "unanswered"}
    effort = rows(("reports_by_web", 13)) + rows(("reports_by_web", 1), house=1)
    assert "reports_by_web" not in count_effort(effort, "2025")


def test_too_few_reports_hide_everything() -> None:
    assert all(region.range is None for region in withhold(partner_regions(rows(("no|no|no", 9)), "2025")))


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


def test_attack_whoever_answered_gave_an_answer_so_a_hidden_one_is_what_the_others_leave() -> None:
    """Nine told their landlord: with 59 who answered beside 30 and 20, it could be nothing else."""
    given_ = [("police", 30), ("nobody", 20), ("landlord", 9), ("answered", 59), ("unanswered", 40)]
    told = count_told_answers(rows(*given_), "2025")
    assert not told.counts.keys() & {"landlord", "answered", "unanswered"}
    many_at_once = [("police", 30), ("friend", 40), ("landlord", 9), ("answered", 59), ("unanswered", 40)]
    assert count_told_answers(rows(*many_at_once), "2025").counts["answered"] == 60


def test_few_unanswered_hide_the_answered_since_their_sum_stands_beside() -> None:
    told = count_told_answers(rows(("police", 30), ("answered", 60), ("unanswered", 4)), "2025")
    assert not told.counts.keys() & {"answered", "unanswered"}
    assert told.withheld["answered"] == told.withheld["unanswered"] == "protected"
    assert told.police_share is None


@given(n=st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_no_shown_answer_tells_of_a_few_people(n: list[int]) -> None:
    cells = [("police", n[0]), ("nobody", n[1]), ("answered", n[0] + n[1] + n[2]), ("unanswered", n[3])]
    told = count_told_answers(rows(*cells), "2025")
    assert all(count == 0 or count >= 10 for count in told.counts.values())


def test_effort_adds_organisations_and_never_shows_few_reports() -> None:
    table = rows(("organisations_open", 1), ("languages_open", 5), ("reports_by_staff", 30), ("reports_by_web", 20))
    table += rows(("organisations_open", 1), ("languages_open", 7), ("reports_by_web", 10), house=1)
    assert count_effort(table, "2025") == {
        "organisations_open": 2,
        "languages_open": 7,
        "reports_by_staff": 30,
        "reports_by_web": 30,
    }
    few = rows(("organisations_open", 1), ("reports_by_staff", 30), ("reports_by_web", 3))
    assert count_effort(few, "2025") == {"organisations_open": 1}

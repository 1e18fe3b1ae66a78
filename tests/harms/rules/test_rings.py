"""The rule of the figure: rings nest, and each harm lies surely in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.harms.rules import bias, crime
from banyan.harms.rules.codes import UnknownCodeError, codes_of
from banyan.harms.rules.kinds import KINDS
from banyan.harms.rules.rings import (
    Cell,
    Region,
    Rings,
    Standing,
    place_harm,
    standing_in,
    violence_of,
)

YES, OPEN, NO = Standing.YES, Standing.UNDETERMINED, Standing.NO

HARMS = st.builds(
    place_harm,
    bias=st.sampled_from(codes_of(bias.ALL_ANSWERS)),
    crime=st.sampled_from(codes_of(crime.ANSWERS)),
    kinds=st.sets(st.sampled_from(codes_of(KINDS)), max_size=4),
)
CELL_REGIONS = [Region(cell.value) for cell in Cell]


@pytest.mark.parametrize(
    ("answer", "expected"), [("yes", YES), ("no", NO), ("perhaps", OPEN), ("not_sure", OPEN), ("not_asked", OPEN)]
)
def test_motive_is_described_as_hate_only_by_a_yes_and_as_none_only_by_a_no(answer: str, expected: Standing) -> None:
    assert place_harm(bias=answer, crime="yes", kinds=["wage_theft"]).hate_act is expected


@pytest.mark.parametrize(
    ("motive", "called_crime", "expected"),
    [
        ("yes", "yes", YES),
        ("yes", "no", NO),
        ("yes", "unknown", OPEN),
        ("yes", "not_asked", OPEN),
        ("perhaps", "yes", OPEN),
        ("perhaps", "no", NO),
        ("no", "yes", NO),
        ("no", "not_asked", NO),
        ("not_asked", "not_asked", OPEN),
    ],
)
def test_a_hate_crime_is_a_hate_act_described_as_a_crime(motive: str, called_crime: str, expected: Standing) -> None:
    assert place_harm(bias=motive, crime=called_crime, kinds=[]).hate_crime is expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["threats"], YES),
        (["physical_violence"], YES),
        (["sexual_violence"], YES),
        (["robbery"], YES),
        (["loss_to_violence"], YES),
        (["verbal_harassment", "robbery"], YES),
        (["other", "threats"], YES),
        (["verbal_harassment"], NO),
        (["wage_theft", "housing_harm"], NO),
        (["stalking"], NO),
        (["other"], OPEN),
        (["other", "shunning"], OPEN),
        ([], OPEN),
    ],
)
def test_violence_is_what_was_done_and_silence_leaves_it_open(kinds: list[str], expected: Standing) -> None:
    assert violence_of(kinds) is expected


@pytest.mark.parametrize(
    ("motive", "kind", "cell"),
    [
        ("yes", "threats", Cell.HATE_AND_VIOLENCE),
        ("yes", "shunning", Cell.HATE_ONLY),
        ("no", "robbery", Cell.VIOLENCE_ONLY),
        ("no", "wage_theft", Cell.OTHER),
        ("perhaps", "robbery", Cell.UNDETERMINED),
        ("yes", "other", Cell.UNDETERMINED),
    ],
)
def test_every_harm_lies_in_one_cell(motive: str, kind: str, cell: Cell) -> None:
    assert place_harm(bias=motive, crime="unknown", kinds=[kind]).cell is cell


@pytest.mark.parametrize(
    ("motive", "called_crime", "kinds"),
    [("maybe", "yes", []), ("yes", "perhaps", []), ("yes", "yes", ["murder", "threats"])],
)
def test_an_answer_we_do_not_have_is_refused(motive: str, called_crime: str, kinds: list[str]) -> None:
    with pytest.raises(UnknownCodeError):
        place_harm(bias=motive, crime=called_crime, kinds=kinds)


@given(HARMS)
def test_rings_nest(harm: Rings) -> None:
    surely = [NO, OPEN, YES]
    for smaller, larger in [
        (Region.HATE_CRIMES, Region.HATE_ACTS),
        (Region.HATE_ACTS, Region.ALL_HARM),
        (Region.VIOLENCE, Region.ALL_HARM),
        (Region.HATE_AND_VIOLENCE, Region.HATE_ACTS),
        (Region.HATE_AND_VIOLENCE, Region.VIOLENCE),
        (Region.HATE_ONLY, Region.HATE_ACTS),
        (Region.VIOLENCE_ONLY, Region.VIOLENCE),
    ]:
        assert surely.index(standing_in(harm, smaller)) <= surely.index(standing_in(harm, larger))


@given(HARMS)
def test_only_what_is_undetermined_may_lie_in_several_cells(harm: Rings) -> None:
    perhaps = [region for region in CELL_REGIONS if standing_in(harm, region) is OPEN]
    assert not perhaps or standing_in(harm, Region.UNDETERMINED) is YES


@given(HARMS)
def test_each_harm_lies_surely_in_exactly_one_cell_and_that_cell_is_its_own(harm: Rings) -> None:
    surely = [region for region in CELL_REGIONS if standing_in(harm, region) is YES]
    assert surely == [Region(harm.cell.value)]


@given(HARMS, st.sampled_from(codes_of(bias.ALL_ANSWERS)), st.sets(st.sampled_from(codes_of(KINDS)), max_size=3))
def test_an_answer_of_crime_never_moves_hate_or_violence(harm: Rings, motive: str, kinds: set[str]) -> None:
    placed = {place_harm(bias=motive, crime=answer, kinds=kinds).cell for answer in codes_of(crime.ANSWERS)}
    assert len(placed) == 1

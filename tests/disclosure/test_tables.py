"""What counts as a table, and what is turned away before anyone tries to protect it."""

import pytest

from banyan.disclosure.tables import Cell, Relation, Table, TableError, TooLarge

PEOPLE = "people"


def cell(**narrowed: str) -> Cell:
    return Cell.of(PEOPLE, **narrowed)


def test_labels_name_a_cell_without_its_count() -> None:
    assert cell().label == "people (total)"
    assert cell(year="2021", harm="theft").label == "people (harm: theft, year: 2021)"


def test_organisations_that_contribute_nobody_are_none() -> None:
    by = {cell(): {"Lantern": 4, "Cedar House": 2}, cell(harm="threats"): {"Lantern": 3, "Open Door": 0}}
    table = Table("a", {cell(): 6, cell(harm="threats"): 3}, contributions=by)
    assert table.contributions[cell(harm="threats")] == {"Lantern": 3}
    assert table.organisations == ("Cedar House", "Lantern")


def test_more_than_three_dimensions() -> None:
    with pytest.raises(TooLarge, match="4 dimensions"):
        Table("a", {cell(): 30, cell(harm="theft", year="2021", place="here", age="young"): 12})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"counts": {cell(): -1}}, "below zero"),
        ({"counts": {cell(): 1}, "public": frozenset({cell(harm="theft")})}, "not in the table"),
        ({"counts": {cell(): 1}, "contributions": {cell(year="2021"): {"Lantern": 1}}}, "without a count"),
        ({"counts": {cell(): 5}, "contributions": {cell(): {"Lantern": 4}}}, "does not make up"),
        ({"counts": {cell(): 5}, "contributions": {cell(): {"Lantern": 6, "Open Door": -1}}}, "does not make up"),
        (
            {
                "counts": {cell(): 5},
                "contributions": {cell(): {"Lantern": 6}},
                "lower_bounds": frozenset({cell()}),
            },
            "does not make up",
        ),
        (
            {"counts": {cell(): 5, cell(harm="theft"): 6}, "relations": (Relation.within(cell(harm="theft"), cell()),)},
            "add up",
        ),
    ],
)
def test_numbers_that_contradict_each_other(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(TableError, match=sentence):
        Table(title="a", **fields)  # type: ignore[arg-type] # The cases differ in their types.

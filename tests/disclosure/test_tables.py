"""What counts as a table, and what is turned away before anyone tries to protect it."""

import pytest

from banyan.disclosure.tables import TOTAL, Cell, Relation, Table, TableError, TooLarge, crossed, joined

PEOPLE = "people"
HARMS = ["threats", "violence"]
YEARS = ["2021", "2022"]


def cell(**narrowed: str) -> Cell:
    return Cell.of(PEOPLE, **narrowed)


def test_a_total_is_the_same_cell_in_every_table() -> None:
    by_harm = crossed("a", PEOPLE, {"harm": HARMS, "year": YEARS}, {("threats", "2021"): 3, ("violence", "2021"): 4})
    by_age = crossed("b", PEOPLE, {"age": ["young", "older"], "year": YEARS}, {("young", "2021"): 7})
    assert by_harm.counts[cell(year="2021")] == by_age.counts[cell(year="2021")] == 7
    assert by_harm.counts[cell(harm="violence", year="2022")] == 0
    assert len(by_harm.counts) == 9
    assert Relation.parts(cell(year="2021"), [cell(harm=harm, year="2021") for harm in HARMS]) in by_harm.relations


def test_a_filter_narrows_every_cell_and_one_category_gets_no_total() -> None:
    table = crossed("a", PEOPLE, {"harm": HARMS, "year": ["2021"]}, {("threats", "2021"): 3}, filters={"age": "young"})
    assert set(table.counts) == {
        cell(age="young", year="2021"),
        *(cell(age="young", harm=h, year="2021") for h in HARMS),
    }


def test_organisations_parts_are_summed_along_with_the_counts() -> None:
    counts = {("threats",): {"Lantern": 3, "Open Door": 0}, ("violence",): {"Lantern": 1, "Cedar House": 2}}
    table = crossed("a", PEOPLE, {"harm": HARMS}, counts)
    assert table.contributions[cell()] == {"Lantern": 4, "Cedar House": 2}
    assert table.contributions[cell(harm="threats")] == {"Lantern": 3}
    assert table.organisations == ("Cedar House", "Lantern")


def test_a_person_with_two_harms_is_in_both_but_once_in_the_total() -> None:
    counts = {("threats", "2021"): 30, ("violence", "2021"): 20, (TOTAL, "2021"): 40}
    table = crossed("a", PEOPLE, {"harm": HARMS, "year": YEARS}, counts, several=frozenset({"harm"}))
    assert table.counts[cell()] == 40
    assert Relation.within(cell(harm="threats"), cell()) in table.relations
    with pytest.raises(TableError, match="do not add up"):
        crossed("a", PEOPLE, {"harm": HARMS}, {("threats",): 30, (TOTAL,): 20}, several=frozenset({"harm"}))


def test_tables_published_as_one_must_agree() -> None:
    first, second = Table("a", {cell(): 12, cell(harm="threats"): 11}), Table("b", {cell(): 12, cell(year="2021"): 10})
    both = joined("both", [first, second], public=frozenset({cell()}), lower_bounds=frozenset({cell(year="2021")}))
    assert both.counts == {cell(): 12, cell(harm="threats"): 11, cell(year="2021"): 10}
    assert both.public == {cell()}
    assert both.lower_bounds == {cell(year="2021")}
    with pytest.raises(TableError, match="disagree"):
        joined("both", [first, Table("b", {cell(): 13})])


def test_labels_name_a_cell_without_its_count() -> None:
    assert cell().label == "people (total)"
    assert cell(year="2021", harm="theft").label == "people (harm: theft, year: 2021)"


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


def test_keys_that_are_not_in_the_table_and_totals_that_are_summed_here() -> None:
    with pytest.raises(TableError, match="not in the table"):
        crossed("a", PEOPLE, {"harm": HARMS}, {("arson",): 1})
    with pytest.raises(TableError, match="summed here"):
        crossed("a", PEOPLE, {"harm": HARMS}, {(TOTAL,): 1})

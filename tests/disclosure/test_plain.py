"""A stored publication is the same when it is read again, or the next audit would be of something else."""

import json
import pickle
from dataclasses import replace

import pytest

from banyan.disclosure.plain import from_plain, to_plain
from banyan.disclosure.publish import protect
from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell
from tests.disclosure.auditing import audit
from tests.disclosure.crossing import crossed

PEOPLE = "people"
TABLE = replace(
    crossed(
        "Harm", PEOPLE, {"harm": ["threats", "theft", "violence"]}, {("threats",): 40, ("violence",): 30, ("theft",): 9}
    ),
    public=frozenset({Cell.of(PEOPLE, harm="violence")}),
)


def test_nothing_is_lost_on_the_way_through_json() -> None:
    outcome = protect(TABLE)
    assert isinstance(outcome, Published)
    again = from_plain(json.loads(json.dumps(to_plain(outcome))))
    assert again == outcome
    assert again.hidden == outcome.hidden
    assert audit(again, TABLE) == ()


def test_what_was_stored_beside_sentences_is_read_without_them() -> None:
    """None ever were, and every publication stored before says so in an empty list."""
    outcome = protect(TABLE)
    assert isinstance(outcome, Published)
    assert from_plain({**to_plain(outcome), "statements": []}) == outcome


def test_a_child_process_can_be_given_the_table_and_hand_back_the_outcome() -> None:
    outcome = protect(pickle.loads(pickle.dumps(TABLE)))  # noqa: S301 - our own table, pickled a moment ago.
    assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301 - likewise.


def test_a_form_from_another_time_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="form not known here: 2"):
        from_plain({"version": 2})

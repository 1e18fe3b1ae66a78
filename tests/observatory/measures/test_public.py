"""What a published count is called: by what it counts, however the question was asked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from banyan.observatory.measures.public import cell_of
from banyan.observatory.models import Publication
from banyan.observatory.rules.picture import Question
from tests.factories import make_personas

QUESTION = Question(place="Oakland", community="all", since=2025, until=2025, by="year")


def test_attack_another_spelling_of_the_place_is_no_way_around_what_was_published() -> None:
    asked_otherwise = replace(QUESTION, place="OAKLAND ")
    assert cell_of("told_police", asked_otherwise, "2025") == cell_of("told_police", QUESTION, "2025")


@pytest.mark.django_db(transaction=True, databases=["default", "drafts"])
def test_what_was_published_before_is_renamed() -> None:
    """The migration: the next publication is laid over an earlier one by the names of its counts."""
    people = make_personas()
    old, new = [["place", "San Francisco"], ["year", "2025"]], [["year", "2025"]]
    made = Publication.objects.create(
        state="published", question={}, pictures={}, proposed_by=people.nour, decided_by=people.sol,
        proposed_at=datetime(2026, 1, 1, tzinfo=UTC), decided_at=datetime(2026, 1, 2, tzinfo=UTC),
        table={
            "version": 1,
            "figures": [{"cell": ["told_police", old], "shown": 15, "exact": False}],
            "relations": [{"terms": [[["told_police", old], 1]], "low": 0, "high": None, "kind": "parts"}],
        },
    )  # fmt: skip
    MigrationExecutor(connection).migrate([("observatory", "0003_publications_being_checked")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    made.refresh_from_db()
    assert made.table is not None
    assert made.table["figures"] == [{"cell": ["told_police", new], "shown": 15, "exact": False}]
    assert made.table["relations"] == [{"terms": [[["told_police", new], 1]], "low": 0, "high": None, "kind": "parts"}]

"""Remembering for a moment: the old answer doesn't outlive the change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from banyan.base.briefly import Memory, briefly, forget_on_commit


def test_what_was_asked_before_a_change_is_not_remembered_after_it() -> None:
    memory = Memory()

    def asks_while_it_changes() -> str:
        memory.forget()
        return "old"

    assert memory.get("key", asks_while_it_changes) == "old"
    assert memory.get("key", lambda: "new") == "new"
    assert memory.get("key", lambda: "newer") == "new"


@pytest.mark.django_db
def test_it_is_forgotten_once_the_change_can_be_read(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    stands = ["old"]
    asked = briefly(lambda: stands[0])
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        forget_on_commit(asked)
        assert asked() == "old", "somebody else asks before the commit"
        stands[0] = "new"
    assert asked() == "new"

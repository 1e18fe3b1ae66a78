"""What every test has: an audit trail that can't be changed, and yet a clean database afterwards."""

import importlib
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from banyan.base.briefly import forget_everything

_append_only = importlib.import_module("banyan.base.migrations.0002_audit_append_only")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No cache survives a test; allauth keeps in it which codes were used."""
    forget_everything()
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _flush_around_the_trail() -> Iterator[None]:
    """A test that commits is cleaned up by deleting every row, which the trail's triggers refuse: lift them then."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # Django's own hook

    def lifted(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for statement in _append_only.DOWN[connection.vendor]:
                cursor.execute(statement)
        teardown(case)
        with connection.cursor() as cursor:
            for statement in _append_only.UP[connection.vendor]:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield

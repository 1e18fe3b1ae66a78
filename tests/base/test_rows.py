"""A row that is inserted by hand is the row that saving it would have made."""

import pytest
from django.db import IntegrityError, transaction

from banyan.base.models import AuditLine
from banyan.base.rows import insert
from tests.factories import NOW

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def line(sequence: int) -> AuditLine:
    return AuditLine(
        chain="one", sequence=sequence, at=NOW, actor="person", action="a.b.c", subject="",
        outcome=AuditLine.Outcome.DONE, details={"a": ["b", "ü"]}, digest="0" * 64,
    )  # fmt: skip


def test_an_inserted_row_reads_like_a_saved_one() -> None:
    inserted, saved = line(1), line(2)
    insert(inserted)
    saved.save(force_insert=True)
    first, second = AuditLine.objects.order_by("sequence")
    assert (first.at, first.details, first.outcome) == (second.at, second.details, second.outcome)
    assert not inserted._state.adding
    assert inserted._state.db == saved._state.db


def test_what_may_stand_once_stands_once() -> None:
    insert(line(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(line(1))
    assert AuditLine.objects.count() == 1

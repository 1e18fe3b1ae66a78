"""The audit trail: what is changed, taken away or moved is found, and the database refuses it in the first place."""

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from banyan.base import audit
from banyan.base.audit import Broken, Operator, Person, record, verify
from banyan.base.models import AuditChain, AuditLine

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 17, 23, 45, tzinfo=UTC)
HOUSE = UUID("11111111-1111-4111-8111-111111111111")
OPERATOR = Operator("tests")
append_only = importlib.import_module("banyan.base.migrations.0002_audit_append_only")


@pytest.fixture
def lines() -> list[AuditLine]:
    return [
        record(by=OPERATOR, action=f"tests.line.{number}", now=NOW, chain=HOUSE, details={"number": number})
        for number in range(1, 6)
    ]


@pytest.fixture
def thief() -> Iterator[None]:
    """Somebody who can write to the database file itself, where no trigger stands in the way."""
    with connection.cursor() as cursor:
        for statement in append_only.DOWN[connection.vendor]:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for statement in append_only.UP[connection.vendor]:
            cursor.execute(statement)


def broken() -> list[tuple[int, str]]:
    return [(one.sequence, one.reason) for one in verify()]


def test_an_untouched_trail_holds(lines: list[AuditLine]) -> None:
    record(by=OPERATOR, action="tests.coalition", now=NOW)
    assert broken() == []
    assert [line.sequence for line in lines] == [1, 2, 3, 4, 5]


def test_each_organisation_has_a_chain_of_its_own(lines: list[AuditLine]) -> None:
    other = record(by=OPERATOR, action="tests.coalition", now=NOW)
    assert (other.chain, other.sequence) == (audit.COALITION, 1)


def test_a_person_s_line_keeps_only_the_hour(lines: list[AuditLine]) -> None:
    assert record(by=Person(), action="reports.report.submit", now=NOW, chain=HOUSE).at == NOW.replace(
        minute=0, second=0
    )
    assert lines[0].at == NOW


def test_a_subject_longer_than_a_line_holds_is_cut() -> None:
    """PostgreSQL would refuse the line, and the page with it."""
    line = record(by=OPERATOR, action="tests.denied", now=NOW, subject="x" * 200)
    assert AuditLine.objects.get(pk=line.pk).subject == "x" * 80
    assert broken() == []


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "member:somebody-else"},
        {"action": "tests.line.9"},
        {"subject": "elsewhere"},
        {"at": NOW + timedelta(seconds=1)},
        {"outcome": "denied"},
        {"details": {"number": 9}},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_found(lines: list[AuditLine], thief: None, change: dict[str, Any]) -> None:
    AuditLine.objects.filter(pk=lines[2].pk).update(**change)
    assert broken()[0] == (3, "changed")


def test_a_line_whose_digest_was_made_anew_without_the_pepper_is_found(
    lines: list[AuditLine], thief: None, settings: Any
) -> None:
    right = settings.BANYAN_AUDIT_KEY
    settings.BANYAN_AUDIT_KEY = b"a thief's guess"
    line = lines[4]
    line.actor = "member:somebody-else"
    line.digest = audit._digest(line, lines[3].digest)
    line.save()
    AuditChain.objects.filter(chain=str(HOUSE)).update(digest=line.digest)
    settings.BANYAN_AUDIT_KEY = right
    assert broken() == [(5, "changed")]


def test_a_missing_line_is_found(lines: list[AuditLine], thief: None) -> None:
    lines[1].delete()
    assert broken()[0] == (2, "missing")


def test_two_lines_in_each_other_s_place_are_found(lines: list[AuditLine], thief: None) -> None:
    first, second = lines[1], lines[2]
    AuditLine.objects.filter(pk=first.pk).update(sequence=99)
    AuditLine.objects.filter(pk=second.pk).update(sequence=2)
    AuditLine.objects.filter(pk=first.pk).update(sequence=3)
    assert [place for place, _ in broken()][:2] == [2, 3]


def test_a_tail_that_was_cut_off_is_found(lines: list[AuditLine], thief: None) -> None:
    AuditLine.objects.filter(sequence__gte=4).delete()
    assert broken() == [(4, "the end is missing")]


def test_a_tail_cut_off_together_with_the_head_s_count_is_found_by_its_digest(
    lines: list[AuditLine], thief: None
) -> None:
    AuditLine.objects.filter(sequence__gte=4).delete()
    AuditChain.objects.filter(chain=str(HOUSE)).update(sequence=3)
    assert broken() == [(4, "the end is missing")]


def test_a_tail_cut_off_with_the_older_head_put_back_is_found_by_what_was_noted_elsewhere(
    lines: list[AuditLine], thief: None
) -> None:
    noted = audit.list_heads()
    assert list(verify(noted)) == []
    AuditLine.objects.filter(sequence__gte=4).delete()
    AuditChain.objects.filter(chain=str(HOUSE)).update(sequence=3, digest=lines[2].digest)
    assert broken() == []
    assert list(verify(noted)) == [Broken(str(HOUSE), 5, "not what it was when it was noted")]


def test_a_trail_that_grew_holds_against_what_was_noted(lines: list[AuditLine]) -> None:
    noted = audit.list_heads()
    record(by=OPERATOR, action="tests.more", now=NOW, chain=HOUSE)
    assert list(verify(noted)) == []


def test_a_chain_without_its_head_is_found(lines: list[AuditLine], thief: None) -> None:
    AuditChain.objects.all().delete()
    assert broken() == [(6, "the end is missing")]


def test_a_head_without_its_lines_is_found(lines: list[AuditLine], thief: None) -> None:
    AuditLine.objects.all().delete()
    assert broken() == [(1, "the end is missing")]


def test_a_broken_place_says_which_chain(lines: list[AuditLine], thief: None) -> None:
    lines[4].delete()
    assert list(verify()) == [Broken(str(HOUSE), 5, "the end is missing")]


REFUSED = [
    "UPDATE base_auditline SET actor = 'nobody'",
    "DELETE FROM base_auditline",
    "DELETE FROM base_auditchain",
    "UPDATE base_auditchain SET sequence = sequence - 1",
    "UPDATE base_auditchain SET sequence = sequence + 2",
    "UPDATE base_auditchain SET chain = 'elsewhere', sequence = sequence + 1",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(lines: list[AuditLine], statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert broken() == []


def test_postgresql_refuses_to_truncate(lines: list[AuditLine]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE base_auditline")


def test_a_rolled_back_line_leaves_no_gap(lines: list[AuditLine]) -> None:
    with transaction.atomic():
        record(by=OPERATOR, action="tests.undone", now=NOW, chain=HOUSE)
        transaction.set_rollback(True)
    assert record(by=OPERATOR, action="tests.next", now=NOW, chain=HOUSE).sequence == 6
    assert broken() == []

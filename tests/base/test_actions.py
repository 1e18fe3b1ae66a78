"""An action is one transaction, and no denial goes without a trace."""

from datetime import UTC, datetime

import pytest

from banyan.base import audit
from banyan.base.actions import Denied, action, record_denial
from banyan.base.audit import Operator, record
from banyan.base.models import AuditLine, BucketKey

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
BY = Operator("tests")
# Committed for real: a denial must outlive the rollback of what it denied.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "drafts"])


@action("tests.thing.do")
def do(*, by: Operator, now: datetime) -> str:
    record(by=by, action="tests.thing.do", now=now)
    return "done"


@action("tests.thing.refuse")
def refuse(*, by: Operator, now: datetime) -> None:
    record(by=by, action="tests.thing.undone", now=now)
    raise Denied("tests.permission", chain="a-house", subject="a-thing")


@action("tests.thing.inside")
def refuse_inside(*, by: Operator, now: datetime) -> None:
    do(by=by, now=now)
    refuse(by=by, now=now)


@action("tests.thing.forgive")
def forgive(*, by: Operator, now: datetime) -> str:
    try:
        refuse(by=by, now=now)
    except Denied:
        return "went on"
    return "was not refused"


@action("tests.thing.break")
def fail(*, by: Operator, now: datetime) -> None:
    record(by=by, action="tests.thing.undone", now=now)
    raise ZeroDivisionError


def trail() -> list[tuple[str, str, str]]:
    return list(AuditLine.objects.order_by("pk").values_list("chain", "action", "outcome"))


def test_what_an_action_does_and_its_line_stay_together() -> None:
    assert do(by=BY, now=NOW) == "done"
    assert trail() == [(audit.COALITION, "tests.thing.do", "done")]


def test_a_failure_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        fail(by=BY, now=NOW)
    assert trail() == []


def test_a_denial_survives_the_rollback_of_what_was_done() -> None:
    with pytest.raises(Denied):
        refuse(by=BY, now=NOW)
    assert trail() == [("a-house", "tests.thing.refuse", "denied")]
    line = AuditLine.objects.get()
    assert (line.actor, line.subject, line.details) == ("operator:tests", "a-thing", {"permission": "tests.permission"})
    assert list(audit.verify()) == []


def test_a_denial_inside_another_action_undoes_both_and_is_written_once() -> None:
    with pytest.raises(Denied):
        refuse_inside(by=BY, now=NOW)
    assert trail() == [("a-house", "tests.thing.refuse", "denied")]


def test_a_denial_that_was_caught_is_written_all_the_same() -> None:
    assert forgive(by=BY, now=NOW) == "went on"
    assert trail() == [("a-house", "tests.thing.refuse", "denied")]


def test_a_denial_is_never_written_twice() -> None:
    with pytest.raises(Denied) as caught:
        refuse(by=BY, now=NOW)
    record_denial("desk.denied", caught.value, by=BY, now=NOW)
    assert len(trail()) == 1


def test_nothing_is_remembered_from_one_action_to_the_next() -> None:
    with pytest.raises(Denied):
        refuse(by=BY, now=NOW)
    do(by=BY, now=NOW)
    assert [outcome for _, _, outcome in trail()] == ["denied", "done"]


def test_an_action_carries_its_code() -> None:
    assert do.action_code == "tests.thing.do"  # type: ignore[attr-defined]  # set by the decorator


def test_short_lived_rows_live_in_a_store_of_their_own() -> None:
    BucketKey.objects.create(day=NOW.date(), key=b"k")
    assert BucketKey.objects.using("drafts").count() == 1
    assert BucketKey.objects.get().pk == NOW.date()

"""Writers to SQLite take turns, across threads and processes, and none of them waits for ever."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from banyan.base import turns
from banyan.base.turns import writing
from banyan.config import environment

Stores = Iterator[BaseDatabaseWrapper]


def open_store(path: Path) -> BaseDatabaseWrapper:
    """A connection of this thread's own to a store in a file, as the server has one, whatever the tests run on."""
    made = environment.database(f"sqlite:///{path}", sqlite_sync="OFF", postgres_options="")
    return ConnectionHandler({"default": made})["default"]


@pytest.fixture
def store(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Stores:
    before = connections["default"]
    with django_db_blocker.unblock():
        connections["default"] = made = open_store(tmp_path / "store.db")
        with made.cursor() as cursor:
            cursor.execute("CREATE TABLE said (words TEXT)")
        try:
            yield made
        finally:
            made.close()
            connections["default"] = before


@pytest.fixture
def other(store: BaseDatabaseWrapper) -> Iterator[sqlite3.Connection]:
    """What another process holds of the same store."""
    with closing(sqlite3.connect(store.settings_dict["NAME"], isolation_level=None, timeout=0)) as found:
        yield found


def say(words: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO said VALUES (%s)", [words])


def fail_after(words: str) -> None:
    say(words)
    raise ZeroDivisionError


def fail_inside(words: str) -> None:
    with writing():
        say(words)
    raise ZeroDivisionError


def said(other: sqlite3.Connection) -> list[str]:
    return [words for (words,) in other.execute("SELECT words FROM said ORDER BY rowid")]


def test_a_turn_comes_as_soon_as_another_process_is_done(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO said VALUES ('first')")
    asked = count(1)
    monkeypatch.setattr(turns, "sleep", lambda _seconds: other.execute("COMMIT") if next(asked) == 3 else None)

    with writing():
        say("second")

    assert said(other) == ["first", "second"]
    assert next(asked) == 4


def test_nobody_waits_for_ever_and_the_next_one_can_write(
    store: BaseDatabaseWrapper, other: sqlite3.Connection
) -> None:
    store.settings_dict["OPTIONS"]["timeout"] = 0.01
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"), writing():
        say("too early")
    other.execute("ROLLBACK")
    with writing():
        say("later")

    assert said(other) == ["later"]


class Clock:
    """Time that passes only while somebody waits, and a queue in which the turn comes after ten seconds."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at

    def sleep(self, _seconds: float) -> None:
        self.at += 1

    def acquire(self, timeout: float = -1) -> bool:
        self.at += 10 if timeout < 0 else min(timeout, 10)
        return timeout < 0 or timeout >= 10

    def release(self) -> None:
        pass


@pytest.fixture
def clock(store: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(turns, "monotonic", made)
    monkeypatch.setattr(turns, "sleep", made.sleep)
    monkeypatch.setitem(turns._queues, "default", made)
    return made


def test_the_wait_in_the_queue_and_the_one_for_other_processes_are_one_patience(
    clock: Clock, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"), writing():
        say("too early")

    assert clock() == 20


def test_nobody_queues_for_ever(clock: Clock, store: BaseDatabaseWrapper) -> None:
    store.settings_dict["OPTIONS"]["timeout"] = 5

    with pytest.raises(OperationalError, match="locked"), writing():
        say("too early")

    assert clock() == 5


def test_what_is_written_outside_a_turn_still_waits_as_sqlite_does(store: BaseDatabaseWrapper) -> None:
    with writing():
        say("words")

    with store.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)


def test_a_failure_leaves_nothing_and_frees_the_turn(other: sqlite3.Connection) -> None:
    with pytest.raises(ZeroDivisionError), writing():
        fail_after("undone")

    other.execute("BEGIN IMMEDIATE")
    assert said(other) == []


def test_a_turn_inside_a_turn_is_a_savepoint(other: sqlite3.Connection) -> None:
    with writing():
        say("kept")
        with pytest.raises(ZeroDivisionError), writing():
            fail_after("undone")
        assert said(other) == []

    assert said(other) == ["kept"]


def test_a_turn_inside_a_plain_transaction_belongs_to_it(other: sqlite3.Connection) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail_inside("undone")

    assert said(other) == []


def test_threads_queue_and_none_is_refused(
    store: BaseDatabaseWrapper, other: sqlite3.Connection, django_db_blocker: DjangoDbBlocker
) -> None:
    def write(number: int) -> None:
        with django_db_blocker.unblock():
            connections["default"] = mine = open_store(Path(store.settings_dict["NAME"]))
            try:
                with writing():
                    say(str(number))
            finally:
                mine.close()
                del connections["default"]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    assert sorted(said(other), key=int) == [str(number) for number in range(40)]

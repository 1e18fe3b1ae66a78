"""Writing in turn. SQLite lets one write at a time, and whoever finds it taken sleeps on while it is free again.

Threads of one process queue here, and the one whose turn it is asks every half millisecond until the other processes
are done: as many ask as there are processes, so asking costs little. Both waits together last no longer than SQLite's
own would, and end as it does. PostgreSQL needs none of this.
"""

import sqlite3
from threading import RLock
from time import monotonic, sleep
from types import TracebackType

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction

PAUSE = 0.0005  # Seconds. A report is written in about ten of these.
_queues = {alias: RLock() for alias in settings.DATABASES}


def writing(using: str = DEFAULT_DB_ALIAS) -> transaction.Atomic:
    """One transaction, or a savepoint of the one that is open. Raises OperationalError when its turn never comes."""
    connection = connections[using]
    kind = transaction.Atomic if connection.vendor != "sqlite" or connection.in_atomic_block else _Turn
    return kind(using, savepoint=True, durable=False)


class _Turn(transaction.Atomic):
    using: str

    def __enter__(self) -> None:
        patience = connections[self.using].settings_dict["OPTIONS"]["timeout"]
        until = monotonic() + patience
        if not _queues[self.using].acquire(timeout=patience):
            raise OperationalError("database is locked")
        try:
            self._begin(until)
        except BaseException:
            _queues[self.using].release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            super().__exit__(kind, error, traceback)
        finally:
            _queues[self.using].release()

    def _begin(self, until: float) -> None:
        connection = connections[self.using]
        patience = connection.settings_dict["OPTIONS"]["timeout"]
        connection.ensure_connection()
        setting = connection.connection  # sqlite3's own: no record is asked for, and it is done for every write.
        setting.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._has_begun(until):
                sleep(PAUSE)
        finally:
            setting.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")

    def _has_begun(self, until: float) -> bool:
        try:
            super().__enter__()
        except OperationalError as error:
            cause = error.__cause__
            is_busy = isinstance(cause, sqlite3.OperationalError) and cause.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if is_busy and monotonic() < until:
                return False
            raise
        return True

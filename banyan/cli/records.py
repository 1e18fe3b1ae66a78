"""What comes back of a backup's records: their rows, in tables that our own migrations make.

Whoever can plant a backup makes its schema too, and could bring triggers, rules, constraints that replace or columns
that reckon. So nothing of its schema is used, and no word of it is run as SQL: its rows are read and put in anew.
"""

import re
import sqlite3
import subprocess
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

import click

from banyan.cli.backup import find_postgres, flush

MIGRATIONS = "django_migrations"
NOTHING = "Nothing was restored."
TABLE_LIST = (3, 37)  # SQLite's version that tells a table from what poses as one.
# How pg_restore's script begins a table's rows, and what ends them.
COPY = re.compile(rb'COPY \S+\."?(\w+)"? \((.+)\) FROM stdin;\n')
END = b"\\.\n"

# A table in the backup: its name, its columns, and what reads its rows, once it is known to be as ours is.
Section = tuple[str, list[str], Callable[[], Iterable[Any]]]
Sections = Generator[Section, None, None]
Put = Callable[[str, list[str], Iterable[Any]], None]


class CannotRestoreError(click.ClickException):
    """The file isn't a whole backup of ours, or the place it should go to isn't empty."""


def bring_back(records: Path, engine: str) -> None:
    """Restore the records of a backup whole, or nothing. Raises CannotRestoreError."""
    from django.db import DatabaseError, connection

    ours = "postgres" if connection.vendor == "postgresql" else connection.vendor
    if engine != ours:
        raise CannotRestoreError(f"This backup is of {engine}; the settings name {ours}.")
    try:
        if ours == "postgres":
            _into_postgres(records)
        else:
            _into_sqlite(records, Path(connection.settings_dict["NAME"]))
    except (DatabaseError, sqlite3.Error) as error:
        # What follows the first line may quote a row.
        words = str(error).partition("\n")[0].rstrip(". ")
        raise CannotRestoreError(f"The records in this backup can't be brought back: {words}. {NOTHING}") from error


def _into_sqlite(records: Path, target: Path) -> None:
    """Fill a file beside the place, which takes its name once it is whole and on the disk."""
    from django.db import connection

    for left in ("", "-wal", "-journal"):  # SQLite would play an older log into the new file.
        if (there := Path(f"{target}{left}")).exists():
            raise CannotRestoreError(f"{there} is there already. Restore into an empty data directory.")
    if sqlite3.sqlite_version_info < TABLE_LIST:
        raise CannotRestoreError(f"Restoring takes SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".restoring")
    _forget(unfinished)  # Of one that was killed.
    connection.close()
    connection.settings_dict["NAME"] = str(unfinished)
    try:
        with closing(_open_untrusted(records)) as outside:
            with connection.cursor() as cursor:
                # Indexes fill in no order: with less of it, each of their pages is written out again and again.
                cursor.execute("PRAGMA cache_size=-64000")
            _fill(_migrations_in_sqlite(outside), _sections_of_sqlite(outside), _put_into_sqlite)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # So that the file alone is everything.
        connection.close()
        flush(unfinished)
        unfinished.replace(target)
        flush(target.parent)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(target)
        _forget(unfinished)


def _forget(unfinished: Path) -> None:
    for left in ("", "-wal", "-shm"):
        Path(f"{unfinished}{left}").unlink(missing_ok=True)


def _into_postgres(records: Path) -> None:
    from django.db import connection

    if there := connection.introspection.table_names(include_views=True):
        raise CannotRestoreError(f"The database holds {there[0]} already. Restore into an empty database.")
    _fill(_migrations_in_postgres(records), _sections_of_postgres(records), _put_into_postgres)


def _fill(applied: set[tuple[str, str]], sections: Sections, put: Put) -> None:
    """Make our tables as the backup had them, and fill each from its section, in one transaction."""
    from django.db import connection, transaction

    with closing(sections), connection.constraint_checks_disabled(), transaction.atomic():
        _make_tables(applied)
        empty = _our_tables()
        for table, columns, read in sections:
            ours = empty.pop(table, None)
            if ours is None:
                raise CannotRestoreError(f"The backup holds {table}, which isn't ours, or twice. {NOTHING}")
            if set(columns) != set(ours):
                odd = ", ".join(sorted(set(columns) ^ set(ours)))
                raise CannotRestoreError(f"In the backup {table} has other columns than ours: {odd}. {NOTHING}")
            if table != MIGRATIONS:  # Filled by making the tables.
                with connection.wrap_database_errors:
                    put(table, columns, read())
        if empty:
            raise CannotRestoreError(f"The backup lacks {', '.join(sorted(empty))}. {NOTHING}")
        connection.check_constraints()


def _make_tables(applied: set[tuple[str, str]]) -> None:
    """Run our own migrations, as far as those whose rows come back had been: `banyan setup` goes on from there."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    if unknown := applied - graph.nodes.keys():
        named = ", ".join(sorted(f"{app}.{name}" for app, name in unknown))
        raise CannotRestoreError(
            f"This backup is of another version of Banyan, with migrations that this one doesn't have: {named}. "
            f"Restore it with that version, then upgrade. {NOTHING}"
        )
    if missing := {parent.key for key in applied for parent in graph.node_map[key].parents} - applied:
        named = ", ".join(sorted(f"{app}.{name}" for app, name in missing))
        raise CannotRestoreError(f"The backup lacks migrations that others in it build on: {named}. {NOTHING}")
    steps = executor.migration_plan(graph.leaf_nodes())
    executor.migrate(None, [step for step in steps if (step[0].app_label, step[0].name) in applied])


def _our_tables() -> dict[str, list[str]]:
    """Each table that our migrations made just now, with its columns."""
    from django.db import connection

    find = connection.introspection
    with connection.cursor() as cursor:
        tables = find.table_names(cursor)
        return {table: [column.name for column in find.get_table_description(cursor, table)] for table in tables}


def _named(names: Iterable[str]) -> str:
    from django.db import connection

    return ", ".join(map(connection.ops.quote_name, names))


# --- SQLite -----------------------------------------------------------------------------------------------------------


def _open_untrusted(records: Path) -> sqlite3.Connection:
    """The backup's file as what a stranger made: only read, without a log beside it, its schema held to be hostile."""
    outside = sqlite3.connect(f"{records.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    outside.execute("PRAGMA trusted_schema=OFF")
    outside.execute("PRAGMA cell_size_check=ON")
    return outside


def _tables_in_sqlite(outside: sqlite3.Connection) -> list[str]:
    """The tables in it that are nothing but rows: no view, nothing virtual, and none that SQLite keeps for itself."""
    listed = outside.execute("PRAGMA table_list").fetchall()
    found = [(name, kind) for place, name, kind, *_ in listed if place == "main" and not name.startswith("sqlite_")]
    if odd := [name for name, kind in found if kind not in {"table", "view"}]:
        raise CannotRestoreError(f"The backup holds {odd[0]}, which isn't ours. {NOTHING}")
    return [name for name, kind in found if kind == "table"]


def _migrations_in_sqlite(outside: sqlite3.Connection) -> set[tuple[str, str]]:
    if MIGRATIONS not in _tables_in_sqlite(outside):
        raise CannotRestoreError(f"The backup lacks {MIGRATIONS}. {NOTHING}")
    return set(outside.execute(f"SELECT app, name FROM {MIGRATIONS} NOT INDEXED"))  # noqa: S608 - our own word


def _sections_of_sqlite(outside: sqlite3.Connection) -> Sections:
    for table in _tables_in_sqlite(outside):
        quoted = table.replace('"', '""')
        described = outside.execute(f'PRAGMA table_xinfo("{quoted}")').fetchall()
        # A column that SQLite hides or reckons is none of ours, whatever it is called.
        columns = [f"{name} (made)" if hidden else name for _, name, _, _, _, _, hidden in described]
        words = f"SELECT {_named(columns)} FROM {_named([table])} NOT INDEXED"  # noqa: S608 - run if they are ours
        yield table, columns, partial(outside.execute, words)


def _put_into_sqlite(table: str, columns: list[str], rows: Iterable[Any]) -> None:
    from django.db import connection

    marks = ", ".join("?" for _ in columns)
    words = f"INSERT INTO {_named([table])} ({_named(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
    connection.connection.executemany(words, rows)  # Django's own cursor would keep every row that went by.


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


def _sections_of_postgres(records: Path, *only: str) -> Sections:
    """What pg_restore writes out of the archive, which it never runs: in there any entry could be any SQL.

    Between the rows stands what is nothing to us.
    """
    command = [find_postgres("pg_restore"), "--data-only", "--file=-", *only, str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own words
        assert process.stdout is not None  # noqa: S101 - asked for above
        for line in process.stdout:
            if head := COPY.fullmatch(line):
                columns = [column.strip('"') for column in head[2].decode(errors="replace").split(", ")]
                rows = takewhile(lambda line: line != END, process.stdout)
                yield head[1].decode(), columns, partial(iter, rows)
                for _ in rows:  # Those that nobody wanted must not be taken for heads.
                    pass
    if process.returncode:
        raise CannotRestoreError(f"pg_restore can't read the records in this backup; see its words above. {NOTHING}")


def _migrations_in_postgres(records: Path) -> set[tuple[str, str]]:
    found = set()
    for _, columns, read in _sections_of_postgres(records, f"--table={MIGRATIONS}"):
        for row in read():
            named = dict(zip(columns, row.decode(errors="replace").rstrip("\n").split("\t"), strict=False))
            found.add((named.get("app", ""), named.get("name", "")))
    return found


def _put_into_postgres(table: str, columns: list[str], rows: Iterable[Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {_named([table])} ({_named(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write(row)
        for counter in connection.introspection.get_sequences(cursor, table):
            last = f"SELECT max({_named([counter['column']])}) FROM {_named([table])}"  # noqa: S608 - names of ours
            cursor.execute(f"SELECT setval(%s, ({last}))", [counter["name"]])

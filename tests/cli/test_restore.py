"""`banyan restore`: what comes back from a backup is rows, and what holds them our own migrations make."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from banyan import SETTINGS
from tests.cli.test_commands import banyan
from tests.cli.test_commands import founded as founded  # noqa: PLC0414 - a fixture, asked for by its name

RECORDS = "banyan.sqlite3"
pytestmark = pytest.mark.skipif("BANYAN_DATABASE_URL" in os.environ, reason="Is about SQLite: runs with ./dev test.")


def ask(records: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(records)) as connection:
        return connection.execute(question).fetchall()


def schema(records: Path) -> list[tuple[object, ...]]:
    return ask(records, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")


def repack(whole: Path, hostile: Path, change: Callable[[Path], None]) -> None:
    """The same backup with other records."""
    with tarfile.open(whole) as archive:
        kept = {entry.name: file.read() for entry in archive if (file := archive.extractfile(entry))}
    records = hostile.with_suffix(".records")
    records.write_bytes(kept["records"])
    change(records)
    kept["records"] = records.read_bytes()
    pack(kept, hostile)


def pack(kept: dict[str, bytes], hostile: Path) -> None:
    """An archive of these files. Whoever makes one makes its manifest too, so that it fits."""
    digest = hashlib.sha256(kept["records"]).hexdigest()
    kept["manifest.json"] = json.dumps(json.loads(kept["manifest.json"]) | {"sha256": digest}).encode()
    with tarfile.open(hostile, "w") as copy:
        for name, content in kept.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            copy.addfile(entry, io.BytesIO(content))


@pytest.fixture(scope="module")
def whole(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("whole") / "whole.banyan"
    assert banyan(founded, "backup", str(target)).returncode == 0
    return target


def restore_with(founded: Path, whole: Path, place: Path, planted: str) -> subprocess.CompletedProcess[str]:
    """Run some SQL on the records in a backup, and restore it into `place`."""
    hostile = place.with_suffix(".hostile")

    def plant(records: Path) -> None:
        with closing(sqlite3.connect(records)) as connection:
            connection.executescript(planted)

    repack(whole, hostile, plant)
    return banyan(place, "restore", str(hostile), secrets=founded / "secrets")


def redefine(table: str, old: str, new: str) -> str:
    """SQL that changes how a table was made without touching its rows, as no ALTER TABLE would."""
    old, new = old.replace("'", "''"), new.replace("'", "''")
    change = f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{table}'"  # noqa: S608 - ours
    return f"PRAGMA writable_schema=ON; {change}; PRAGMA writable_schema=RESET"


PLANTED = {
    "what would do things by itself": """
        CREATE TRIGGER spy AFTER INSERT ON base_auditline BEGIN DELETE FROM people_rolegrant; END;
        DROP TRIGGER base_auditchain_delete;
        CREATE TRIGGER base_auditchain_delete AFTER INSERT ON base_auditline BEGIN DELETE FROM people_rolegrant; END;
        DROP TRIGGER base_auditline_update;
        CREATE VIEW all_names AS SELECT name FROM people_member""",
    "what would change what is kept": f"""
        CREATE UNIQUE INDEX more ON base_auditline (outcome, sequence);
        DROP INDEX report_clock;
        {redefine("base_auditline", '("chain", "sequence")', '("chain", "sequence") ON CONFLICT REPLACE')};
        {redefine("base_auditline", "IN ('done', 'denied')", "<> 'x'")};
        {redefine("people_coalition", "varchar(120) NOT NULL", "TEXT DEFAULT 'x'")}""",
    "what SQLite learned": "ANALYZE",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_attack_nothing_of_a_backup_arrives_but_its_rows(
    founded: Path, whole: Path, tmp_path: Path, planted: str
) -> None:
    place = tmp_path / "place"
    done = restore_with(founded, whole, place, PLANTED[planted])
    assert done.returncode == 0, done.stderr
    assert schema(place.with_suffix(".records")) != schema(founded / RECORDS)
    assert schema(place / RECORDS) == schema(founded / RECORDS)
    for question in ("SELECT * FROM people_coalition", "SELECT * FROM base_auditline", "SELECT * FROM base_auditchain"):
        rows = ask(place / RECORDS, question)
        assert rows == ask(founded / RECORDS, question)
        assert rows


def test_attack_the_trail_replaces_and_loses_no_line_where_the_backups_would_have(
    founded: Path, whole: Path, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    loosened = "DROP TRIGGER base_auditline_delete;" + PLANTED["what would change what is kept"]
    assert restore_with(founded, whole, place, loosened).returncode == 0
    with closing(sqlite3.connect(place / RECORDS)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(AGAIN.format(99, "sequence", "outcome"))
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("DELETE FROM base_auditline")


AGAIN = """INSERT INTO base_auditline SELECT {}, chain, {}, at, actor, action, subject, {}, details, digest
    FROM base_auditline LIMIT 1"""
UNHINDERED = f"""{redefine("base_auditline", ', CONSTRAINT "audit_line_once" UNIQUE ("chain", "sequence")', "")};
    PRAGMA writable_schema=ON; DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_base_auditline_1';
    PRAGMA writable_schema=RESET;"""  # noqa: S608 - ours
INSTEAD = {
    "a view posing as a table": (
        "DROP TABLE reports_message; CREATE VIEW reports_message AS SELECT 1 AS id",
        "lacks reports_message",
    ),
    "a table of somebody else's": ("CREATE TABLE kept (words TEXT)", "holds kept"),
    "a virtual table": ("CREATE VIRTUAL TABLE words USING fts5(body)", "holds words"),
    "a table that is gone": ("DROP TABLE people_closedday", "lacks people_closedday"),
    "a column more": ("ALTER TABLE people_coalition ADD COLUMN more TEXT", "people_coalition"),
    "a generated column": ("ALTER TABLE people_coalition ADD COLUMN more AS (upper(name))", "people_coalition"),
    "a column of ours that is generated": (
        redefine("people_coalition", "varchar(120) NOT NULL", "TEXT AS ('x')"),
        "people_coalition",
    ),
    "a column that is gone": ("ALTER TABLE people_coalition DROP COLUMN leave_to", "people_coalition"),
    "a migration that isn't ours": (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_later', '')",
        "people.0999_later",
    ),
    "a migration without those before it": (
        "DELETE FROM django_migrations WHERE app = 'people' AND name = '0002_interpreters_by_language'",
        "people.0002_interpreters_by_language",
    ),
    "no migrations": ("DELETE FROM django_migrations", "which isn't ours"),
    "no table of migrations": ("DROP TABLE django_migrations", "django_migrations"),
    "a row that a check of ours forbids": (
        "PRAGMA ignore_check_constraints=ON; " + AGAIN.format(99, 99, "'other'"),
        "audit_outcome_known",
    ),
    "a row that is there twice": (
        UNHINDERED + AGAIN.format(99, "sequence", "outcome"),
        "base_auditline",
    ),
    "a row whose other end is nowhere": (
        "INSERT INTO people_memberlanguage VALUES ('a', 'en', 'reads', 'b')",
        "people_memberlanguage",
    ),
    "words that are no text": ("UPDATE people_coalition SET name = CAST(x'ff' AS TEXT)", "UTF-8"),
}


@pytest.mark.parametrize("instead", INSTEAD)
def test_a_backup_whose_rows_are_not_ours_is_refused_in_a_sentence(
    founded: Path, whole: Path, tmp_path: Path, instead: str
) -> None:
    place = tmp_path / "place"
    planted, said = INSTEAD[instead]
    done = restore_with(founded, whole, place, planted)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Nothing was restored" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(place.glob("banyan*"))


def test_attack_a_log_beside_the_records_in_a_backup_is_not_played_into_them(
    founded: Path, whole: Path, tmp_path: Path
) -> None:
    """A write-ahead log holds whole pages, which no hash in the manifest speaks of."""
    records, hostile, place = tmp_path / "records", tmp_path / "hostile.banyan", tmp_path / "place"
    with tarfile.open(whole) as archive:
        kept = {entry.name: file.read() for entry in archive if (file := archive.extractfile(entry))}
    records.write_bytes(kept["records"])
    with closing(sqlite3.connect(records)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        kept["records"] = records.read_bytes()
        connection.execute("UPDATE people_coalition SET name = 'Somebody Else'")
        connection.commit()
        kept["records-wal"] = Path(f"{records}-wal").read_bytes()
    pack(kept, hostile)
    done = banyan(place, "restore", str(hostile), secrets=founded / "secrets")
    assert done.returncode == 0, done.stderr
    assert ask(place / RECORDS, "SELECT name FROM people_coalition") == [("Lantern Coalition (fictional)",)]


@pytest.mark.parametrize("log", ["-wal", "-journal"])
def test_beside_the_log_of_older_records_nothing_is_restored(
    founded: Path, whole: Path, tmp_path: Path, log: str
) -> None:
    """Whoever deleted the records alone, after a crash: SQLite would play their log into those restored."""
    place = tmp_path / "place"
    place.mkdir()
    (place / f"{RECORDS}{log}").write_bytes(b"fictional")
    done = banyan(place, "restore", str(whole), secrets=founded / "secrets")
    assert done.returncode == 1
    assert "there already" in done.stderr
    assert not (place / RECORDS).exists()


def test_a_backup_from_before_a_migration_comes_back_as_it_was_and_setup_brings_it_on(
    founded: Path, tmp_path: Path
) -> None:
    before, place, target = tmp_path / "before", tmp_path / "place", tmp_path / "before.banyan"
    shutil.copytree(founded, before, ignore=shutil.ignore_patterns("*-shm", "*-wal", "static"))
    there = {"BANYAN_DATA": str(before), "BANYAN_SECRETS": str(founded / "secrets"), "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "-m", "django", "migrate", "reports", "0006"]
    subprocess.run(command, env={**os.environ, **there}, check=True, capture_output=True)
    assert banyan(before, "backup", str(target), secrets=founded / "secrets").returncode == 0
    assert banyan(place, "restore", str(target), secrets=founded / "secrets").returncode == 0
    assert schema(place / RECORDS) == schema(before / RECORDS)
    newest = "SELECT 1 FROM django_migrations WHERE app = 'reports' AND name = '0007_proven_data_keys'"
    assert ask(place / RECORDS, newest) == []
    assert banyan(place, "setup", secrets=founded / "secrets").returncode == 0
    assert ask(place / RECORDS, newest) == [(1,)]
    assert {row[3] for row in schema(place / RECORDS)} == {row[3] for row in schema(founded / RECORDS)}
    assert banyan(place, "audit", "verify", secrets=founded / "secrets").returncode == 0


def test_after_restoring_the_trail_goes_on_where_it_was(founded: Path, whole: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    assert banyan(place, "restore", str(whole), secrets=founded / "secrets").returncode == 0
    before = ask(place / RECORDS, "SELECT id, sequence FROM base_auditline ORDER BY id")
    assert banyan(place, "invite", "--steward", "--yes", secrets=founded / "secrets").returncode == 0
    newer = ask(place / RECORDS, "SELECT id, sequence FROM base_auditline ORDER BY id")
    assert newer[:-1] == before
    assert newer[-1] == (len(newer), len(newer))
    assert banyan(place, "audit", "verify", secrets=founded / "secrets").returncode == 0

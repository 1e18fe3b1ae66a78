"""`banyan backup` and `banyan restore`: everything but the secrets and the drafts, in one file."""

import hashlib
import importlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import click

from banyan.cli import start_django, start_with_records

RECORDS = "records"
MANIFEST = "manifest.json"
OBSERVATORY = "observatory"
# Django's own table of what was migrated, SQLite's counter, and what it keeps once somebody has run ANALYZE.
OF_NO_MODEL = {"django_migrations", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
BROKEN = (
    "Restored, but the audit trail doesn't hold: either the secrets in {} aren't those that belong to this backup, or "
    "somebody changed the records. `banyan audit verify` names the lines; if it names all of them, it is the secrets."
)


class CannotRestoreError(click.ClickException):
    """The file isn't a whole backup, or the place it should go to isn't empty."""


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def backup(target: Path, *, as_json: bool) -> None:
    """Write one file, TARGET, with the records and the observatory's data, while the server runs.

    It holds no secrets: keep those elsewhere, or a stolen backup can be searched by receipt. It holds no drafts.
    """
    start_with_records()
    from django.conf import settings

    if target.exists():
        raise click.ClickException(f"{target} is there already; give a new name.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        manifest = _write(target, settings.DATABASES["default"], settings.BANYAN_DATA / OBSERVATORY)
    except OSError as error:
        raise click.ClickException(f"{target} can't be written: {error.strerror}.") from None
    click.echo(json.dumps({"file": str(target), **manifest}) if as_json else f"Wrote {target}.")


def _write(target: Path, database: dict[str, Any], observatory: Path) -> dict[str, Any]:
    """Write the whole file under its name at once, or nothing. Raises OSError."""
    # The copy is made beside the target, so that it is as safe from other users as the backup itself.
    with tempfile.TemporaryDirectory(dir=target.parent) as directory:
        records = Path(directory) / RECORDS
        manifest: dict[str, Any] = {"format": 1, "engine": _dump(database, records), "bytes": records.stat().st_size}
        partial = Path(directory) / "backup.tar"
        with tarfile.open(partial, "w", dereference=True) as archive:
            manifest["sha256"] = _add(archive, records, RECORDS)
            if observatory.exists():
                manifest["observatory_sha256"] = _add_folder(archive, observatory, OBSERVATORY)
            tail = json.dumps(manifest).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(tail)
            archive.addfile(entry, io.BytesIO(tail))
        partial.chmod(0o600)
        _flush(partial)
        partial.replace(target)
        _flush(target.parent)
    return manifest


class _Hashed:
    """A file that is hashed as it is read: what is noted is what was written, whatever happens to it meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        read = self.file.read(size)
        self.digest.update(read)
        return read


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Put a file into the archive and give its hash."""
    with path.open("rb") as file:
        hashed = _Hashed(file)
        archive.addfile(archive.gettarinfo(path, name), hashed)
    return hashed.digest.hexdigest()


def _add_folder(archive: tarfile.TarFile, folder: Path, name: str) -> str:
    """Put a folder with all that is in it into the archive and give one hash of its files."""
    archive.add(folder, name, recursive=False)
    digests = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_dir():
            archive.add(path, f"{name}/{inside}", recursive=False)
        else:
            digests[inside] = _add(archive, path, f"{name}/{inside}")
    return _digest_of(digests)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def restore(source: Path, *, as_json: bool) -> None:
    """Bring a backup, SOURCE, back into an empty data directory or database, and check its audit trail.

    Put the secrets that belong to it in place first; stop the server.
    """
    start_django()
    from django.conf import settings

    with tempfile.TemporaryDirectory(dir=source.parent) as directory:
        manifest = _unpack(source, Path(directory))
        observatory, place = Path(directory) / OBSERVATORY, settings.BANYAN_DATA / OBSERVATORY
        if observatory.exists() and place.exists():
            raise CannotRestoreError(f"{place} is there already. Restore into an empty data directory.")
        _load(settings.DATABASES["default"], Path(directory) / RECORDS, manifest)
        if observatory.exists():
            shutil.copytree(observatory, place)
    from banyan.base import audit

    broken = list(audit.verify())
    if as_json:
        click.echo(json.dumps({"restored": str(source), "broken_lines": len(broken)}))
    else:
        click.echo(BROKEN.format(settings.BANYAN_SECRETS) if broken else "Restored. Every audit chain holds.")
    sys.exit(1 if broken else 0)


def _dump(database: dict[str, Any], target: Path) -> str:
    """A consistent copy, taken while others write."""
    if database["ENGINE"].endswith("sqlite3"):
        connection = sqlite3.connect(database["NAME"], timeout=20)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))  # Compact: no trace of deleted rows comes along.
        finally:
            connection.close()
        return "sqlite"
    _call_postgres("pg_dump", database, ["--format=custom", "--no-owner", f"--file={target}"])
    return "postgres"


def _load(database: dict[str, Any], records: Path, manifest: dict[str, Any]) -> None:
    engine = "sqlite" if database["ENGINE"].endswith("sqlite3") else "postgres"
    if manifest["engine"] != engine:
        raise CannotRestoreError(f"This backup is of {manifest['engine']}; the settings name {engine}.")
    if engine == "postgres":
        _call_postgres(
            "pg_restore", database, ["--no-owner", "--exit-on-error", f"--dbname={database['NAME']}"], records
        )
        return
    target = Path(database["NAME"])
    if target.exists():
        raise CannotRestoreError(f"{target} is there already. Restore into an empty data directory.")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".restoring")
    shutil.copyfile(records, partial)
    partial.chmod(0o600)
    try:
        _must_be_ours(partial)
    except CannotRestoreError:
        partial.unlink()
        raise
    _flush(partial)
    partial.replace(target)
    _flush(target.parent)


def _must_be_ours(records: Path) -> None:
    """Raises CannotRestoreError for a damaged database, and for one in which something stands that we don't make.

    A trigger or a view would go on doing what whoever made the archive wrote in it, each time that we write or read.
    """
    connection = sqlite3.connect(records)
    try:
        made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE type <> 'index'").fetchall()
        foreign = [f"the {kind} {name}" for kind, name, statement in made if not _is_ours(kind, name, statement)]
        if foreign:  # Before anything of it is read.
            raise CannotRestoreError(
                f"The records in this backup hold what Banyan doesn't make: {', '.join(foreign)}. Nothing was restored."
            )
        (state,) = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError:
        state = "unreadable"
    finally:
        connection.close()
    if state != "ok":
        raise CannotRestoreError("The records in this backup are damaged.")


def _is_ours(kind: str, name: str, statement: str) -> bool:
    """Whether a migration makes this. A trigger is ours by its whole text: a name could stand on anything."""
    from django.apps import apps

    if kind == "trigger":
        trail = importlib.import_module("banyan.base.migrations.0002_audit_append_only")
        return statement.split() in [ours.split() for ours in trail.SQLITE_UP]
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001 - documented
    is_plain = kind == "table" and statement.split()[:2] == ["CREATE", "TABLE"]
    return is_plain and (name in tables or name in OF_NO_MODEL)


def _unpack(source: Path, directory: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:") as archive:  # As ours are: what unpacks to more than itself could fill a disk.
            _extract(archive, directory.resolve())
        manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise CannotRestoreError(f"{source} isn't a backup of Banyan, or it was cut short.") from error
    if manifest.get("format") != 1 or _digest(directory / RECORDS) != manifest.get("sha256"):
        raise CannotRestoreError(f"{source} was changed or cut short: its records don't match its manifest.")
    # Backups of before have no hash of these.
    expected, folder = manifest.get("observatory_sha256"), directory / OBSERVATORY
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if expected is not None and _digest_of({name: _digest(path) for name, path in files.items()}) != expected:
        raise CannotRestoreError(f"{source} was changed or cut short: its official files don't match its manifest.")
    return manifest


def _extract(archive: tarfile.TarFile, directory: Path) -> None:
    """Files and folders below this one, and nothing else: links lead around in circles, and holes fill a disk.

    Python's own filters for this came with 3.11.4; Debian's 3.11 doesn't have them.
    """
    for member in archive:
        target = (directory / member.name).resolve()
        if member.issparse() or not target.is_relative_to(directory):
            raise tarfile.TarError
        if member.isdir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        content = archive.extractfile(member) if member.isreg() else None
        if content is None:
            raise tarfile.TarError
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("xb") as copy:
            shutil.copyfileobj(content, copy)


def _call_postgres(command: str, database: dict[str, Any], words: list[str], source: Path | None = None) -> None:
    if shutil.which(command) is None:
        raise click.ClickException(f"{command} isn't here. On Debian or Ubuntu: sudo apt install postgresql-client")
    named = [database["NAME"]] if command == "pg_dump" else [str(source)]
    where = {"PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"]}
    secret = {"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {}
    environment = {**os.environ, **{name: value for name, value in where.items() if value}, **secret}
    done = subprocess.run([command, *words, *named], env=environment, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise click.ClickException(f"{command} failed; see its words above.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(digests: Mapping[str, str]) -> str:
    """One hash of several files, from the hash of each under its name."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()


def _flush(path: Path) -> None:
    """Make sure that it is on the disk before anybody is told so."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

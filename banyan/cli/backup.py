"""`banyan backup`: everything but the secrets and the drafts, in one file."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import click

from banyan.cli import start_with_records

RECORDS = "records"
MANIFEST = "manifest.json"
OBSERVATORY = "observatory"


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
        flush(partial)
        partial.replace(target)
        flush(target.parent)
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
    return digest_of(digests)


def _dump(database: dict[str, Any], target: Path) -> str:
    """A consistent copy, taken while others write."""
    if database["ENGINE"].endswith("sqlite3"):
        connection = sqlite3.connect(database["NAME"], timeout=20)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))  # Compact: no trace of deleted rows comes along.
        finally:
            connection.close()
        return "sqlite"
    _call_pg_dump(database, target)
    return "postgres"


def _call_pg_dump(database: dict[str, Any], target: Path) -> None:
    command = find_postgres("pg_dump")
    where = {"PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"]}
    secret = {"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {}
    environment = {**os.environ, **{name: value for name, value in where.items() if value}, **secret}
    words = ["--format=custom", "--no-owner", "--encoding=UTF8", f"--file={target}", database["NAME"]]
    done = subprocess.run([command, *words], env=environment, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise click.ClickException("pg_dump failed; see its words above.")


def find_postgres(command: str) -> str:
    """Where PostgreSQL's own command is."""
    found = shutil.which(command)
    if found is None:
        raise click.ClickException(f"{command} isn't here. On Debian or Ubuntu: sudo apt install postgresql-client")
    return found


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(digests: Mapping[str, str]) -> str:
    """One hash of several files, from the hash of each under its name."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()


def flush(path: Path) -> None:
    """Make sure that it is on the disk before anybody is told so."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

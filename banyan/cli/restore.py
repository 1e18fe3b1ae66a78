"""`banyan restore`: bring a backup back where nothing is yet."""

import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import click

from banyan.cli import start_django
from banyan.cli.backup import MANIFEST, OBSERVATORY, RECORDS, digest, digest_of
from banyan.cli.records import CannotRestoreError, bring_back

BROKEN = (
    "Restored, but the audit trail doesn't hold: either the secrets in {} aren't those that belong to this backup, or "
    "somebody changed the records. `banyan audit verify` names the lines; if it names all of them, it is the secrets."
)


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
        bring_back(Path(directory) / RECORDS, str(manifest.get("engine")))
        if observatory.exists():
            shutil.copytree(observatory, place)
    from banyan.base import audit

    broken = list(audit.verify())
    if as_json:
        click.echo(json.dumps({"restored": str(source), "broken_lines": len(broken)}))
    else:
        click.echo(BROKEN.format(settings.BANYAN_SECRETS) if broken else "Restored. Every audit chain holds.")
    sys.exit(1 if broken else 0)


def _unpack(source: Path, directory: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:") as archive:  # As ours are: what unpacks to more than itself could fill a disk.
            _extract(archive, directory.resolve())
        manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise CannotRestoreError(f"{source} isn't a backup of Banyan, or it was cut short.") from error
    if manifest.get("format") != 1 or digest(directory / RECORDS) != manifest.get("sha256"):
        raise CannotRestoreError(f"{source} was changed or cut short: its records don't match its manifest.")
    # Backups of before have no hash of these.
    expected, folder = manifest.get("observatory_sha256"), directory / OBSERVATORY
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if expected is not None and digest_of({name: digest(path) for name, path in files.items()}) != expected:
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

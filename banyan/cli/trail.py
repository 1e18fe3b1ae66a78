"""`banyan audit`: walk the audit trail, and keep where it ends so that nobody can cut it back unseen."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from banyan.cli import start_with_records

if TYPE_CHECKING:
    from banyan.base.audit import Head


@click.group()
def audit() -> None:
    """The audit trail of what was done and denied."""


@audit.command()
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A new file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def heads(target: Path, *, as_json: bool) -> None:
    """Write down where every chain ends now, in a file to be kept away from this machine.

    Whoever may write to the database could cut off a chain's last lines and leave no mark. `banyan audit verify
    --heads FILE` finds that later, if the file was where they couldn't change it. The file holds no names and no words.
    """
    start_with_records()
    from banyan.base.audit import list_heads
    from banyan.base.clock import now

    found = {chain: {"sequence": head.sequence, "digest": head.digest} for chain, head in sorted(list_heads().items())}
    try:
        # An older file is evidence: it is never written over.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{target} is there already; give a new name.") from None
    except OSError as error:
        raise click.ClickException(f"{target} can't be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w") as file:
        json.dump({"noted_at": now().isoformat(), "heads": found}, file, indent=2)
    kept = {"file": str(target), "chains": len(found)}
    click.echo(json.dumps(kept) if as_json else f"Wrote where {len(found)} chains end. Keep {target} somewhere else.")


@audit.command()
@click.option(
    "--heads",
    "noted",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file that `banyan audit heads` wrote earlier: every chain must still contain what it notes.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(noted: Path | None, *, as_json: bool) -> None:
    """Walk every chain; exit 1 if a line was changed, is missing or stands in another place.

    A chain that was cut back together with its head holds by itself: only --heads finds that. Names that people choose
    by are looked at too: where somebody changed one in the database, nobody can choose until it is as it was. So are
    published pictures: each must be what was approved.
    """
    start_with_records()
    from banyan.base import audit as trail
    from banyan.base.models import AuditChain
    from banyan.observatory.queries.publications import list_changed_publications
    from banyan.people.queries.proofs import list_unproven_names

    broken = list(trail.verify(_read(noted) if noted else trail.NOTHING_NOTED))
    changed = list_unproven_names(viewer=trail.Operator("audit"))
    pictures = list_changed_publications(viewer=trail.Operator("audit"))
    ends = list(AuditChain.objects.order_by("chain").values("chain", "sequence", "digest"))
    if as_json:
        found = [{"chain": b.chain, "sequence": b.sequence, "reason": b.reason} for b in broken]
        click.echo(
            json.dumps(
                {"broken": found, "changed_names": changed, "changed_pictures": pictures, "heads": ends}, indent=2
            )
        )
    else:
        for head in ends:
            click.echo(f"{head['chain']}  {head['sequence']} lines  {head['digest']}")
        for place in broken:
            click.echo(f"BROKEN {place.chain} line {place.sequence}: {place.reason}", err=True)
        for whose in changed:
            click.echo(f"CHANGED the name of {whose}: people can't choose by it until it is as it was.", err=True)
        for which in pictures:
            click.echo(f"CHANGED the published picture {which}: it isn't what was approved.", err=True)
        if not broken:
            click.echo("Every chain holds, and against what was noted." if noted else "Every chain holds.")
    sys.exit(1 if broken or changed or pictures else 0)


def _read(file: Path) -> "Mapping[str, Head]":
    """What an earlier `heads` wrote. Anything else is said in a sentence: comparing with nothing would find nothing."""
    from banyan.base.audit import Head

    try:
        noted = json.loads(file.read_text())["heads"]
        return {str(chain): Head(int(head["sequence"]), str(head["digest"])) for chain, head in noted.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise click.ClickException(f"{file} isn't a whole file of `banyan audit heads`.") from None

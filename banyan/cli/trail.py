"""`banyan audit`: walk the audit trail."""

import json
import sys

import click

from banyan.cli import start_django


@click.group()
def audit() -> None:
    """The audit trail of what was done and denied."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(*, as_json: bool) -> None:
    """Walk every chain; exit 1 if a line was changed, is missing or stands in another place.

    Keep the printed heads somewhere else: a chain that was cut back together with its head still verifies.
    """
    start_django()
    from banyan.base import audit as trail
    from banyan.base.models import AuditChain

    broken = list(trail.verify())
    heads = list(AuditChain.objects.order_by("chain").values("chain", "sequence", "digest"))
    if as_json:
        found = [{"chain": b.chain, "sequence": b.sequence, "reason": b.reason} for b in broken]
        click.echo(json.dumps({"broken": found, "heads": heads}, indent=2))
    else:
        for head in heads:
            click.echo(f"{head['chain']}  {head['sequence']} lines  {head['digest']}")
        for place in broken:
            click.echo(f"BROKEN {place.chain} line {place.sequence}: {place.reason}", err=True)
        if not broken:
            click.echo("Every chain holds.")
    sys.exit(1 if broken else 0)

"""`banyan keys`: how many people could open what. The operator of the server holds no key and can open nothing."""

import json
import sys

import click

from banyan.cli import start_with_records


@click.group()
def keys() -> None:
    """Who could open what: key versions and their holders, counted."""


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_(*, as_json: bool) -> None:
    """Every organisation's key versions, how many members hold each, and whether a recovery code exists.

    Exit 1 if an organisation's newest key hangs on one member and has no recovery code: losing them loses its reports.
    """
    start_with_records()
    from django.db.models import Count

    from banyan.people.models import OrganisationKey

    found = (
        OrganisationKey.objects.select_related("organisation")
        .annotate(holders=Count("wraps"))
        .order_by("organisation__name", "version")
    )
    rows = [
        {
            "organisation": key.organisation.name,
            "version": key.version,
            "holders": key.holders,
            "recovery_code": key.recovery_wrap is not None,
        }
        for key in found
    ]
    newest = {key.organisation.name: key for key in found}
    at_risk = [name for name, key in newest.items() if key.holders == 1 and key.recovery_wrap is None]
    if as_json:
        click.echo(json.dumps({"keys": rows, "at_risk": at_risk}, indent=2))
    else:
        for row in rows:
            code = "recovery code made" if row["recovery_code"] else "no recovery code"
            click.echo(f"{row['organisation']}: version {row['version']}, {row['holders']} holders, {code}")
        for name in at_risk:
            click.echo(f"AT RISK {name}: one holder and no recovery code.", err=True)
    sys.exit(1 if at_risk else 0)

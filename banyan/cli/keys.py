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
    """Every organisation's key versions, how many members could open each, and whether a recovery code exists.

    Exit 1 if an organisation's newest key hangs on one member or none and has no recovery code: losing them loses its
    reports. Somebody whose sign-in is being reset isn't counted, since their new password won't open it.
    """
    start_with_records()
    from banyan.base.audit import Operator
    from banyan.people.queries.keys import count_holders

    found = count_holders(viewer=Operator("keys"))
    at_risk = [one for one in found if one.is_at_risk]
    if as_json:
        rows = [
            {
                "organisation": one.organisation,
                "version": one.version,
                "holders": one.holders,
                "recovery_code": one.has_recovery_code,
            }
            for one in found
        ]
        click.echo(json.dumps({"keys": rows, "at_risk": [one.organisation for one in at_risk]}, indent=2))
    else:
        for one in found:
            code = "recovery code made" if one.has_recovery_code else "no recovery code"
            click.echo(f"{one.organisation}: version {one.version}, {_held(one.holders)}, {code}")
        for one in at_risk:
            click.echo(f"AT RISK {one.organisation}: {_held(one.holders)}, no recovery code.", err=True)
    sys.exit(1 if at_risk else 0)


def _held(by: int) -> str:
    return f"held by {by} {'member' if by == 1 else 'members'}"

"""`banyan demo`: the demonstration coalition, its accounts and their second factor."""

import json
import os
import shlex
import sys
from pathlib import Path

import click

from banyan.cli import start_django

MARKER = "this-is-a-demonstration"


@click.group()
def demo() -> None:
    """An invented coalition to look around in."""


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def up(*, as_json: bool) -> None:
    """Make the demonstration coalition, unless it is there already, and print its accounts."""
    from banyan.cli.setup import prepare

    prepare(quiet=True)
    from banyan.base.clock import now
    from banyan.cli.demonstration import HOUSES, PASSWORD, STAFF
    from banyan.cli.inventing import build
    from banyan.people.queries.coalition import get_coalition

    coalition = get_coalition()
    if coalition.name and not coalition.is_demonstration:
        raise click.ClickException(
            f"{coalition.name} is a real coalition. Give the demonstration a directory of its own."
        )
    if not coalition.name:
        if not as_json:
            click.echo("Making the demonstration coalition. This happens once.")
        (Path(os.environ.get("BANYAN_DATA", "data")) / MARKER).touch()
        build(now())
    if as_json:
        accounts = {one.username: [role.value for role in one.roles] for one in STAFF}
        click.echo(
            json.dumps({"accounts": accounts, "password": PASSWORD, "second_factor": f"{_code_command()} USERNAME"})
        )
        return
    click.echo("Everybody here is invented. Sign in at the desk as one of them:")
    for one in STAFF:
        roles = ", ".join(role.value.replace("_", " ") for role in one.roles)
        house = "the coalition" if one.house is None else HOUSES[one.house].name
        click.echo(f"  {one.username:<7} {roles} · {house}")
    click.echo(f"Password of all of them: {PASSWORD}")
    click.echo(f"Second factor, in another terminal: {_code_command()} USERNAME")


def _code_command() -> str:
    """What can be pasted, from anywhere on this machine."""
    data = Path(os.environ.get("BANYAN_DATA", "data")).resolve()
    return shlex.join(["env", f"BANYAN_DATA={data}", sys.executable, "-m", "banyan.cli", "demo", "code"])


@demo.command()
@click.argument("username")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def code(username: str, *, as_json: bool) -> None:
    """Print the six digits of the demonstration account USERNAME, as an authenticator app would show them."""
    start_django()
    from banyan.base.clock import now
    from banyan.people.queries.second_factors import demonstration_code

    digits = demonstration_code(username=username, now=now())
    if digits is None:
        click.echo("There is no such account, or this isn't a demonstration.", err=True)
        sys.exit(1)
    click.echo(json.dumps({"username": username, "code": digits}) if as_json else digits)

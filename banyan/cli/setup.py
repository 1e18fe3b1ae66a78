"""`banyan setup`: secrets, database, translations, static files, and the coalition with its first steward."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import click

from banyan.cli import start_django
from banyan.people.rules.timezones import UTC, is_zone

SECRETS: dict[str, Callable[[], str]] = {
    "django_key": lambda: secrets.token_urlsafe(48),
    "pepper": lambda: secrets.token_hex(32),
}
# Where a Unix machine says in which time zone it works.
LOCALTIME, TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")


def make_secrets(directory: Path) -> list[str]:
    """Make the secrets that aren't there yet, readable by their owner only. Existing ones are never touched."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    made = []
    for name, new in SECRETS.items():
        path = directory / name
        if path.exists():
            continue
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(new())
        made.append(name)
    return made


def prepare(*, quiet: bool = False) -> None:
    """Bring everything a server needs to where this version wants it. Safe to call at every start."""
    data = Path(os.environ.get("BANYAN_DATA", "data")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    made = make_secrets(Path(os.environ.get("BANYAN_SECRETS", data / "secrets")))
    if made and not quiet:
        click.echo(f"Made secrets ({', '.join(made)}). Keep a copy away from this server and from its backups.")
    from banyan.cli.translations import compile_catalogues

    compile_catalogues()
    start_django()
    from django.core.management import call_command

    for store in ("default", "drafts"):
        call_command("migrate", database=store, interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def machine_timezone() -> str:
    """The time zone that this machine works in, or UTC where it names none (as most servers do)."""
    guesses = [
        os.environ.get("TZ", "").removeprefix(":"),
        str(LOCALTIME.resolve()).partition("/zoneinfo/")[2] if LOCALTIME.is_symlink() else "",
        TIMEZONE.read_text().strip() if TIMEZONE.is_file() else "",
    ]
    return next((guess for guess in guesses if is_zone(guess)), UTC)


@click.command()
@click.option("--name", help="The coalition's name.")
@click.option("--place", default="san_francisco", show_default=True, help="The code of its place.")
@click.option("--timezone", help="Its time zone, such as America/Los_Angeles; without it, this machine's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, without asking.")
def setup(name: str | None, place: str, timezone: str | None, *, as_json: bool) -> None:
    """Make secrets, database and static files; name the coalition; invite its first steward.

    Run it once, and again after each upgrade: what is there already stays.
    """
    prepare(quiet=as_json)
    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.partners.actions.listings import load_listings
    from banyan.people.actions.coalition import NoSuchZone, found_coalition
    from banyan.people.actions.invitations import invite_member
    from banyan.people.queries.coalition import get_coalition
    from banyan.people.rules.permissions import Role

    if get_coalition().name:
        ready = f"{get_coalition().name} is ready. Start it with: banyan serve"
        click.echo(json.dumps({"coalition": get_coalition().name, "founded": False}) if as_json else ready)
        return
    if as_json and not name:
        raise click.UsageError("With --json, give the coalition's name: --name")
    chosen = name or click.prompt("The coalition's name")
    zone = timezone or (machine_timezone() if name else click.prompt("Its time zone", default=machine_timezone()))
    operator = Operator("setup")
    try:
        found_coalition(by=operator, name=chosen, place=place, timezone=zone, now=now())
    except NoSuchZone:
        raise click.ClickException(f"There is no time zone {zone}. Give one such as America/Los_Angeles.") from None
    load_listings(by=operator, place=place, now=now())
    invited = invite_member(by=operator, organisation=None, name="Steward", roles=frozenset({Role.STEWARD}), now=now())
    if as_json:
        click.echo(json.dumps({"coalition": chosen, "founded": True, "path": invited.path, "timezone": zone}))
        return
    click.echo(f"{chosen} is founded. Its steward opens this address, within seven days, on this server:")
    click.echo(f"  {invited.path}")
    if zone == UTC:
        click.echo('Its clocks run in UTC, so each "by when" is wrong wherever UTC isn\'t the time on the wall.')
    else:
        click.echo(f"Its clocks run in the time of {zone}.")
    click.echo(
        "The steward sets that at the desk, under Team, The coalition; there too: who interprets for people whose"
    )
    click.echo('language isn\'t open yet, and where "Leave this page now" leads.')

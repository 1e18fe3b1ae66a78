"""`banyan`: for people who run it. Each command group is a module beside this one."""

import importlib
import os
import sys
from pathlib import Path

import click

from banyan import SETTINGS

# Heavy modules load only when their command is called, so that `banyan --help` answers at once.
COMMANDS = {
    "setup": ("banyan.cli.setup", "setup"),
    "serve": ("banyan.cli.serve", "serve"),
    "demo": ("banyan.cli.demo", "demo"),
    "import": ("banyan.cli.sources", "import_"),
    "picture": ("banyan.cli.picture", "picture"),
    "keys": ("banyan.cli.keys", "keys"),
    "invite": ("banyan.cli.invite", "invite"),
    "audit": ("banyan.cli.trail", "audit"),
    "backup": ("banyan.cli.backup", "backup"),
    "restore": ("banyan.cli.restore", "restore"),
    "waiting": ("banyan.cli.waiting", "waiting"),
    "tidy": ("banyan.cli.tidy", "tidy"),
    "translations": ("banyan.cli.translations", "translations"),
}


class Late(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, command = COMMANDS[name]
        found = getattr(importlib.import_module(module), command)
        assert isinstance(found, click.Command)  # noqa: S101 - the table above names commands only
        return found


@click.command(cls=Late, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="banyan")
def main() -> None:
    """Banyan, the system a coalition of community organisations runs on.

    Start with `banyan setup`, then `banyan serve`. Settings come from the environment; docs/operators.md lists them.
    Exit codes: 0 done, 1 it failed and says why, 2 the command was called wrongly.
    """
    os.umask(0o077)  # Whatever a command or its server writes may hold records, or numbers that aren't for everybody.


def start_django() -> None:
    """Load settings and models. A missing secret is said in a sentence, not in a traceback."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


def start_with_records() -> None:
    """As `start_django`, where `banyan setup` has been. In a place that was mistyped nothing is made."""
    start_django()
    from django.db import OperationalError, connection

    from banyan.people.models import Coalition

    file = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not file.startswith("file:") and not Path(file).exists():
        place = Path(file).parent
        raise click.ClickException(f"There are no records in {place}. Is BANYAN_DATA right? `banyan setup` begins.")
    try:
        is_there = Coalition._meta.db_table in connection.introspection.table_names()  # noqa: SLF001 - documented
    except OperationalError as error:
        raise click.ClickException(f"The records can't be reached: {str(error).strip()}") from None
    if not is_there:
        raise click.ClickException("The database has no records of Banyan yet. `banyan setup` begins.")

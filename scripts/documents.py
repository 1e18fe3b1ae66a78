"""Write the documents that are made from the code: python -m scripts.documents. A test compares them with it."""

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.apps import apps  # noqa: E402 - models exist only once Django is set up

from banyan.base.privacy import Label  # noqa: E402
from banyan.cli import main  # noqa: E402
from banyan.people.rules.permissions import permission_page  # noqa: E402
from scripts.openers import OPENERS  # noqa: E402

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "by `python -m scripts.documents`; a test compares the two."
LABELS = {
    Label.SEALED: "ciphertext only; the key that opens it isn't in the database",
    Label.PERSONAL: "about a member of staff or a partner; never about somebody who reported",
    Label.INTERNAL: "coded and coarse, or technical; whoever reads the database or a backup can read it",
    Label.PUBLIC: "may stand on a page that anyone can read",
}


def commands_page() -> str:
    """docs/commands.md: every command, its arguments and its options, in the words of their own help."""
    lines = [
        "# Commands",
        "",
        f"Made from the commands' own help {MADE} `docs/operators.md` says when to use which.",
        "",
        inspect.cleandoc(main.help or ""),
    ]
    for command, context in _commands(main, click.Context(main, info_name="banyan")):
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        lines += ["", f"## {context.command_path}", "", f"`{usage}`", "", inspect.cleandoc(command.help or "")]
        options = [one.get_help_record(context) for one in command.params if isinstance(one, click.Option)]
        told = [f"- `{record[0]}`: {record[1]}" for record in options if record]
        lines += ["", *told] if told else []
    return "\n".join([*lines, ""])


def _commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    if not isinstance(command, click.Group):
        yield command, context
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None  # noqa: S101 - the group has just named it
        yield from _commands(found, click.Context(found, parent=context, info_name=name))


def fields_page() -> str:
    """docs/sealed-fields.md: every field's label, what is sealed first, and who can open it."""
    lines = ["# What is sealed, and what isn't", "", f"Made from each model's `Privacy` {MADE}", ""]
    lines += [f"- **{label.value}**: {meaning}." for label, meaning in LABELS.items()]
    lines += [
        "",
        "Other people's tables hold no report: a session's keyring opens only with its cookie, and the",
        "secrets of authenticator apps and backup codes are sealed with the server's pepper.",
    ]
    for area in (config for config in apps.get_app_configs() if config.name.startswith("banyan.")):
        models = list(area.get_models())
        lines += ["", f"## {area.label}"] if models else []
        for model in sorted(models, key=_clearness):
            lines += ["", *_model(model)]
    return "\n".join([*lines, ""])


def _fields(model: Any, label: Label) -> list[str]:
    return [name for name, own in model.Privacy.items() if own is label]


def _clearness(model: Any) -> tuple[bool, str]:
    return not _fields(model, Label.SEALED), model.__name__


def _model(model: Any) -> Iterator[str]:
    yield f"### {model._meta.verbose_name}"  # noqa: SLF001 - Django's own documented way to a model's names
    yield ""
    yield from (
        f"- **sealed** `{name}`: {OPENERS[f'{model._meta.label_lower}.{name}']}"  # noqa: SLF001 - likewise
        for name in _fields(model, Label.SEALED)
    )
    for label in (Label.PERSONAL, Label.INTERNAL, Label.PUBLIC):
        if names := _fields(model, label):
            yield f"- {label.value}: {', '.join(f'`{name}`' for name in names)}"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "permissions.md": lambda: permission_page(MADE),
    "commands.md": commands_page,
    "sealed-fields.md": fields_page,
}

if __name__ == "__main__":
    for name, page in DOCUMENTS.items():
        (DOCS / name).write_text(page())

"""`banyan translations`: extract and compile catalogues with Babel, so that nobody needs GNU gettext."""

from pathlib import Path

import click

from banyan.base.languages import LANGUAGES

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "base" / "locale"


def folder_of(language: str) -> Path:
    """Django's folder for a language: `zh-hant` is `zh_Hant`."""
    base, _, rest = language.partition("-")
    return LOCALE / (f"{base}_{rest.capitalize()}" if rest else base) / "LC_MESSAGES"


@click.group()
def translations() -> None:
    """Catalogues of translated sentences."""


@translations.command("compile")
def compile_() -> None:
    """Compile every catalogue that changed."""
    click.echo(f"Compiled {compile_catalogues()}.")


def compile_catalogues() -> int:
    """Compile what is newer than its compiled form; gives how many."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    done = 0
    for code, _ in LANGUAGES:
        source = folder_of(code) / "django.po"
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=folder_of(code).parent.name)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        done += 1
    return done

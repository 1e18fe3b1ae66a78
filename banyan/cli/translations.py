"""`banyan translations`: extract and compile catalogues with Babel, so that nobody needs GNU gettext.

There are two sets of sentences. Those that the public may read exist in every language; those of the desk only in the
desk's languages. A sentence that stands in both is in the first.
"""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

from banyan.base.languages import DESK_LOCALE_CODES, INTERFACE_LOCALES

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE = "en"
DRAFTED = "# Drafted; not yet checked by a native speaker."
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "mark": None,
    "mark_in": ((1, "c"), 2),
    "mark_staff": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True)
class Sentences:
    """One set of catalogues: its folder and its languages."""

    folder: Path
    languages: tuple[str, ...]

    def catalogue(self, language: str) -> Path:
        """Django's path for a language: `zh-hant` is `zh_Hant`."""
        return self.folder / to_locale(language) / "LC_MESSAGES" / "django.po"


TRANSLATED = tuple(locale.code for locale in INTERFACE_LOCALES if locale.code != SOURCE)
PUBLIC = Sentences(PACKAGE / "base" / "locale", TRANSLATED)
DESK = Sentences(PACKAGE / "base" / "locale_desk", tuple(code for code in TRANSLATED if code in DESK_LOCALE_CODES))

# What only staff see. Everything else may be read by the public.
DESK_PLACES = ("people/", "/desk/", "desk.", "desk_", "cli/")
NOT_SHOWN = ("base/gallery", "cli/", "migrations/")


def is_desk(path: str) -> bool:
    return any(place in path for place in DESK_PLACES)


@click.group()
def translations() -> None:
    """Catalogues of translated sentences."""


@translations.command("compile")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def compile_(*, as_json: bool) -> None:
    """Compile every catalogue that changed."""
    done = compile_catalogues()
    click.echo(json.dumps({"compiled": done}) if as_json else f"Compiled {done}.")


@translations.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def extract(*, as_json: bool) -> None:
    """Bring every catalogue to the sentences that stand in the code now; what is gone is dropped."""
    public, desk = extract_sentences()
    found: dict[str, dict[str, int]] = {}
    for sentences, template in ((PUBLIC, public), (DESK, desk)):
        for language in sentences.languages:
            path = sentences.catalogue(language)
            catalogue = read(path, language)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            save(path, catalogue)
            missing = sum(1 for message in catalogue if message.id and not _is_translated(message.string))
            found[str(path.relative_to(PACKAGE))] = {"sentences": len(catalogue), "missing": missing}
    if as_json:
        click.echo(json.dumps({"catalogues": found}))
        return
    for name, counts in found.items():
        click.echo(f"{name}: {counts['sentences']} sentences, {counts['missing']} to translate")


def extract_sentences() -> tuple[Catalog, Catalog]:
    """Every sentence marked in code and templates: the public's, and the desk's that the public never reads."""
    public, desk = Catalog(), Catalog()
    found = list(_found())
    for wanted, target in ((False, public), (True, desk)):
        for path, line, message, context in found:
            staff_only = is_desk(path) or (context is not None and context == STAFF)
            said = None if context == STAFF else context
            if staff_only is wanted and not (wanted and public.get(_single(message), said)):
                target.add(message, locations=[(path, line)], context=said)
    return public, desk


STAFF = "\0staff"  # Stands in for a context while extracting: `mark_staff` sentences.
Message = str | tuple[str, ...]


def _found() -> Iterator[tuple[str, int, Message, str | None]]:
    methods = [
        ("**/*.py", "python"),
        ("**/templates/**.html", "banyan.cli.templates:extract_template"),
        ("observatory/sources/notes.toml", "banyan.observatory.sources.notes:extract"),
    ]
    staff = set(_staff_lines())
    for path, line, message, _comments, context in extract_from_dir(
        str(PACKAGE), method_map=methods, keywords=KEYWORDS, directory_filter=lambda _directory: True
    ):
        if not any(path.startswith(place) for place in NOT_SHOWN):
            yield path, line, message, STAFF if (path, _single(message)) in staff else context


def _staff_lines() -> Iterator[tuple[str, str]]:
    """Sentences marked with `mark_staff`: a vocabulary's words for staff stand beside those for the person."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "mark_staff(" not in path.read_text():
            continue
        marked: dict[str, set[str]] = {"mark": set(), "mark_staff": set()}
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marked and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    marked[node.func.id].add(str(first.value))
        for text in marked["mark_staff"] - marked["mark"]:
            yield str(path.relative_to(PACKAGE)), text


def _single(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


def read(path: Path, language: str) -> Catalog:
    """A catalogue, or an empty one that says it is a draft."""
    locale = to_locale(language)
    if not path.exists():
        return Catalog(locale=locale, project="Banyan", header_comment=DRAFTED)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def save(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, no_location=True, include_previous=False)


def compile_catalogues() -> int:
    """Compile what is newer than its compiled form; gives how many."""
    done = 0
    for sentences in (PUBLIC, DESK):
        for language in sentences.languages:
            source = sentences.catalogue(language)
            target = source.with_suffix(".mo")
            if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
                continue
            with target.open("wb") as file:
                write_mo(file, read(source, language))
            target.chmod(0o644)  # Part of the program: whoever runs the server reads it.
            done += 1
    return done

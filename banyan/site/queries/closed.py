"""What somebody finds at the page of a language that isn't open: help all the same, and the ways on."""

from dataclasses import dataclass
from datetime import date

from banyan.base.languages import INTERFACE_LOCALES, InterfaceLocale, get_locale
from banyan.partners.queries.listings import names_of
from banyan.partners.rules.seeds import FIRST_LINES, Seed
from banyan.people.models import InterpreterContact
from banyan.people.queries.interpreters import find_interpreter
from banyan.people.queries.organisations import list_partners_speaking
from banyan.site.queries.languages import is_open


@dataclass(frozen=True, slots=True)
class Speaker:
    """An organisation of the coalition that speaks the language; `languages` are names, the wanted ones only."""

    name: str
    phone: str
    phone_address: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """For one closed language: who interprets, who speaks it, the lines that are always there, the open languages."""

    locale: InterfaceLocale
    interpreter: InterpreterContact | None
    speakers: tuple[Speaker, ...]
    emergency: Seed
    lines: tuple[tuple[Seed, tuple[str, ...]], ...]
    open_locales: tuple[InterfaceLocale, ...]


def get_help_instead(*, language: str, on: date) -> Help:
    """Everything that the closed page of a language offers. Public."""
    locale = get_locale(language)
    tags = (*locale.spoken, locale.tag)
    speakers = [
        Speaker(
            one.name,
            one.phone,
            one.phone_address,
            names_of(row.tag for row in one.languages.all() if row.tag in tags),
        )
        for one in list_partners_speaking(tags=tags, on=on)
    ]
    emergency, *lines = FIRST_LINES
    return Help(
        locale=locale,
        interpreter=find_interpreter(language),
        speakers=tuple(speakers),
        emergency=emergency,
        lines=tuple((one, names_of(one.languages)) for one in lines),
        open_locales=tuple(one for one in INTERFACE_LOCALES if is_open(one.code)),
    )

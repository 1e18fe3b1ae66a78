"""Which languages are open to the public, and the sentences that somebody must have read before one is."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from banyan.base.briefly import briefly
from banyan.base.languages import INTERFACE_LOCALES, InterfaceLocale
from banyan.people.models import InterpreterContact
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.interpreters import find_interpreter
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import LANGUAGE_APPROVE
from banyan.site.models import LanguageApproval

SOURCE = "en"
CAREFUL = ("consent", "safety", "emergency", "receipt")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that matters most, and how a language says it."""

    kind: str
    english: str
    said: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one language stands."""

    locale: InterfaceLocale
    approval: LanguageApproval | None
    interpreter: InterpreterContact | None

    @property
    def is_open(self) -> bool:
        return _needs_no_approval(self.locale.code) or self.approval is not None

    @property
    def is_drafted(self) -> bool:
        return self.locale.code != SOURCE and self.approval is None


@cache
def list_sentences(language: str) -> tuple[Sentence, ...]:
    """The sentences about consent, safety, emergencies and the receipt. They change only with a new version of ours."""
    locale = to_locale(language)
    path = Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return ()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    found = [
        Sentence(message.context, _first(message.id), _first(message.string))
        for message in catalogue
        if message.context in CAREFUL
    ]
    return tuple(sorted(found, key=lambda one: (CAREFUL.index(one.kind), one.english)))


def digest_of(language: str) -> str:
    """Changes when any of those sentences does, in English or in the language."""
    text = json.dumps([[one.kind, one.english, one.said] for one in list_sentences(language)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _needs_no_approval(language: str) -> bool:
    """English, or any language in a demonstration."""
    return language == SOURCE or get_coalition().is_demonstration


@briefly
def is_open(language: str) -> bool:
    """Whether the public may read this language: one that was approved, or that needs no approval."""
    if _needs_no_approval(language):
        return True
    return LanguageApproval.objects.filter(language=language, digest=digest_of(language)).exists()


@briefly
def is_drafted(language: str) -> bool:
    """Whether pages in this language say that nobody has checked them yet."""
    approved = LanguageApproval.objects.filter(language=language, digest=digest_of(language))
    return language != SOURCE and not approved.exists()


def list_standings(*, viewer: Viewer) -> list[Standing]:
    """Every language of the public door, for whoever may approve them."""
    viewer.must(LANGUAGE_APPROVE)
    return [_standing(locale) for locale in INTERFACE_LOCALES]


def get_standing(*, viewer: Viewer, language: str) -> Standing:
    """One language; raises KeyError for one that we don't publish in."""
    return {one.locale.code: one for one in list_standings(viewer=viewer)}[language]


def _standing(locale: InterfaceLocale) -> Standing:
    approval = (
        LanguageApproval.objects.filter(language=locale.code, digest=digest_of(locale.code))
        .select_related("approved_by")
        .first()
    )
    return Standing(locale, approval, find_interpreter(locale.code))


def _first(text: object) -> str:
    return str(text[0]) if isinstance(text, list | tuple) else str(text)

"""Who interprets, for people whose language isn't open yet or whom nobody understands."""

from dataclasses import dataclass

from django.http import Http404

from banyan.base.briefly import briefly
from banyan.base.languages import INTERFACE_LOCALES, InterfaceLocale
from banyan.people.models import ANY, InterpreterContact
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import COALITION_EDIT

_LOCALES = {one.code: one for one in INTERFACE_LOCALES if one.code != "en"}
LANGUAGES = (*_LOCALES, ANY)
"""Those that a contact can be of."""


@briefly
def find_interpreter(language: str) -> InterpreterContact | None:
    """The language's own contact, else the one for every language, else None. Public."""
    found = {one.language: one for one in InterpreterContact.objects.filter(language__in=[language, ANY])}
    return found.get(language) or found.get(ANY)


@dataclass(frozen=True, slots=True)
class Slot:
    """A language of the public door and its own contact; `locale` is None for every other language."""

    code: str
    locale: InterfaceLocale | None
    contact: InterpreterContact | None


def list_interpreters(*, viewer: Viewer) -> list[Slot]:
    """Every language that a contact can be of, the one for every language last, for whoever keeps them."""
    viewer.must(COALITION_EDIT)
    return _slots()


def get_interpreter(*, viewer: Viewer, language: str) -> Slot:
    """One of them."""
    viewer.must(COALITION_EDIT, subject=language)
    found = next((one for one in _slots() if one.code == language), None)
    if found is None:
        raise Http404
    return found


def _slots() -> list[Slot]:
    found = {one.language: one for one in InterpreterContact.objects.all()}
    return [Slot(code, _LOCALES.get(code), found.get(code)) for code in LANGUAGES]

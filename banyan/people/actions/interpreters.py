"""Who interprets, for people whose language isn't open yet or whom nobody understands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.briefly import forget_on_commit
from banyan.people.models import InterpreterContact
from banyan.people.queries.interpreters import LANGUAGES, find_interpreter
from banyan.people.queries.viewers import By, check
from banyan.people.rules.numbers import can_be_dialled
from banyan.people.rules.permissions import COALITION_EDIT


class NoNumber(Refused):
    says = _("Give a telephone number, or a number for text messages: digits, spaces and dashes only.")


class NoSuchLanguage(Refused):
    says = _("Banyan has no pages in this language.")


@dataclass(frozen=True, slots=True)
class InterpreterDetails:
    """How to reach an interpreter. The public reads all of it."""

    name: str
    phone: str = ""
    text_to: str = ""
    hours: str = ""


@action("people.interpreter.set")
def set_interpreter(*, by: By, language: str, contact: InterpreterDetails, now: datetime) -> InterpreterContact:
    """Say how the public reaches an interpreter of a language, or (`any`) of every language without one of its own."""
    check(by, COALITION_EDIT, within=None, subject=language)
    if language not in LANGUAGES:
        raise NoSuchLanguage
    given = [number for number in (contact.phone, contact.text_to) if number]
    if not given or not all(can_be_dialled(number) for number in given):
        raise NoNumber
    kept, _made = InterpreterContact.objects.update_or_create(
        language=language,
        defaults={
            "name": contact.name,
            "phone": contact.phone,
            "text_to": contact.text_to,
            "hours": contact.hours,
        },
    )
    forget_on_commit(find_interpreter)
    # Not the number: it may be a volunteer's own, who must be able to have it forgotten.
    details = {"phone": bool(contact.phone), "text": bool(contact.text_to)}
    audit.record(by=by, action="people.interpreter.set", now=now, subject=language, details=details)
    return kept


@action("people.interpreter.remove")
def remove_interpreter(*, by: By, language: str, now: datetime) -> None:
    """Take an interpreter's contact away; the language's page then says honestly that there is none."""
    check(by, COALITION_EDIT, within=None, subject=language)
    InterpreterContact.objects.filter(language=language).delete()
    forget_on_commit(find_interpreter)
    audit.record(by=by, action="people.interpreter.remove", now=now, subject=language)

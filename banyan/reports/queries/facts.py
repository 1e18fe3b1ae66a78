"""What a report says, line by line, for staff: the sealed part and the coding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from banyan.reports.models import Coding
from banyan.reports.queries.summaries import NEIGHBOURHOODS, PLAIN, date_and_time
from banyan.reports.queries.words import word_of_code, words_of_codes
from banyan.reports.rules.answers import ONLY_RECEIPT

REACHING = ("code_name", "channels", "address", "safe_times", "voicemail", "language_note", "safe_adult")
TELLING = ("when", "where", "loss", "keeps_receipt")
SEALED: Mapping[str, Callable[[], str]] = {
    "when": lambda: _("Day and time"),
    "where": lambda: _("Street or place"),
    "loss": lambda: _("What it cost"),
    "keeps_receipt": lambda: _("Who keeps the receipt"),
    "safe_adult": lambda: _("A grown-up they trust"),
    "language_note": lambda: _("About language"),
    "channels": lambda: _("May be reached by"),
    "address": lambda: _("Number or address"),
    "code_name": lambda: _("Name to ask for"),
    "safe_times": lambda: _("When it is safe"),
    "voicemail": lambda: _("Voicemail is safe"),
}
CODED: Mapping[str, tuple[Callable[[], str], str]] = {
    "for_whom": (lambda: _("Reported by"), "reporters"),
    "knows": (lambda: _("Do they know"), "awareness"),
    "people_band": (lambda: _("How many people"), "affected_bands"),
    "age_band": (lambda: _("Age"), "ages"),
    "communities": (lambda: _("Communities"), "communities"),
    "kinds": (lambda: _("Kinds of harm"), "kinds"),
    "bias": (lambda: _("Because of who someone is"), "bias_answers"),
    "bases": (lambda: _("Bias bases"), "bias_bases"),
    "expression": (lambda: _("How the bias showed"), "bias_expressions"),
    "bias_said_by": (lambda: _("Who said so about bias"), "bias_who_said"),
    "crime": (lambda: _("A crime"), "crime_answers"),
    "crime_said_by": (lambda: _("Who said so about crime"), "crime_who_said"),
    "doers": (lambda: _("Who did it"), "doers"),
    "capacity": (lambda: _("In what capacity"), "capacities"),
    "places": (lambda: _("Kind of place"), "places"),
    "neighbourhood": (lambda: _("Neighborhood"), ""),
    "occasion": (lambda: _("How exactly they know when"), "occasions"),
    "month": (lambda: _("Month it happened"), ""),
    "told": (lambda: _("Told before"), "told"),
}
UNSAID = {"", "not_asked"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is about, and what was said."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A whole coding as staff correct it; field by field the codes of models.Coding."""

    for_whom: str = ""
    knows: str = ""
    people_band: str = ""
    age_band: str = ""
    communities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bias: str = "not_asked"
    bases: tuple[str, ...] = ()
    expression: str = ""
    bias_said_by: str = ""
    crime: str = "not_asked"
    crime_said_by: str = ""
    doers: tuple[str, ...] = ()
    capacity: str = ""
    places: tuple[str, ...] = ()
    neighbourhood: str = ""
    occasion: str = ""
    month: date | None = None
    told: tuple[str, ...] = ()


def corrected_of(coding: Coding) -> Corrected:
    """A stored coding as a whole."""
    given: dict[str, Any] = {}
    for entry in fields(Corrected):
        value = getattr(coding, entry.name)
        given[entry.name] = tuple(value) if isinstance(value, list) else value
    return Corrected(**given)


def sealed_facts(content: Mapping[str, Any], names: tuple[str, ...]) -> list[Fact]:
    """The lines of a report's sealed part, those that were said."""
    shown: dict[str, Any] = {name: content.get(name) for name in names}
    if shown.get("channels"):  # "Only with my receipt" reaches nobody.
        shown["channels"] = [one for one in shown["channels"] if one != ONLY_RECEIPT]
    return [Fact(SEALED[name](), _sealed_words(name, value)) for name, value in shown.items() if value]


def coded_facts(coding: Corrected) -> list[Fact]:
    """The lines of a coding, those that were said."""
    return [Fact(CODED[name][0](), coded_words(name, value)) for name, value in _said(coding).items()]


def changed_facts(old: Corrected, new: Corrected) -> list[Fact]:
    """What one version of a coding changed in the one before."""
    return [
        Fact(
            CODED[name][0](),
            _("%(old)s → %(new)s")
            % {"old": coded_words(name, getattr(old, name)), "new": coded_words(name, getattr(new, name))},
        )
        for name in CODED
        if getattr(old, name) != getattr(new, name)
    ]


def coded_words(name: str, value: Any) -> str:
    """One coded answer in words."""
    vocabulary = CODED[name][1]
    if isinstance(value, tuple | list):
        return words_of_codes(vocabulary, value) or _("nothing")
    if value in UNSAID or value is None:
        return _("not said")
    if isinstance(value, date):
        return date_format(value, "YEAR_MONTH_FORMAT")
    return word_of_code(vocabulary, value) if vocabulary else NEIGHBOURHOODS.get(value, value)


def _said(coding: Corrected) -> dict[str, Any]:
    given = {name: getattr(coding, name) for name in CODED}
    return {name: value for name, value in given.items() if value and value not in UNSAID}


def _sealed_words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_sealed_words(name, one) for one in value)
    text = str(value)
    if name == "when":
        return date_and_time(text)
    if name == "keeps_receipt":
        return word_of_code("receipt_keepers", text)
    return PLAIN[text]() if name in {"channels", "voicemail"} and text in PLAIN else text

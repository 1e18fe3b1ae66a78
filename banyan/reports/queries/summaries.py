"""What somebody answered, in words, for them to check before it is sent."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.base.languages import get_language
from banyan.harms.queries import get_label, list_neighbourhoods
from banyan.harms.rules.neighbourhoods import PLACES


@dataclass(frozen=True, slots=True)
class Line:
    """One answered question: on which page, and the field's name."""

    step: str
    name: str
    label: str
    value: str


VOCABULARY = {
    "wants": "needs",
    "for_whom": "reporters",
    "age_band": "ages",
    "knows": "awareness",
    "keeps_receipt": "receipt_keepers",
    "people_band": "affected_bands",
    "kinds": "kinds",
    "occasion": "occasions",
    "places": "places",
    "doers": "doers",
    "bias": "bias_answers",
    "bases": "bias_bases",
    "told": "told",
    "crime": "crime_answers",
    "communities": "communities",
}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NEIGHBOURHOODS = {part.code: part.name for place in PLACES for part in place.neighbourhoods}
LABELS: Mapping[str, Callable[[], str]] = {
    "wants": lambda: _("What would help"),
    "for_whom": lambda: _("Who it happened to"),
    "age_band": lambda: _("Age"),
    "knows": lambda: _("Do they know"),
    "keeps_receipt": lambda: _("Who keeps the code"),
    "people_band": lambda: _("How many people"),
    "safe_adult": lambda: _("A grown-up you trust"),
    "kinds": lambda: _("What happened"),
    "organisations": lambda: _("Who may read this"),
    "hidden_from": lambda: pgettext("consent", "Who should not see it"),
    "listed_only": lambda: _("Only the people who were named may read it"),
    "words": lambda: _("In your words"),
    "occasion": lambda: _("When"),
    "month": lambda: _("Month"),
    "when": lambda: _("Day and time"),
    "places": lambda: _("Where"),
    "neighbourhood": lambda: _("Neighborhood"),
    "where": lambda: _("Street or place"),
    "doers": lambda: _("Who did it"),
    "bias": lambda: _("Because of who someone is"),
    "bases": lambda: _("Because of what"),
    "told": lambda: _("Told before"),
    "crime": lambda: _("Was it a crime"),
    "communities": lambda: _("Communities"),
    "loss": lambda: _("What it cost"),
    "is_safe_now": lambda: _("Safe right now"),
    "channels": lambda: _("How to reach you"),
    "address": lambda: _("Number or address"),
    "code_name": lambda: _("Name to ask for"),
    "safe_times": lambda: _("When it is safe"),
    "voicemail": lambda: _("Voice message"),
    "speaks": lambda: _("Languages"),
    "language_note": lambda: _("About language"),
}
PLAIN: Mapping[str, Callable[[], str]] = {
    "yes": lambda: _("Yes"),
    "no": lambda: _("No"),
    "not_sure": lambda: _("I'm not sure"),
    "receipt": lambda: pgettext("receipt", "Only here, with my receipt code"),
    "phone": lambda: _("A phone call"),
    "text": lambda: _("A text message"),
    "email": lambda: _("E-mail"),
    "wechat": lambda: "WeChat",
    "whatsapp": lambda: "WhatsApp",
    "other": lambda: _("Another way"),
}


def summarise(
    answers: Mapping[str, Mapping[str, Any]],
    *,
    steps: Iterable[str],
    organisations: Mapping[str, str],
    staff: Mapping[str, str],
) -> list[Line]:
    """Every answered question, in the order of the pages, in the reader's language."""
    parts = {code: words for place in PLACES for code, words in list_neighbourhoods(place).items()}
    names = {**organisations, **staff, **parts}
    return [
        Line(step, name, LABELS[name](), _words(name, given[name], names))
        for step in steps
        for given in [answers.get(step, {})]
        for name in LABELS
        if given.get(name) and not _is_in_the_date(name, given)
    ]


def _is_in_the_date(name: str, given: Mapping[str, Any]) -> bool:
    """How exactly a date is known, and its month, are coded beside it: who reads it sees both."""
    if name == "occasion":
        return given[name] in {"day", "month", "year"}
    return name == "month" and str(given.get("when", "")).startswith(str(given[name]))


def _words(name: str, value: Any, names: Mapping[str, str]) -> str:  # noqa: PLR0911 - one for each sort of answer
    if isinstance(value, list):
        return "\n".join(_words(name, one, names) for one in value)
    text = str(value)
    if name in VOCABULARY:
        return get_label(VOCABULARY[name], text)
    if name in {"organisations", "hidden_from", "listed_only", "neighbourhood"}:
        return names.get(text, text)
    if name in {"is_safe_now", "channels", "voicemail"}:
        return PLAIN[text]()
    if name == "speaks":
        found = get_language(text)
        return found.autonym if found else text
    if name == "month":
        return _month(text)
    return date_and_time(text) if name == "when" else text


def _month(text: str) -> str:
    return date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")


def date_and_time(text: str) -> str:
    """A day as the reader writes it; the time of day stands as it was typed."""
    day, _comma, time = text.partition(", ")
    if not DAY.fullmatch(day):
        return text
    return "\n".join(part for part in (date_format(date.fromisoformat(day)), time) if part)

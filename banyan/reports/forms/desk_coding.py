"""Correcting a report's coding, with the field's own terms."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.base.widgets import MonthField, Radios, Ticks
from banyan.harms.queries import find_contradiction, list_choice_groups, list_choices
from banyan.harms.rules.neighbourhoods import get_place
from banyan.reports.forms.desk import DeskForm
from banyan.reports.forms.steps import LIFETIME, not_both
from banyan.reports.queries.facts import CODED, Corrected
from banyan.reports.queries.words import choices_of
from banyan.reports.rules.work import WHYS

SEVERAL = ("communities", "kinds", "bases", "doers", "places", "told")
GROUPED = {"kinds", "bias_bases"}
NEVER_EMPTY = {"bias", "crime"}  # They have a code for "not asked".


class CodingForm(DeskForm):
    """The whole coding at once: staff correct what they learned, and say why."""

    def __init__(self, data: Any = None, *, coding: Corrected, place: str, today: date, **kwargs: Any) -> None:
        super().__init__(data, initial=_initial(coding), **kwargs)
        self.today = today
        for name, (label, vocabulary) in CODED.items():
            if vocabulary:
                self.fields[name] = _coded_field(name, vocabulary, label())
        found = get_place(place)
        names = [(part.code, part.name) for part in found.neighbourhoods] if found else []
        self.fields["neighbourhood"] = forms.ChoiceField(
            label=CODED["neighbourhood"][0](), required=False, choices=[("", _("Not said, or elsewhere")), *names]
        )
        self.fields["month"] = MonthField(label=CODED["month"][0](), required=False)
        self.fields["why"] = forms.ChoiceField(
            label=_("Why is it corrected?"), choices=choices_of(WHYS), widget=Radios()
        )

    def clean_month(self) -> date | None:
        """The first day of a month that has begun, in somebody's lifetime."""
        month = self.cleaned_data["month"]
        if not month:
            return None
        year, number = map(int, month.split("-"))
        if year < self.today.year - LIFETIME:
            raise forms.ValidationError(_("Please look at the year again."))
        first = date(year, number, 1)
        if first > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return first

    def clean(self) -> dict[str, Any]:
        """Answers that contradict each other are asked about."""
        given: dict[str, Any] = super().clean() or {}
        for name in SEVERAL:
            if both := find_contradiction(CODED[name][1], given.get(name, ()), for_staff=True):
                self.add_error(name, not_both(*both))
        return given

    @property
    def corrected(self) -> Corrected:
        given = {entry.name: self.cleaned_data.get(entry.name) for entry in fields(Corrected)}
        month = given.pop("month")
        return Corrected(
            **{name: tuple(value) if isinstance(value, list) else value or "" for name, value in given.items()},  # type: ignore[arg-type]  # by name, as declared
            month=month,
        )


def _initial(coding: Corrected) -> Mapping[str, Any]:
    given = asdict(coding)
    return {**given, **{name: list(given[name]) for name in SEVERAL}}


def _coded_field(name: str, vocabulary: str, label: str) -> forms.ChoiceField:
    choices: list[Any]
    if vocabulary in GROUPED:
        groups = list_choice_groups(vocabulary, for_staff=True)
        choices = [(group.heading, [(one.code, one.label) for one in group.choices]) for group in groups]
    else:
        choices = [(one.code, one.label) for one in list_choices(vocabulary, for_staff=True)]
    if name in SEVERAL:
        return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=Ticks())
    if name not in NEVER_EMPTY:
        choices = [("", _("Not said")), *choices]
    return forms.ChoiceField(label=label, required=name in NEVER_EMPTY, choices=choices)

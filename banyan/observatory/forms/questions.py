"""The question a picture answers. It travels in the address, so that a picture can be shared."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.harms.queries import list_choices
from banyan.observatory.rules.picture import EVERYONE, Question

FIRST_YEAR = 1990


class QuestionForm(forms.Form):
    def __init__(self, *args: Any, today: date, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.CharField(label=_("Place"), max_length=80, initial=place)
        communities = [(EVERYONE, _("Everyone")), *((one.code, one.label) for one in list_choices("communities"))]
        self.fields["community"] = forms.ChoiceField(label=_("Community"), choices=communities, initial=EVERYONE)
        for name, label, first in (("since", _("From year"), today.year - 7), ("until", _("To year"), today.year - 1)):
            self.fields[name] = forms.IntegerField(
                label=label, initial=first, min_value=FIRST_YEAR, max_value=today.year
            )
        by = [("year", _("By year")), ("month", _("By month"))]
        self.fields["by"] = forms.ChoiceField(label=_("Steps"), choices=by, initial="year")

    def clean(self) -> dict[str, Any]:
        """Years in order."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("The first year is after the last. Ask for years in order."))
        return given

    def question(self, *, as_public: bool = False) -> Question:
        """The question, of a form that is valid."""
        return Question(as_public=as_public, **self.cleaned_data)

    @classmethod
    def first(cls, *, today: date, place: str) -> "QuestionForm":
        """The question that stands when nothing was asked yet."""
        blank = cls(today=today, place=place)
        return cls({name: field.initial for name, field in blank.fields.items()}, today=today, place=place)

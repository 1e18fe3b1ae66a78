"""The coalition's own facts, and how to reach an interpreter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.harms.rules.neighbourhoods import PLACES
from banyan.people.actions.coalition import Facts
from banyan.people.actions.interpreters import InterpreterDetails
from banyan.people.models import Coalition, InterpreterContact
from banyan.people.rules.timezones import UTC, list_zones

WAY_OUT = str(Coalition().leave_to)


def _zones() -> list[tuple[Any, Any]]:
    """Under each region the part of the name that says which town."""
    grouped = [
        (region, [(zone, zone.removeprefix(f"{region}/").replace("_", " ").replace("/", ", ")) for zone in zones])
        for region, zones in list_zones()
    ]
    return [*grouped, (UTC, UTC)]


class CoalitionForm(forms.Form):
    """Name, place, time zone, and where leaving leads."""

    name = forms.CharField(label=_("The coalition's name"), max_length=120)
    place = forms.ChoiceField(
        label=_("The place it serves"),
        help_text=_("Its neighborhoods are what people choose from, and its own lines stand on the page of help."),
        required=False,
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    leave_to = forms.CharField(
        label=_('Where "Leave this page now" leads'),
        help_text=_(
            "An everyday website that gives nothing away, such as the weather. It must begin with https://. Left empty,"
            " it is the weather again."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, coalition: Coalition, **kwargs: Any) -> None:
        names = ("name", "place", "timezone", "leave_to")
        kwargs.setdefault("initial", {name: getattr(coalition, name) for name in names})
        super().__init__(*args, **kwargs)
        places = {place.code: place.name for place in PLACES}
        places.setdefault(coalition.place, coalition.place)
        self.fields["place"].choices = [  # type: ignore[attr-defined]  # it is the ChoiceField above
            *((code, name) for code, name in places.items() if code),
            ("", _("Another place: no neighborhoods are asked")),
        ]

    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(given["name"], given["place"], given["timezone"], given["leave_to"].strip() or WAY_OUT)


class InterpreterForm(forms.Form):
    """Who interprets, and how and when somebody reaches them."""

    name = forms.CharField(
        label=_("Who they reach"),
        help_text=_("A line, an office or a person, as somebody who needs it would ask for it."),
        max_length=200,
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    text_to = forms.CharField(
        label=_("Number for text messages"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    hours = forms.CharField(
        label=_("When they answer"),
        help_text=_("Best in that language itself: it is shown as you write it."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, contact: InterpreterContact | None, **kwargs: Any) -> None:
        if contact is not None:
            kwargs.setdefault("initial", {name: getattr(contact, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def contact(self) -> InterpreterDetails:
        return InterpreterDetails(**self.cleaned_data)

"""An organisation's profile, and organisations joining and leaving."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from banyan.base.languages import PEOPLE_LANGUAGES, WRITTEN_LANGUAGES, get_locale
from banyan.harms.rules.needs import OFFERS
from banyan.people.actions.organisations import Opening, Profile
from banyan.people.models import Organisation

_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ProfileForm(forms.Form):
    """What an organisation says of itself to people who choose whom to tell."""

    about = forms.CharField(
        label=_("What your organization does, in one plain sentence"), max_length=280, required=False
    )
    about_language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=lambda: [(one.tag, one.in_two(get_language())) for one in WRITTEN_LANGUAGES],
    )
    phone = forms.CharField(label=_("Telephone for the public"), max_length=40, required=False)
    takes_reports = forms.BooleanField(label=_("People can send reports to us"), required=False)
    has_mandated_reporters = forms.BooleanField(
        label=_("By law, some of us must tell the authorities about harm to a child, an elder or a dependent adult"),
        required=False,
    )
    offers = forms.MultipleChoiceField(
        label=_("What you can help with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.code, _now(one.staff_label or one.label)) for one in OFFERS],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can serve people in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.tag, one.in_two(get_language())) for one in PEOPLE_LANGUAGES],
    )
    closed_on = forms.CharField(
        label=_("Days you are closed"),
        help_text=_("One on each line, like 2026-12-25."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in WEEKDAYS.items():
            self.fields[f"opens_{number}"] = forms.TimeField(
                label=format_lazy(_("{day}: open from"), day=day), required=False, widget=_CLOCK
            )
            self.fields[f"closes_{number}"] = forms.TimeField(
                label=format_lazy(_("{day}: open until"), day=day), required=False, widget=_CLOCK
            )

    def days(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two clocks of each weekday."""
        return [(self[f"opens_{number}"], self[f"closes_{number}"]) for number in WEEKDAYS]

    def clean_closed_on(self) -> frozenset[date]:
        lines = [line.strip() for line in self.cleaned_data["closed_on"].splitlines() if line.strip()]
        try:
            return frozenset(date.fromisoformat(line) for line in lines)
        except ValueError:
            raise forms.ValidationError(_("Write each day like 2026-12-25, one on each line.")) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in WEEKDAYS:
            opens, closes = cleaned.get(f"opens_{number}"), cleaned.get(f"closes_{number}")
            if bool(opens) != bool(closes):
                self.add_error(f"closes_{number}", _("Give both times of this day, or none."))
            elif opens and closes and closes <= opens:
                self.add_error(f"closes_{number}", _("The office closes before it opens on this day."))
        return cleaned

    def profile(self) -> Profile:
        given = self.cleaned_data
        hours = [(number, given[f"opens_{number}"], given[f"closes_{number}"]) for number in WEEKDAYS]
        return Profile(
            about=given["about"],
            about_language=given["about_language"],
            phone=given["phone"],
            takes_reports=given["takes_reports"],
            has_mandated_reporters=given["has_mandated_reporters"],
            languages=frozenset(given["languages"]),
            offers=frozenset(given["offers"]),
            hours=tuple(Opening(number, opens, closes) for number, opens, closes in hours if opens),
            closed_on=given["closed_on"],
        )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """The form as the organisation's profile stands."""
        reads = get_locale(get_language() or "en").tag  # Whoever writes the first sentence most likely writes it so.
        clocks: dict[str, time] = {}
        for hours in organisation.open_hours.all():
            clocks[f"opens_{hours.weekday}"], clocks[f"closes_{hours.weekday}"] = hours.opens_at, hours.closes_at
        return {
            "about": organisation.about,
            "about_language": organisation.about_language if organisation.about else reads,
            "phone": organisation.phone,
            "takes_reports": organisation.takes_reports,
            "has_mandated_reporters": organisation.has_mandated_reporters,
            "offers": [offer.need for offer in organisation.offers.all()],
            "languages": [language.tag for language in organisation.languages.all()],
            "closed_on": "\n".join(sorted(day.closed_on.isoformat() for day in organisation.closed_days.all())),
            **clocks,
        }


class AdministratorForm(forms.Form):
    """Whom an organisation's first invitation is for."""

    administrator = forms.CharField(
        label=_("The name of its first administrator"),
        help_text=_("You get an address to give them. You can't read what people tell their organization."),
        max_length=120,
    )


class PartnerForm(AdministratorForm):
    """A new organisation and its first administrator."""

    name = forms.CharField(label=_("The organization's name"), max_length=120)
    joined_on = forms.DateField(
        label=_("Belongs to the coalition from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("name", "joined_on", "administrator")


class OnDayForm(forms.Form):
    """The day that an organisation left or came back."""

    on = forms.DateField(label=_("From this day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

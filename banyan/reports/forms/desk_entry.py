"""Entering a report for somebody by phone, at the door or on a visit: the public pages' own questions on one page."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.base.languages import INTERFACE_LOCALES, PEOPLE_LANGUAGES, Kind, get_locale, list_languages_of_the_world
from banyan.base.widgets import Radios, Ticks
from banyan.harms.queries import list_choices
from banyan.people.models import Member
from banyan.reports.forms.desk_files import EntryFilesForm
from banyan.reports.forms.steps import (
    ContactForm,
    StartForm,
    ThemForm,
    WhatForm,
    WhenForm,
    WhoForm,
    WhyForm,
    WordsForm,
    YoungForm,
)
from banyan.reports.forms.typed import StepForm
from banyan.reports.queries.receipts import open_visit
from banyan.reports.rules.answers import PUBLIC_FORM
from banyan.reports.rules.steps import STEPS
from banyan.vault.errors import MalformedReceipt
from banyan.vault.receipts import parse_receipt


class ReceiptField(forms.CharField):
    """A code that this page was made with."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput())

    def clean(self, value: Any) -> str:
        try:
            return parse_receipt(super().clean(value))
        except MalformedReceipt:
            raise forms.ValidationError(_("Please open this page again; its code is damaged.")) from None


class HowForm(StepForm):
    """How the report came, in which language it is written down, and whom of the staff it is to be kept from.

    The receipt is made before the page is shown, so that a page sent twice makes one report; and so is the one of
    digits only, for somebody who asks for it.
    """

    def __init__(self, *args: Any, colleagues: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [one for one in list_choices("channels", for_staff=True) if one.code != PUBLIC_FORM]
        self.fields["channel"] = forms.ChoiceField(
            label=_("How did they tell you?"), choices=[(one.code, one.label) for one in channels], widget=Radios()
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("The language you write it down in"), choices=[(one.code, one.autonym) for one in INTERFACE_LOCALES]
        )
        self.fields["hidden_from"] = forms.MultipleChoiceField(
            label=_("Is there anyone here who should not see this?"),
            help_text=_("Ask them. It is then sealed to everybody else who reads reports, one by one."),
            required=False,
            choices=[(str(one.pk), one.name) for one in colleagues],
            widget=Ticks(),
        )
        self.fields["receipt"] = ReceiptField()
        self.fields["receipt_of_digits"] = ReceiptField()

    def code(self, *, of_digits: bool) -> str:
        """The code that was asked for; once a report went out under the other one, it stays as it is."""
        letters, digits = self.cleaned_data["receipt"], self.cleaned_data["receipt_of_digits"]
        wanted, other = (digits, letters) if of_digits else (letters, digits)
        return str(other if open_visit(receipt_code=other) else wanted)

    @property
    def hidden_from(self) -> frozenset[UUID]:
        return frozenset(UUID(pk) for pk in self.cleaned_data["hidden_from"])


class ToldForm(WhatForm):
    """As on the public pages, with every language to choose from: those the organisation serves in first."""

    def __init__(self, *args: Any, serves: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = set(serves)
        spoken = [one for one in PEOPLE_LANGUAGES if one.kinds & {Kind.SPOKEN, Kind.SIGNED}]
        groups = (
            (_("We serve in"), [(one.tag, one.autonym) for one in spoken if one.tag in ours]),
            (
                _("Others"),
                [(one.tag, one.in_two(get_language())) for one in spoken if one.tag not in ours],
            ),
        )
        self.fields["speaks"] = forms.MultipleChoiceField(
            label=_("Which languages do they speak or sign?"),
            required=False,
            choices=[group for group in groups if group[1]],
            widget=Ticks(),
        )
        # The browser offers these while staff type; the public page stays light without them.
        self.fields["also_speaks"].widget.attrs["list"] = "world"
        world = list_languages_of_the_world(get_locale(get_language() or "en").tag)
        self.world = [name for _tag, name in world]


class EntryForms:
    """The questions as one page of parts. Every answer may be left out, as on the public pages.

    Somebody on the phone may have to hang up, so what makes help possible comes first; a paper form is typed in in its
    own order.
    """

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        how: HowForm,
        serves: Iterable[str],
        place: str,
        today: date,
        is_paper: bool = False,
    ) -> None:
        self.how = how
        self.reach = ContactForm(data)
        self.told = ToldForm(data, serves=serves)
        self.files = EntryFilesForm(data, files)
        parts: dict[str, StepForm] = {
            "start": StartForm(data),
            "contact": self.reach,
            "what": self.told,
            "words": WordsForm(data),
            "who": WhoForm(data),
            "them": ThemForm(data),
            "young": YoungForm(data),
            "when": WhenForm(data, place=place, today=today),
            "why": WhyForm(data),
        }
        order = [step.code for step in STEPS if step.code in parts] if is_paper else list(parts)
        self.parts: Mapping[str, StepForm] = {code: parts[code] for code in order}

    def is_valid(self) -> bool:
        """Every part is looked at, so that everything to mend is shown at once."""
        return all([form.is_valid() for form in (self.how, self.files, *self.parts.values())])  # noqa: C419 - a generator would stop at the first

    @property
    def receipt(self) -> str:
        """The code of this report, of digits only where they asked for it."""
        return self.how.code(of_digits=self.reach.cleaned_data["numbers_only"])

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        return {code: form.cleaned_data for code, form in self.parts.items()}

"""Choosing who may read: one or more organisations, and whom of their staff should not see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from banyan.people.models import Organisation
from banyan.reports.forms.steps import StepForm


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation as the person sees it when choosing."""

    organisation: Organisation
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    matches: str
    staff: tuple[tuple[UUID, str], ...]
    readers: int  # How many could be given a report, whether they are named here or not.


class ReadersForm(StepForm):
    """Needs at least one organisation: it is one of the few answers without which nobody can help."""

    organisations = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "", "invalid_choice": ""}
    )
    hidden_from = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        ours, hidden = self.fields["organisations"], self.fields["hidden_from"]
        assert isinstance(ours, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        assert isinstance(hidden, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        ours.choices = [(str(one.organisation.pk), one.organisation.name) for one in offered]
        ours.label = _("Who may read this?")
        ours.error_messages["required"] = _("Choose at least one, so that someone can help you.")
        ours.error_messages["invalid_choice"] = _("One of them takes no reports just now. Please choose again.")
        hidden.choices = [(str(pk), name) for one in offered for pk, name in one.staff]

    def clean(self) -> dict[str, Any]:
        """Somebody must be left to read it."""
        given: dict[str, Any] = super().clean() or {}
        hidden = set(given.get("hidden_from", []))
        for one in self.offered:
            named = hidden & {str(pk) for pk, _name in one.staff}
            if str(one.organisation.pk) in given.get("organisations", []) and named and len(named) >= one.readers:
                self.add_error(
                    "hidden_from",
                    _("Nobody at %(name)s would be left to read this. Please choose another organization.")
                    % {"name": one.organisation.name},
                )
        return given

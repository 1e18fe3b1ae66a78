"""Choosing who may read: one or more organisations, and whom of their staff should not see it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.people.models import Organisation
from banyan.reports.forms.typed import StepForm
from banyan.reports.queries.intake import Readers
from banyan.reports.rules.clocks import Calendar, is_promise_firm, promise


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation as the person sees it when choosing."""

    organisation: Organisation
    languages: tuple[str, ...]
    can_do: str
    matches: str
    calendar: Calendar = field(compare=False)  # Hours may be changed; whoever looks then sees them in a moment.
    received: datetime  # As sending it now would count it.
    staff: tuple[tuple[UUID, str], ...]
    readers: Readers

    @property
    def answer_by(self) -> datetime | None:
        """By when it would look at this; None where it keeps no hours to promise from."""
        return promise(self.received, self.calendar) if is_promise_firm(self.received, self.calendar) else None

    @property
    def shown(self) -> frozenset[UUID]:
        return frozenset(pk for pk, _name in self.staff)

    @property
    def unnamed(self) -> int:
        """How many could read it, or come to, whom the person can't name."""
        return len(self.readers.could - self.shown)

    @property
    def listing(self) -> str:
        """The names as they are shown, in a few letters: "only these" must mean those the person saw."""
        names = "\n".join(sorted(f"{pk} {name}" for pk, name in self.staff))
        return f"{self.organisation.pk}:{hashlib.sha256(names.encode()).hexdigest()[:16]}"


class ReadersForm(StepForm):
    """Needs at least one organisation: it is one of the few answers without which nobody can help."""

    organisations = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "", "invalid_choice": ""}
    )
    hidden_from = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    listed_only = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        ours, hidden, only = (self.fields[name] for name in ("organisations", "hidden_from", "listed_only"))
        assert isinstance(ours, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        assert isinstance(hidden, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        assert isinstance(only, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        ours.choices = [(str(one.organisation.pk), one.organisation.name) for one in offered]
        ours.label = _("Who may read this?")
        ours.error_messages["required"] = _("Choose at least one, so that someone can help you.")
        ours.error_messages["invalid_choice"] = _("One of them takes no reports just now. Please choose again.")
        hidden.choices = [(str(pk), name) for one in offered for pk, name in one.staff]
        only.choices = [(one.listing, one.organisation.name) for one in offered if one.staff and one.unnamed]
        hidden.label = only.label = ""  # The question stands at each organisation.
        changed = pgettext(
            "consent", "The names shown here have changed. Please look again at who should not see this."
        )
        hidden.error_messages["invalid_choice"] = only.error_messages["invalid_choice"] = changed

    @property
    def opened(self) -> set[str]:
        """The organisations where something about their staff is ticked, so that it is seen when the page is again."""
        ticked = {str(pk) for name in ("hidden_from", "listed_only") for pk in self[name].value() or ()}
        return {
            pk
            for one in self.offered
            if ticked & {(pk := str(one.organisation.pk)), one.listing, *(str(member) for member in one.shown)}
        }

    def clean_listed_only(self) -> list[str]:
        """The organisations where only those shown may read it."""
        return [listing.partition(":")[0] for listing in self.cleaned_data["listed_only"]]

    def clean(self) -> dict[str, Any]:
        """Somebody must be left to read it."""
        given: dict[str, Any] = super().clean() or {}
        hidden = {UUID(pk) for pk in given.get("hidden_from", [])}
        for one in self.offered:
            pk, named = str(one.organisation.pk), hidden & one.shown
            is_narrowed = pk in given.get("listed_only", []) or named
            left = one.readers.can & one.shown if pk in given.get("listed_only", []) else one.readers.can
            if pk in given.get("organisations", []) and is_narrowed and not left - named:
                self.add_error(
                    "hidden_from",
                    pgettext(
                        "consent", "Nobody at %(name)s would be left to read this. Please choose another organization."
                    )
                    % {"name": one.organisation.name},
                )
        return given

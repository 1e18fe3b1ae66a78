"""What the audit trail is narrowed to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.people.queries.trail import REFUSALS_ONLY
from banyan.people.rules.deeds import KIND_WORDS

LONGEST = 18  # Digits of a 64-bit number that are surely in range.


def before_of(asked: str) -> int | None:
    """The line that an address asks to start below, if it is a number at all."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST else None


class TrailForm(forms.Form):
    """It travels in the address; anything that can't be read is left out, since an address may be old."""

    def __init__(self, data: Any, *, actors: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        kinds = [(kind.value, _(words)) for kind, words in KIND_WORDS.items()]
        anybody, anything = ("", _("Anybody")), ("", _("Anything"))
        self.fields["who"] = forms.ChoiceField(label=_("Who"), required=False, choices=[anybody, *actors])
        self.fields["kind"] = forms.ChoiceField(
            label=_("What"), required=False, choices=[anything, *kinds, (REFUSALS_ONLY, _("What was refused"))]
        )

    @property
    def narrowed(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("who", "kind")}

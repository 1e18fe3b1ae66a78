"""What a person with a receipt types."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.base.fields import Prose
from banyan.reports.rules.answers import MAX_WORDS
from banyan.vault.errors import MalformedReceipt
from banyan.vault.receipts import miscounted, parse_receipt

TEXT = "-text"  # How the control of one report's message is named, after the report's key.


class CodeForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=pgettext("receipt", "Your receipt code"),
            help_text=pgettext("receipt", "Spaces and small letters do not matter. You can paste it."),
            max_length=120,
            # Left to right also in Arabic, as it stands on the receipt: its groups would change places otherwise.
            widget=forms.TextInput(
                {"autocapitalize": "characters", "spellcheck": "false", "inputmode": "text", "dir": "ltr"}
            ),
        )

    def clean_code(self) -> str:
        """The canonical code. A mistyped one is told apart from an unknown one: it says nothing about any report."""
        try:
            return parse_receipt(self.cleaned_data["code"])
        except MalformedReceipt:
            raise forms.ValidationError(_mend(self.cleaned_data["code"])) from None


def _mend(typed: str) -> str:
    """What is wrong with a code, from its shape alone."""
    counted = miscounted(typed)
    if counted is None:
        return pgettext("receipt", "One of the letters or numbers is not right. Please look at it again.")
    says = pgettext(
        "receipt",
        "A code has %(right)s letters and numbers in all. Here we count %(typed)s. Please look at it again.",
    )
    return says % {"typed": counted[0], "right": counted[1]}


class MessageForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = Prose(label=_("Write to them"), max_length=MAX_WORDS, widget=forms.Textarea({"rows": 5}))


def unsent_in(request: HttpRequest) -> dict[str, str]:
    """What stands in the messages of a page, by the report that each is for."""
    return {name.removesuffix(TEXT): str(text) for name, text in request.POST.items() if name.endswith(TEXT)}

"""What a person with a receipt types."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.reports.rules.answers import MAX_WORDS
from banyan.vault.errors import MalformedReceipt
from banyan.vault.receipts import parse_receipt


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
            raise forms.ValidationError(
                pgettext("receipt", "One of the letters or numbers is not right. Please look at it again.")
            ) from None


class MessageForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = forms.CharField(
            label=_("Write to them"), max_length=MAX_WORDS, widget=forms.Textarea({"rows": 5})
        )

"""Setting up what proves a member besides the password."""

import struct
from typing import Any

from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What a hand-made answer makes fido2 and allauth raise besides the errors they mean.
BROKEN_ANSWER = (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error, InvalidSignature)
NOT_RIGHT = _("The passkey's answer can't be used. Try again, or use a code from your app.")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """What a new passkey answered, and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Its name"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except BROKEN_ANSWER:
            raise ValidationError(NOT_RIGHT) from None


class TotpForm(forms.Form):
    """The first code that the app shows, which proves that the secret arrived there."""

    code = forms.CharField(
        label=_("The code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise ValidationError(
                _("This code isn't right. Codes change every 30 seconds; try the newest. Is your phone's clock right?")
            )
        return code

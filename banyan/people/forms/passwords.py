"""Choosing a password, at an invitation or later."""

from typing import Any

from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from banyan.people.forms.sign_in import throttle_password
from banyan.people.models import Member
from banyan.people.rules.usernames import LONGEST, normalise_username
from banyan.vault.passwords import LONGEST as LONGEST_PASSWORD

USERNAME_RULE = r"^[\w.@+-]+\Z"


class NewPasswordForm(forms.Form):
    """A new password, typed twice. What was typed wrongly is never sent back."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. A few words that belong together only for you are good."),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def whose(self) -> Member:
        """Whom the password is for, so that it isn't too like their name."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("again"):
            self.add_error("again", _("The two passwords aren't the same. Type both again."))
        elif password:
            try:
                validate_password(password, self.whose())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class OwnPasswordForm(NewPasswordForm):
    """A new password for somebody who has an account already."""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def whose(self) -> Member:
        return self.member


class ChangePasswordForm(OwnPasswordForm):
    """The present password, which opens the key, and the new one."""

    old = forms.CharField(
        label=_("Your present password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")

    def clean_old(self) -> str:
        """Whoever finds an open desk could try one password after the other here."""
        throttle_password(context.request, self.member.username)
        return str(self.cleaned_data["old"])


class AcceptInvitationForm(NewPasswordForm):
    """A new member's account."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=100)
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    username = forms.RegexField(
        USERNAME_RULE,
        label=_("A name to sign in with"),
        help_text=_("Letters, numbers and . @ + - _ without spaces. Capital or small letters are the same."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"invalid": _("Use letters, numbers and . @ + - _ without spaces.")},
    )
    field_order = ("secret", "name", "username", "password", "again")

    def clean_username(self) -> str:
        return normalise_username(self.cleaned_data["username"])

    def whose(self) -> Member:
        return Member(username=self.cleaned_data.get("username", ""), name=self.cleaned_data.get("name", ""))


class RenewSignInForm(OwnPasswordForm):
    """A member's new password after an administrator's reset."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=100)

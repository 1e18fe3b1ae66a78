"""Signing in: the password opens the member's key, then a second factor opens the desk."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from banyan.base.clock import now
from banyan.base.throttle import Limit, client_of, take
from banyan.people.actions.sessions import CodeUsed, refuse_second_factor, use_code
from banyan.people.forms.second_factors import BROKEN_ANSWER, NOT_RIGHT
from banyan.people.models import Member
from banyan.people.queries.coalition import day_here
from banyan.people.queries.invitations import is_being_reset
from banyan.people.queries.proofs import is_passkey_proven
from banyan.people.queries.second_factors import factors_of
from banyan.people.queries.sessions import KEY_COOKIE, SESSION_SLOT, TURN_SLOT, seal_session_keys, turn_of
from banyan.people.queries.viewers import get_viewer
from banyan.people.rules.usernames import normalise_username
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import KeyPair, key_pair_from
from banyan.vault.passwords import LONGEST, unwrap_private_key

# For one account from one place, so that nobody can lock out a colleague from elsewhere; and for all accounts from one
# place, wide enough for an office that signs in behind one address at nine.
PASSWORD_LIMIT = Limit("password", size=10, seconds_a_token=60)
PLACE_LIMIT = Limit("sign-in", size=60, seconds_a_token=10)
# Only who knows the password comes this far. The second is for codes guessed from many places at once.
CODE_LIMIT = Limit("factor", size=6, seconds_a_token=60)
CODE_ANYWHERE_LIMIT = Limit("factor-anywhere", size=40, seconds_a_token=120)

NOT_YOURS = _("Your second factor can't be opened. Ask your administrator to reset your sign-in.")
TOO_MANY = _("Too many tries. Wait a few minutes, then try again.")


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth ships no types
    """A name and a password. What else they open stays sealed until the second factor is given."""

    request: HttpRequest
    key_pair: KeyPair

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your sign-in name")
        self.fields["login"].widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["login"].widget.is_required = True
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST))

    def clean_login(self) -> str:
        return normalise_username(self.cleaned_data["login"])

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            throttle_password(self.request, self.cleaned_data["login"])
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and is_being_reset(self.user):
            raise ValidationError(_("Your sign-in is being reset. Use the address that your administrator gave you."))
        if not self.errors:
            self.key_pair = _open_key(self.user, self.cleaned_data["password"])
        return cleaned

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Keep the key sealed in the session from here on; only the cookie of this answer opens it."""
        request.session.cycle_key()  # Whoever prepared this session for somebody else loses it here.
        sealed = seal_session_keys(member=self.user, key_pair=self.key_pair)
        request.session[SESSION_SLOT] = sealed.stored
        request.session[TURN_SLOT] = turn_of(self.user)
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        response.set_cookie(
            KEY_COOKIE,
            sealed.cookie,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return response


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more, before a second factor changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST))

    def clean_password(self) -> str:
        throttle_password(context.request, self.user.username)
        return str(super().clean_password())


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code from the app, or one of the backup codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        )

    def clean_code(self) -> str:
        _throttle_codes(self.user)
        by = get_viewer(member=self.user, on=day_here(now()))
        try:
            with factors_of(self.user):
                code = str(super().clean_code())
        except ValidationError:
            refuse_second_factor(by=by, now=now())
            raise
        except CannotOpen:  # Somebody put another member's secret, or one of their own, in its place.
            refuse_second_factor(by=by, now=now())
            raise ValidationError(NOT_YOURS) from None
        if self.authenticator.type == Authenticator.Type.TOTP:
            try:
                use_code(by=by, code=code, now=now())
            except CodeUsed as used:
                refuse_second_factor(by=by, now=now())
                raise ValidationError(str(used)) from None
        return code


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """What a passkey answered."""

    def clean_credential(self) -> Authenticator:
        _throttle_codes(self.user)
        by = get_viewer(member=self.user, on=day_here(now()))
        try:
            passkey: Authenticator = super().clean_credential()
        except (ValidationError, *BROKEN_ANSWER):
            refuse_second_factor(by=by, now=now())
            raise ValidationError(NOT_RIGHT) from None
        if not is_passkey_proven(passkey):
            refuse_second_factor(by=by, now=now())
            raise ValidationError(NOT_YOURS)
        return passkey


def throttle_password(request: HttpRequest, username: str) -> None:
    """Raise ValidationError for whoever has tried too many passwords just now, of this account or from this place."""
    client, moment = client_of(request), now()
    if not take(PLACE_LIMIT, client=client, now=moment):
        raise ValidationError(TOO_MANY)
    if not take(PASSWORD_LIMIT, client=client, extra=username, now=moment):
        raise ValidationError(TOO_MANY)


def _throttle_codes(member: Member) -> None:
    client, moment = client_of(context.request), now()
    if not take(CODE_LIMIT, client=client, extra=str(member.pk), now=moment):
        raise ValidationError(TOO_MANY)
    if not take(CODE_ANYWHERE_LIMIT, client="", extra=str(member.pk), now=moment):
        raise ValidationError(TOO_MANY)


def _open_key(member: Member, password: str) -> KeyPair:
    """The member's own key pair. The password was right; if it doesn't open the key, somebody changed the row."""
    if member.wrapped_private_key is not None:
        try:
            return key_pair_from(unwrap_private_key(member.wrapped_private_key, password, member.pk))
        except CannotOpen:
            pass
    raise ValidationError(_("Your key can't be opened. Ask your administrator to reset your sign-in."))

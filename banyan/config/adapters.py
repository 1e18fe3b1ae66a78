"""Where django-allauth asks us: what it may keep in clear, and what signing in means here."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.base.clock import now
from banyan.base.pepper import key_for
from banyan.people.actions.sessions import start_session
from banyan.people.models import Member
from banyan.people.queries.coalition import day_here
from banyan.people.queries.second_factors import SEAL_FORMAT, has_second_factor, whose_factors
from banyan.people.queries.sessions import TURN_SLOT, turn_of
from banyan.people.queries.viewers import get_viewer
from banyan.vault.keys import Binding
from banyan.vault.sealing import seal_text, unseal_text


def _own_binding() -> Binding:
    """Whoever can write to the database could else put their own secret in a colleague's place."""
    return Binding(record=whose_factors(), field="second_factor", organisation=None, version=2)


class DeskAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in by username and password, without e-mail, without registration."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The name or the password isn't right. Check both, also the Caps Lock key."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "incorrect_password": _("This isn't your password."),
        "incorrect_code": _("This code isn't right. Codes change every 30 seconds; try the newest."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Member) -> None:
        """Both proofs were given, or none was set up yet; unless their sessions were ended since the first of them."""
        if request.session.get(TURN_SLOT) != turn_of(user):
            request.session.flush()
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        super().login(request, user)
        moment = now()
        start_session(by=get_viewer(member=user, on=day_here(moment)), now=moment)

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Ask for the password again before a second factor changes, but not right after the very first sign-in."""
        member = self.request.user
        return super().is_reauthentication_required(app=app) and has_second_factor(member)

    def get_reauthentication_methods(self, user: Member | AnonymousUser) -> list[dict[str, Any]]:
        """By password only: whoever sits at an open desk may hold the phone too."""
        if not user.is_authenticated:
            return []
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def respond_user_inactive(self, _request: HttpRequest, _user: Member) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Our own views say what happened; a greeting at each sign-in would only be read away."""

    def send_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Nothing about an account goes by mail."""

    def get_client_ip(self, _request: HttpRequest) -> str:
        """Nobody's address is asked for, so none can be kept."""
        return "0.0.0.0"  # noqa: S104 - stands for no address; nothing listens on it


class DeskMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors whose secrets a stolen database doesn't tell."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code isn't right. Codes change every 30 seconds; try the newest."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a TOTP secret or the seed of backup codes under a key that the pepper makes, for `factors_of` only."""
        return SEAL_FORMAT + base64.b64encode(seal_text(text, key_for("second factors"), _own_binding())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`; CannotOpen for anything that this server didn't seal, or not for this member."""
        sealed = base64.b64decode(encrypted_text.removeprefix(SEAL_FORMAT))
        return unseal_text(sealed, key_for("second factors"), _own_binding())

    def _get_user_identifier(self, user: Member) -> str:
        return user.username

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Banyan"}

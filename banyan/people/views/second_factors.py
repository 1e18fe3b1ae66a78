"""Second factors: an app, passkeys, backup codes. The first page a new member sees after signing in."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.actions.second_factors import (
    LastFactor,
    add_passkey,
    remove_passkey,
    renew_backup_codes,
    set_up_totp,
)
from banyan.people.forms.second_factors import AddPasskeyForm, TotpForm
from banyan.people.queries.second_factors import factors_of, list_backup_codes, list_factors
from banyan.people.queries.sessions import PROVEN_SLOT
from banyan.people.queries.viewers import DeskRequest
from banyan.people.views.account import opens_before_second_factor

SECRET_SLOT = "new_totp_secret"  # noqa: S105 - the name of a place; what it holds is sealed


def password_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the password once more before this page, except right after the very first sign-in."""
    asked: Callable[..., HttpResponse] = reauthentication_required(view, app="allauth.mfa")
    return asked


@opens_before_second_factor
@require_http_methods(["GET"])
def factors(request: DeskRequest) -> HttpResponse:
    """What proves one, and how to add to it."""
    return render(request, "people/factors.html", {"factors": list_factors(request.user)})


@opens_before_second_factor
@require_http_methods(["GET", "POST"])
@password_again
def totp(request: DeskRequest) -> HttpResponse:
    """Show a new secret as a picture and in letters; take it once the app proves that it has it."""
    had_codes = bool(list_backup_codes(request.user))
    if request.method == "POST" and SECRET_SLOT in request.session:
        with factors_of(request.user):
            secret = decrypt(request.session[SECRET_SLOT])
        form = TotpForm(request.POST, secret=secret)
        if form.is_valid():
            set_up_totp(
                by=request.viewer,
                secret=secret,
                code=form.cleaned_data["code"],
                is_proven=_is_proven(request),
                now=now(),
            )
            del request.session[SECRET_SLOT]
            messages.success(request, _("Your app is set up."))
            return _after_adding(request, had_codes=had_codes)
    else:
        secret = generate_totp_secret()
        with factors_of(request.user):
            request.session[SECRET_SLOT] = encrypt(secret)
        form = TotpForm(secret=secret)
    context = {"form": form, "secret": secret, "picture": _picture(request, secret)}
    return render(request, "people/totp.html", context, status=status_of(form))


@opens_before_second_factor
@require_http_methods(["GET", "POST"])
@password_again
def passkey(request: DeskRequest) -> HttpResponse:
    """Add a passkey. Needs the browser's script, which the page says where there is none."""
    had_codes = bool(list_backup_codes(request.user))
    form = AddPasskeyForm(data=request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        add_passkey(
            by=request.viewer,
            name=given["name"],
            credential=given["credential"],
            is_proven=_is_proven(request),
            now=now(),
        )
        messages.success(request, _("Your passkey is added."))
        return _after_adding(request, had_codes=had_codes)
    options = json.dumps(begin_registration(request.user, passwordless=False), cls=DjangoJSONEncoder)
    return render(request, "people/passkey.html", {"form": form, "options": options}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@password_again
def forget_passkey(request: DeskRequest, passkey_id: int) -> HttpResponse:
    """Ask once, then forget a passkey."""
    if request.method == "POST":
        try:
            remove_passkey(by=request.viewer, passkey=passkey_id, now=now())
        except LastFactor as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The passkey is removed."))
        return redirect("mfa_index")
    return render(request, "people/forget_passkey.html")


@require_http_methods(["GET"])
@password_again
def backup_codes(request: DeskRequest) -> HttpResponse:
    """The codes for the day the phone is gone."""
    return render(request, "people/backup_codes.html", {"codes": list_backup_codes(request.user)})


@require_POST
@password_again
def new_backup_codes(request: DeskRequest) -> HttpResponse:
    """Make them anew, when the paper was lost or used up."""
    renew_backup_codes(by=request.viewer, now=now())
    messages.success(request, _("These codes are new. Those before don't work any more."))
    return render(request, "people/backup_codes.html", {"codes": list_backup_codes(request.user)})


def _after_adding(request: DeskRequest, *, had_codes: bool) -> HttpResponse:
    """The first time, the backup codes are shown at once: nobody comes back for them later.

    Whoever sets up the first factor has proven it; every other session of theirs begins again.
    """
    request.session[PROVEN_SLOT] = True
    if had_codes:
        return redirect("mfa_index")
    return render(request, "people/backup_codes.html", {"codes": list_backup_codes(request.user), "first_time": True})


def _is_proven(request: DeskRequest) -> bool:
    return bool(request.session.get(PROVEN_SLOT))


def _picture(request: DeskRequest, secret: str) -> Any:
    """The secret as a QR code that stands in the page itself: the policy lets no data: picture in."""
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return mark_safe(drawn[drawn.index("<svg") :])  # noqa: S308 - drawn by qrcode from our own address

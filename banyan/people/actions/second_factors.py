"""A member's second factors: an authenticator app, passkeys, and backup codes. None of them opens anything sealed."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Denied, Refused, action
from banyan.base.audit import Operator
from banyan.people.actions.sessions import LAST_STEP
from banyan.people.models import Member
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.proofs import prove_passkey
from banyan.people.queries.second_factors import factors_of, find_step, has_second_factor, list_factors
from banyan.people.queries.viewers import Viewer, chain_of


class LastFactor(Refused):
    says = _("This is your only second factor. Add another one first.")


@action("people.factor.totp")
def set_up_totp(*, by: Viewer, secret: str, code: str = "", is_proven: bool = False, now: datetime) -> None:
    """Let the member's app prove them from now on, instead of any app before it.

    `code` is the one by which the app showed that it has the secret; it signs nobody in any more. `is_proven` says that
    their session has given a second factor: who has one must have.
    """
    _must_be_first_or_proven(by, is_proven)
    _use_totp(by.member, secret)
    totp = Authenticator.objects.get(user=by.member, type=Authenticator.Type.TOTP)
    totp.data[LAST_STEP] = find_step(totp=totp, code=code, now=now)
    totp.save(update_fields=["data"])
    audit.record(by=by, action="people.factor.totp", now=now, chain=by.chain, subject=by.member.pk)


@action("people.factor.passkey")
def add_passkey(*, by: Viewer, name: str, credential: dict[str, Any], is_proven: bool = False, now: datetime) -> None:
    """Let a passkey prove the member, whose answer the form has checked. `is_proven` as for an app."""
    _must_be_first_or_proven(by, is_proven)
    passkey = WebAuthn.add(by.member, name, credential).instance
    passkey.data["proof"] = prove_passkey(credential, by.member)
    passkey.save(update_fields=["data"])
    _give_codes(by.member)
    audit.record(by=by, action="people.factor.passkey", now=now, chain=by.chain, subject=by.member.pk)


@action("people.factor.remove_passkey")
def remove_passkey(*, by: Viewer, passkey: int, now: datetime) -> None:
    """Forget one of the member's own passkeys. Raises LastFactor for the only thing that proves them."""
    Member.objects.select_for_update().get(pk=by.member.pk)
    factors = list_factors(by.member)
    if passkey not in {one.pk for one in factors.passkeys}:
        raise Http404
    if factors.totp_since is None and len(factors.passkeys) == 1:
        raise LastFactor
    Authenticator.objects.filter(pk=passkey, user=by.member, type=Authenticator.Type.WEBAUTHN).delete()
    audit.record(by=by, action="people.factor.remove_passkey", now=now, chain=by.chain, subject=by.member.pk)


@action("people.factor.codes")
def renew_backup_codes(*, by: Viewer, now: datetime) -> None:
    """Make the member's backup codes anew; those before open nothing any more."""
    Authenticator.objects.filter(user=by.member, type=Authenticator.Type.RECOVERY_CODES).delete()
    _give_codes(by.member)
    audit.record(by=by, action="people.factor.codes", now=now, chain=by.chain, subject=by.member.pk)


@action("people.factor.demonstrate")
def give_demonstration_factor(*, by: Operator, member: Member, now: datetime) -> None:
    """Set up a second factor that the operator can show. Only where everybody is invented."""
    if not get_coalition().is_demonstration:
        raise Denied("people.factor.demonstrate")
    _use_totp(member, generate_totp_secret())
    chain = chain_of(member.organisation_id)
    audit.record(by=by, action="people.factor.demonstrate", now=now, chain=chain, subject=member.pk)


def _must_be_first_or_proven(by: Viewer, is_proven: bool) -> None:
    """Of two sessions that set up the first factor at once, one does: the other may be somebody else's."""
    Member.objects.select_for_update().get(pk=by.member.pk)
    if not is_proven and has_second_factor(by.member):
        raise Denied("people.factor.first", chain=by.chain, subject=by.member.pk)


def _use_totp(member: Member, secret: str) -> None:
    Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).delete()
    with factors_of(member):
        TOTP.activate(member, secret)
    _give_codes(member)


def _give_codes(member: Member) -> None:
    with factors_of(member):
        RecoveryCodes.activate(member)

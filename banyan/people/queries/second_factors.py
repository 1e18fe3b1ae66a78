"""What a member proves themselves with besides the password."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from banyan.people.models import Member
from banyan.people.queries.coalition import get_coalition
from banyan.people.rules.codes import step_at
from banyan.vault.errors import CannotOpen

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SEAL_FORMAT = "2."  # What goes before a secret that is sealed for its member.
_whose: ContextVar[UUID] = ContextVar("whose second factors are sealed and opened")


@contextmanager
def factors_of(member: Member) -> Iterator[None]:
    """Seal and open this member's secrets. allauth doesn't say whose they are when it asks."""
    token = _whose.set(member.pk)
    try:
        yield
    finally:
        _whose.reset(token)


def whose_factors() -> UUID:
    """The member of the nearest `factors_of`. Raises LookupError outside of one."""
    return _whose.get()


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner's page shows it."""

    pk: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """Everything a member can prove themselves with."""

    totp_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def is_enough(self) -> bool:
        return self.totp_since is not None or bool(self.passkeys)


def has_second_factor(member: Member) -> bool:
    """Whether they set one up; until they did, nothing on the desk opens."""
    return bool(Authenticator.objects.filter(user=member, type__in=FACTORS).exists())


def list_factors(member: Member) -> Factors:
    """A member's own second factors, for their own page."""
    rows = list(Authenticator.objects.filter(user=member).order_by("created_at"))
    totp = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        totp_since=totp.created_at if totp else None,
        passkeys=tuple(
            Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ),
        codes_left=len(_unused(codes)),
    )


def list_backup_codes(member: Member) -> list[str]:
    """The member's own codes for the day their phone is gone, those not yet used."""
    row = Authenticator.objects.filter(user=member, type=Authenticator.Type.RECOVERY_CODES).first()
    return _unused(row)


def _unused(row: Authenticator | None) -> list[str]:
    if row is None:
        return []
    try:
        with factors_of(row.user):
            unused: list[str] = row.wrap().get_unused_codes()
    except CannotOpen:  # Damaged, or put there from somebody else's row: nobody proves themselves with these.
        return []
    return unused


def find_step(*, totp: Authenticator, code: str, now: datetime) -> int | None:
    """The time step that a code of this app belongs to, of those that are good now; the newest, should two be alike.

    One older than allauth takes is among them: the clock may have gone on since it was asked.
    """
    with factors_of(totp.user):
        secret = decrypt(totp.data["secret"])
    newest = newest_step(now=now)
    for step in range(newest, newest - 2 * app_settings.TOTP_TOLERANCE - 2, -1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def newest_step(*, now: datetime) -> int:
    """The last time step whose code is good now."""
    return step_at(now) + int(app_settings.TOTP_TOLERANCE)


def demonstration_code(*, username: str, now: datetime) -> str | None:
    """The code that a demonstration account's phone would show now; None in any real coalition."""
    if not get_coalition().is_demonstration:
        return None
    row = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
    if row is None:
        return None
    with factors_of(row.user):
        secret = decrypt(row.data["secret"])
    return str(format_hotp_value(hotp_value(secret, step_at(now))))

"""What a member proves themselves with besides the password."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from banyan.people.models import Member
from banyan.people.queries.coalition import get_coalition
from banyan.vault.errors import CannotOpen

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
TOTP_PERIOD = 30  # Seconds; every authenticator app assumes it (RFC 6238, section 5.2).


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


def demonstration_code(*, username: str, now: datetime) -> str | None:
    """The code that a demonstration account's phone would show now; None in any real coalition."""
    if not get_coalition().is_demonstration:
        return None
    row = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
    if row is None:
        return None
    with factors_of(row.user):
        secret = decrypt(row.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // TOTP_PERIOD)))

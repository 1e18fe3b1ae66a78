"""The member's key while they are signed in: in the session store only as ciphertext, under the cookie's random key."""

import base64
from dataclasses import dataclass, field

from django.http import HttpRequest

from banyan.people.models import Member
from banyan.people.queries.proofs import is_member_key_proven
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, key_pair_from
from banyan.vault.sessions import new_cookie_key, open_keyring, read_cookie_key, seal_keyring, write_cookie_key

KEY_COOKIE = "desk_key"
TURN_SLOT = "session_turn"
SESSION_SLOT = "sealed_key"
PROVEN_SLOT = "second_factor"  # Whether this session gave a second factor, or set up the member's first.
_MEMBER_KEY = "member"


def turn_of(member: Member) -> list[str]:
    """What a sign-in that began must still find at its end: sessions weren't ended since, nor the password changed."""
    return [str(member.session_turn), member.get_session_auth_hash()]


@dataclass(frozen=True, slots=True)
class SealedSession:
    """What the session store keeps, and what only the cookie carries."""

    stored: str
    cookie: str = field(repr=False)


def seal_session_keys(*, member: Member, key_pair: KeyPair) -> SealedSession:
    """Seal a member's private key for one session, under a fresh random key."""
    cookie_key = new_cookie_key()
    sealed = seal_keyring({_MEMBER_KEY: key_pair.private}, cookie_key, _binding(member))
    return SealedSession(stored=base64.b64encode(sealed).decode(), cookie=write_cookie_key(cookie_key))


def open_session_keys(request: HttpRequest) -> KeyPair | None:
    """The member's key pair, or None when this session holds none that the cookie opens and that is still theirs."""
    member, stored, cookie = request.user, request.session.get(SESSION_SLOT), request.COOKIES.get(KEY_COOKIE)
    if not isinstance(member, Member) or not isinstance(stored, str) or not cookie or member.public_key is None:
        return None
    try:
        keyring = open_keyring(base64.b64decode(stored), read_cookie_key(cookie), _binding(member))
    except CannotOpen:
        return None
    pair = key_pair_from(keyring[_MEMBER_KEY])
    # Somebody moved into another organisation, or given a password and a key from outside, is nobody there.
    return pair if pair.public == bytes(member.public_key) and is_member_key_proven(member) else None


def _binding(member: Member) -> Binding:
    return Binding(record=member.pk, field="desk_session", organisation=None, version=member.session_turn)

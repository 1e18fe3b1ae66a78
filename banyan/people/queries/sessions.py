"""The member's key while they are signed in: in the session store only as ciphertext, under the cookie's random key."""

from django.http import HttpRequest

from banyan.vault.keys import KeyPair

KEY_COOKIE = "desk_key"
SESSION_SLOT = "sealed_key"


def open_session_keys(request: HttpRequest) -> KeyPair | None:
    """The member's key pair, or None when this session holds none (a new member, or a lost cookie)."""
    raise NotImplementedError

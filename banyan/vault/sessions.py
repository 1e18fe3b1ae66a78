"""What the session store holds of an open keyring: only what the random key in the cookie opens."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Final

from banyan.vault.envelope import KEY_SIZE, Sealed, join_parts, lock, new_key, unlock
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding
from banyan.vault.padding import pad, unpad

_MOST_TYPED: Final = 64


def new_cookie_key() -> bytes:
    """A fresh random 32-byte key that lives only in an HttpOnly, SameSite=Strict cookie."""
    return new_key()


def write_cookie_key(cookie_key: bytes) -> str:
    """The key as a cookie's value: 43 characters that need no quoting."""
    return base64.urlsafe_b64encode(cookie_key).decode().rstrip("=")


def read_cookie_key(value: str) -> bytes:
    """Undo `write_cookie_key`; CannotOpen if the cookie holds anything else."""
    try:
        key = base64.b64decode(value[:_MOST_TYPED] + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CannotOpen from None
    if len(key) != KEY_SIZE:
        raise CannotOpen
    return key


def seal_keyring(keys: Mapping[str, bytes], cookie_key: bytes, session_binding: Binding) -> bytes:
    """Lock named private keys for one session, padded. ValueError if `cookie_key` hasn't 32 bytes."""
    written = json.dumps({name: key.hex() for name, key in keys.items()})
    return lock(pad(written.encode()), cookie_key, _context(session_binding))


def open_keyring(sealed: Sealed, cookie_key: bytes, session_binding: Binding) -> dict[str, bytes]:
    """Undo `seal_keyring`, or raise CannotOpen whatever the cause."""
    written = json.loads(unpad(unlock(sealed, cookie_key, _context(session_binding))))
    return {name: bytes.fromhex(key) for name, key in written.items()}


def _context(session_binding: Binding) -> bytes:
    return join_parts(b"banyan keyring 1", session_binding.associated_data())

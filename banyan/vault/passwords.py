"""A member's private key under their password.

The key is derived by Argon2id with a salt of its own, never from the hash that checks the login, so that a stolen
login verifier opens nothing.
"""

import secrets
import struct
import threading
import unicodedata
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13

from banyan.vault.envelope import FORMAT, KEY_SIZE, Sealed, join_parts, lock, unlock
from banyan.vault.errors import CannotOpen

_SALT_SIZE: Final = 16
_HEADER: Final = struct.Struct(">cBI16s")  # Format, passes, memory in KiB, salt.
_KIB: Final = 1024
_MEMORY_RANGE: Final = range(8, 256 * _KIB + 1)  # From libsodium's least to four times today's, in KiB.
_PASSES_RANGE: Final = range(1, 11)

LONGEST: Final = 1_000  # Characters. Normalising takes a time that grows with the square of the marks on one letter.

# Each derivation takes its memory for as long as it runs; twenty sign-ins at once must not take 1.3 GB. Whatever else
# this process derives by Argon2id waits for its turn here too.
TURNS: Final = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: passes over the memory (1 to 10) and memory in KiB (8 to 262,144)."""

    passes: int
    memory_kib: int

    def __post_init__(self) -> None:
        if self.passes not in _PASSES_RANGE or self.memory_kib not in _MEMORY_RANGE:
            raise ValueError("This cost is outside what the vault reads back.")


def wrap_private_key(private: bytes, password: str, member: UUID, cost: Cost) -> bytes:
    """Lock a 32-byte private key under a password, for this member alone.

    The result describes itself: 22 bytes of header (format, cost, salt), then 41 + 32 bytes. The password is brought
    to NFKC first, because keyboards write the same letters differently. CannotOpen for one of over 1,000 characters.
    """
    header = _HEADER.pack(FORMAT, cost.passes, cost.memory_kib, secrets.token_bytes(_SALT_SIZE))
    return header + lock(private, _derive(header, password), _context(header, member))


def unwrap_private_key(wrapped: Sealed, password: str, member: UUID) -> bytes:
    """Undo `wrap_private_key`; CannotOpen for a wrong password, another member's wrap or anything altered.

    A cost outside the range of `Cost` is refused before any memory is taken: a row may come from a hostile hand.
    """
    header, body = bytes(wrapped[: _HEADER.size]), wrapped[_HEADER.size :]
    _check(header)
    private = unlock(body, _derive(header, password), _context(header, member))
    if len(private) != KEY_SIZE:
        raise CannotOpen
    return private


def _check(header: bytes) -> None:
    try:
        form, passes, memory_kib, _salt = _HEADER.unpack(header)
        Cost(passes, memory_kib)
    except (struct.error, ValueError):
        raise CannotOpen from None
    if form != FORMAT:
        raise CannotOpen


def _derive(header: bytes, password: str) -> bytes:
    """Argon2id version 1.3 with one lane (libsodium), 32 bytes."""
    _form, passes, memory_kib, salt = _HEADER.unpack(header)
    if len(password) > LONGEST:
        raise CannotOpen
    secret = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    with TURNS:
        return crypto_pwhash_alg(KEY_SIZE, secret, salt, passes, memory_kib * _KIB, crypto_pwhash_ALG_ARGON2ID13)


def _context(header: bytes, member: UUID) -> bytes:
    return join_parts(b"banyan password wrap 1", header, member.bytes)

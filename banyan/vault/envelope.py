"""The one shape of everything locked with a symmetric key: format byte, nonce, XChaCha20-Poly1305 ciphertext.

Nothing outside the vault calls this; the other modules give it a context that says what is being locked and for whom.
"""

import secrets
from typing import Final, TypeAlias

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from banyan.vault.errors import CannotOpen

# PostgreSQL hands binary columns over as memoryview, SQLite as bytes; whatever opens takes both.
Sealed: TypeAlias = bytes | memoryview

FORMAT: Final = b"\x01"
KEY_SIZE: Final = 32
NONCE_SIZE: Final = 24
TAG_SIZE: Final = 16


def join_parts(*parts: bytes) -> bytes:
    """Join parts so that no two different lists give the same bytes: each goes behind its length (8 bytes)."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_SIZE)


def lock(plaintext: bytes, key: bytes, context: bytes) -> bytes:
    """Encrypt under a 32-byte key, bound to `context`: 1 + 24 + len(plaintext) + 16 bytes. ValueError for a bad key.

    The nonce is random: with 192 bits it never repeats by chance (draft-irtf-cfrg-xchacha-03, section 2.1).
    """
    if len(key) != KEY_SIZE:
        raise ValueError("A key has 32 bytes.")
    nonce = secrets.token_bytes(NONCE_SIZE)
    return FORMAT + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, FORMAT + context, nonce, key)


def unlock(sealed: Sealed, key: bytes, context: bytes) -> bytes:
    """Undo `lock`, or raise CannotOpen whatever the cause, a key of the wrong length included."""
    raw = bytes(sealed)
    body = 1 + NONCE_SIZE
    if raw[:1] != FORMAT or len(raw) < body + TAG_SIZE or len(key) != KEY_SIZE:
        raise CannotOpen
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(raw[body:], FORMAT + context, raw[1:body], key)
    except CryptoError:
        raise CannotOpen from None

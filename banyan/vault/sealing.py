"""Content of records, each under a data key of its own: bytes, text and JSON."""

import json
from typing import Any

from banyan.vault.envelope import Sealed, join_parts, lock, new_key, unlock
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding
from banyan.vault.padding import pad, unpad


def new_data_key() -> bytes:
    """A fresh random 32-byte key, for one record."""
    return new_key()


def seal(plaintext: bytes, key: bytes, binding: Binding) -> bytes:
    """Encrypt and authenticate content, padded to a size step and bound to its place.

    XChaCha20-Poly1305 (IETF) with a random nonce; the result has 41 bytes more than `padded_size`. ValueError if the
    key hasn't 32 bytes.
    """
    return lock(pad(plaintext), key, _context(binding))


def unseal(sealed: Sealed, key: bytes, binding: Binding) -> bytes:
    """Undo `seal`, or raise CannotOpen whatever the cause."""
    return unpad(unlock(sealed, key, _context(binding)))


def seal_text(text: str, key: bytes, binding: Binding) -> bytes:
    """Seal text as it was typed; even half an emoji cut by a phone is kept rather than refused."""
    return seal(text.encode("utf-8", "surrogatepass"), key, binding)


def unseal_text(sealed: Sealed, key: bytes, binding: Binding) -> str:
    """Undo `seal_text`, or raise CannotOpen."""
    try:
        return unseal(sealed, key, binding).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise CannotOpen from None


def seal_json(value: Any, key: bytes, binding: Binding) -> bytes:
    """Seal what JSON can hold. TypeError for other types, ValueError for NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return seal_text(text, key, binding)


def unseal_json(sealed: Sealed, key: bytes, binding: Binding) -> Any:
    """Undo `seal_json`, or raise CannotOpen, also when what was sealed there isn't JSON."""
    try:
        return json.loads(unseal_text(sealed, key, binding))
    except (ValueError, RecursionError):
        raise CannotOpen from None


def _context(binding: Binding) -> bytes:
    return join_parts(b"banyan content 1", binding.associated_data())

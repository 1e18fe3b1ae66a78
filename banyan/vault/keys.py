"""X25519 key pairs of people, members and organisations, and what is sealed to them."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final, NoReturn
from uuid import UUID

from nacl.bindings import crypto_box_seal, crypto_box_seal_open, crypto_scalarmult_base
from nacl.exceptions import CryptoError

from banyan.vault.envelope import FORMAT, KEY_SIZE, Sealed, join_parts, new_key
from banyan.vault.errors import CannotOpen

_DIGEST_SIZE: Final = 32
_SEAL_OVERHEAD: Final = 48  # The ephemeral public key and the tag of libsodium's sealed box.
_VERSIONS: Final = 2**63  # A version fits a signed 64-bit column.


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Two halves of 32 bytes. Only the public one is ever shown, compared or may leave the process."""

    public: bytes
    private: bytes = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.public) != KEY_SIZE or len(self.private) != KEY_SIZE:
            raise ValueError("Both halves of a key pair have 32 bytes.")

    def __reduce__(self) -> NoReturn:
        # Caches, task queues and sessions pickle what they are given; a private key must not ride along unnoticed.
        raise TypeError("A key pair is never pickled or copied.")


@dataclass(frozen=True, slots=True)
class Binding:
    """Where something sealed belongs; opened anywhere else, it is refused.

    `organisation` is None for what belongs to no single one. `version` counts the key or the content, as the caller
    decides, and keeps an older value of the same field from being put back unnoticed.
    """

    record: UUID
    field: str
    organisation: UUID | None
    version: int

    def __post_init__(self) -> None:
        if not 0 <= self.version < _VERSIONS:
            raise ValueError("A version is a whole number from 0 that fits 64 bits.")

    def associated_data(self) -> bytes:
        """Bytes that differ whenever any of the four differs."""
        organisation = b"" if self.organisation is None else self.organisation.bytes
        return join_parts(self.record.bytes, self.field.encode(), organisation, self.version.to_bytes(8, "big"))


def key_pair_from(private: bytes) -> KeyPair:
    """The pair that belongs to a private half of 32 bytes. ValueError for another length."""
    if len(private) != KEY_SIZE:
        raise ValueError("A private key has 32 bytes.")
    return KeyPair(public=crypto_scalarmult_base(private), private=private)


def generate_key_pair() -> KeyPair:
    """A fresh random X25519 pair."""
    return key_pair_from(new_key())


def seal_to(public: Sealed, plaintext: bytes, binding: Binding) -> bytes:
    """Seal a key (or something as short) so that only the holder of the private half opens it, and only here.

    1 + 80 + len(plaintext) bytes; the length isn't hidden, so long content belongs in `sealing`. ValueError if
    `public` isn't a usable public key. libsodium's sealed box (X25519, XSalsa20-Poly1305) takes no associated data:
    a digest of the binding goes inside instead and is compared on opening.
    """
    if len(public) != KEY_SIZE:
        raise ValueError("A public key has 32 bytes.")
    try:
        return FORMAT + crypto_box_seal(_digest(binding) + plaintext, bytes(public))
    except CryptoError:  # A point of low order, which only a forger would put there.
        raise ValueError("This isn't a usable public key.") from None


def open_sealed(pair: KeyPair, sealed: Sealed, binding: Binding) -> bytes:
    """Undo `seal_to`, or raise CannotOpen whatever the cause."""
    raw = bytes(sealed)
    if raw[:1] != FORMAT or len(raw) < 1 + _SEAL_OVERHEAD:
        raise CannotOpen
    try:
        inner = crypto_box_seal_open(raw[1:], pair.public, pair.private)
    except CryptoError:
        raise CannotOpen from None
    if not hmac.compare_digest(inner[:_DIGEST_SIZE], _digest(binding)):
        raise CannotOpen
    return inner[_DIGEST_SIZE:]


def _digest(binding: Binding) -> bytes:
    return hashlib.sha256(join_parts(b"banyan sealed key 1", binding.associated_data())).digest()

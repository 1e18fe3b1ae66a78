"""The receipt a person keeps: their only key to come back, so it must survive being copied by hand and read aloud."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from banyan.vault.envelope import FORMAT, KEY_SIZE, NONCE_SIZE, TAG_SIZE, Sealed, join_parts, lock, unlock
from banyan.vault.errors import CannotOpen, MalformedReceipt
from banyan.vault.symbols import check_digits, check_letters, count_symbols, in_groups, read_symbols, write_symbols

# 20 symbols of 5 bits are 100 bits. 25 digits are 83 bits and stay above the 80 that make a fast derivation safe,
# which 24 digits and a check (79.7 bits) would not: hence the 26th.
_LETTERS: Final = 20
_DIGITS: Final = 25
# Short groups are easier to hold in mind and to say on the telephone.
_GROUPS: Final = {_LETTERS + 1: (3,) * 7, _DIGITS + 1: (4, 4, 4, 4, 4, 3, 3)}
_LEAST_PEPPER: Final = 32
# Shaped like a wrapped key and opened by nothing, so that trying a code that leads nowhere opens a lock as well.
NOBODYS_WRAP: Final = FORMAT + bytes(NONCE_SIZE + KEY_SIZE + TAG_SIZE)


@dataclass(frozen=True, slots=True)
class ReceiptKeys:
    """`handle` finds the report (store only `handle_hash` of it); `wrap_key` opens the person's key; `mark_key` is for
    `marks_of`. 32 bytes each.
    """

    handle: bytes = field(repr=False)
    wrap_key: bytes = field(repr=False)
    mark_key: bytes = field(repr=False)


def new_receipt(alphabet: Literal["letters", "digits"]) -> str:
    """A fresh canonical code: 20 symbols and a check, or 25 digits and a check where Latin letters are a barrier."""
    if alphabet == "letters":
        values = [secrets.randbelow(32) for _ in range(_LETTERS)]
        return write_symbols([*values, check_letters(values)])
    values = [secrets.randbelow(10) for _ in range(_DIGITS)]
    return write_symbols([*values, check_digits(values)])


def format_receipt(code: str) -> str:
    """A code in short groups with hyphens. Show it left to right (`dir="ltr"`), whatever the language."""
    canonical = parse_receipt(code)
    return in_groups(canonical, _GROUPS[len(canonical)])


def parse_receipt(text: str) -> str:
    """The canonical code that somebody typed or pasted, however they wrote it; else MalformedReceipt.

    Every single wrong symbol and every swap of neighbours is noticed.
    """
    values = read_symbols(text) or []
    if len(values) == _LETTERS + 1:
        right = check_letters(values[:-1]) == values[-1]
    else:
        right = len(values) == _DIGITS + 1 and max(values) <= 9 and check_digits(values[:-1]) == values[-1]  # noqa: PLR2004 - nine is the last digit.
    if not right:
        raise MalformedReceipt
    return write_symbols(values)


def miscounted(text: str) -> tuple[int, int] | None:
    """How many symbols somebody typed and how many a code has, when these differ. Says nothing about any receipt.

    Digits alone are taken for a code of digits, unless they are few enough to be the other.
    """
    typed, values = count_symbols(text), read_symbols(text) or []
    is_digits = typed > _LETTERS + 1 and len(values) == typed and max(values) <= 9  # noqa: PLR2004 - the last digit.
    right = (_DIGITS if is_digits else _LETTERS) + 1
    return None if typed == right else (typed, right)


def derive(code: str, pepper: bytes) -> ReceiptKeys:
    """Three independent 32-byte keys from a code, by HKDF-SHA256 (RFC 5869) with the server's pepper as its salt.

    The code may come as typed (MalformedReceipt otherwise). ValueError for a pepper under 32 bytes. Fast on purpose:
    with 83 bits and more, nobody guesses, and old phones and the server are spared.
    """
    if len(pepper) < _LEAST_PEPPER:
        raise ValueError("The pepper needs at least 32 bytes.")
    secret = parse_receipt(code).encode()
    return ReceiptKeys(
        handle=_expand(secret, pepper, b"banyan receipt handle 1"),
        wrap_key=_expand(secret, pepper, b"banyan receipt wrap key 1"),
        mark_key=_expand(secret, pepper, b"banyan receipt mark key 1"),
    )


def marks_of(sent: Sequence[bytes], keys: ReceiptKeys) -> list[str]:
    """For each, 64 hex digits by which whoever holds the code tells whether it was sent before: HMAC-SHA256.

    Their key comes from the code, so that nobody else can try out what might have been sent.
    """
    return [hmac.digest(keys.mark_key, one, "sha256").hex() for one in sent]


def handle_hash(handle: bytes) -> bytes:
    """What the database may store of a handle, and is searched by: 32 bytes that lead back to nothing."""
    return hashlib.sha256(join_parts(b"banyan receipt lookup 1", handle)).digest()


def wrap_person_key(private: bytes, wrap_key: bytes, receipt_id: UUID) -> bytes:
    """Lock the person's 32-byte private key under their receipt: 73 bytes."""
    return lock(private, wrap_key, _context(receipt_id))


def unwrap_person_key(wrapped: Sealed, wrap_key: bytes, receipt_id: UUID) -> bytes:
    """Undo `wrap_person_key`, or raise CannotOpen whatever the cause."""
    private = unlock(wrapped, wrap_key, _context(receipt_id))
    if len(private) != KEY_SIZE:
        raise CannotOpen
    return private


def _expand(secret: bytes, pepper: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=pepper, info=info).derive(secret)


def _context(receipt_id: UUID) -> bytes:
    return join_parts(b"banyan person key 1", receipt_id.bytes)

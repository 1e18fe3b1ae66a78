"""The recovery code an organisation prints at set-up and locks away.

It makes a key pair by itself. Every version of the organisation's key is sealed to that pair's public half, so a new
version needs nobody to fetch the paper, and nothing the server stores opens anything without it.
"""

import secrets
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from banyan.vault.envelope import KEY_SIZE
from banyan.vault.errors import MalformedRecoveryCode
from banyan.vault.keys import KeyPair, key_pair_from
from banyan.vault.symbols import check_letters, in_groups, read_symbols, write_symbols

_GROUPS: Final = 8
_DATA: Final = 4  # Symbols of 5 bits in a group, before its check: 8 x 4 x 5 = 160 bits.
_WIDTH: Final = _DATA + 1


def new_recovery_code() -> str:
    """A fresh code of 160 bits, canonical and printable: eight groups of four symbols and a check, with hyphens."""
    groups = [[secrets.randbelow(32) for _ in range(_DATA)] for _ in range(_GROUPS)]
    values = [value for at, group in enumerate(groups, 1) for value in (*group, check_letters(group, at))]
    return in_groups(write_symbols(values), (_WIDTH,) * _GROUPS)


def parse_recovery_code(text: str) -> str:
    """The canonical code that somebody typed from paper; else MalformedRecoveryCode, naming the first wrong group.

    Each group's check depends on its place, so two groups typed in the wrong order are noticed as well.
    """
    values = read_symbols(text) or []
    if len(values) != _GROUPS * _WIDTH:
        raise MalformedRecoveryCode
    for at in range(1, _GROUPS + 1):
        *data, check = values[(at - 1) * _WIDTH : at * _WIDTH]
        if check_letters(data, at) != check:
            raise MalformedRecoveryCode(at)
    return in_groups(write_symbols(values), (_WIDTH,) * _GROUPS)


def recovery_key_pair(code: str, organisation: UUID) -> KeyPair:
    """The pair a code makes for one organisation, always the same, by HKDF-SHA256 (RFC 5869).

    The code may come as typed (MalformedRecoveryCode otherwise). No pepper takes part: a backup and the paper must be
    enough when the server is gone.
    """
    hkdf = HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=organisation.bytes, info=b"banyan recovery pair 1")
    return key_pair_from(hkdf.derive(parse_recovery_code(code).encode()))

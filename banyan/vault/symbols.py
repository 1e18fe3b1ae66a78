"""Codes that people copy by hand: Crockford's base32 as people really type it, and check symbols for it.

Crockford's alphabet leaves out I, L, O and U. His own check (a remainder modulo 37) needs five extra signs, * ~ $ = U,
which are hard to find on a phone and to read aloud. Ours is a weighted sum over the field of 32 elements: one more
symbol of the same alphabet, which finds every single wrong symbol and every swap of two, neighbours or not. Digits use
Damm's table ("Total anti-symmetrische Quasigruppen", Marburg 2004), which finds every single wrong digit and every
swap of neighbours.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
# Spaces, punctuation, signs, invisible and combining marks carry nothing; what they hide is caught by length and check.
_PASSED_OVER: Final = "ZPSCM"
_MOST_TYPED: Final = 400  # Far more than any code with every separator; normalising is not free.
_FIELD_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1 is primitive: its powers of x are 31 different weights.
_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def read_symbols(text: str) -> list[int] | None:
    """The symbols somebody typed, as values 0 to 31, or None if one of them can't be meant.

    Spaces, punctuation and invisible marks (direction marks pasted along) are passed over; small letters, full-width
    forms, look-alikes (O, I, L) and the digits of any script are understood.
    """
    if len(text) > _MOST_TYPED:
        return None
    values = []
    for char in _meant(text):
        value = _VALUES.get(char.upper(), unicodedata.decimal(char, None))
        if value is None:
            return None
        values.append(value)
    return values


def count_symbols(text: str) -> int:
    """How many symbols somebody typed, whether or not each of them can be meant."""
    return len(_meant(text[:_MOST_TYPED]))


def _meant(text: str) -> list[str]:
    return [char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char)[0] not in _PASSED_OVER]


def write_symbols(values: Sequence[int]) -> str:
    """Values 0 to 31 as capital letters and digits."""
    return "".join(ALPHABET[value] for value in values)


def in_groups(code: str, sizes: Sequence[int]) -> str:
    """A code cut into groups of the given sizes with hyphens between, for reading and copying."""
    groups, start = [], 0
    for size in sizes:
        groups.append(code[start : start + size])
        start += size
    return "-".join(groups)


def check_letters(values: Sequence[int], start: int = 0) -> int:
    """The check symbol (0 to 31) for at most 30 values; another `start` makes another check of the same values."""
    total = start
    for value in values:
        total = _times_x(total ^ value)
    return total


def check_digits(values: Sequence[int]) -> int:
    """Damm's check digit for values 0 to 9."""
    interim = 0
    for value in values:
        interim = _DAMM[interim][value]
    return interim


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled > len(ALPHABET) - 1 else doubled

import itertools
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.symbols import ALPHABET, check_digits, check_letters, in_groups, read_symbols, write_symbols
from tests.vault.hurry import few, unhurried

values = st.lists(st.integers(min_value=0, max_value=31), min_size=1, max_size=30)
digits = st.lists(st.integers(min_value=0, max_value=9), min_size=2, max_size=40)


def test_the_alphabet_is_crockfords() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("ILOU")


@unhurried
@given(code=values)
def test_what_is_written_is_read(code: list[int]) -> None:
    assert read_symbols(write_symbols(code)) == code
    assert read_symbols(write_symbols(code).lower()) == code


def test_digits_of_every_script_are_read() -> None:
    scripts = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) == "Nd"]
    assert len(scripts) >= 650
    assert [read_symbols(digit) for digit in scripts] == [[unicodedata.decimal(digit)] for digit in scripts]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oO", "00"),
        ("iIlL", "1111"),
        ("ａｂｃ１２", "ABC12"),
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("०१२३४५६७८९", "0123456789"),
        ("\u200e7K\u202c\u2066Q\ufeff", "7KQ"),
        ("7k-q.x_2·m – 4\t5\n6", "7KQX2M456"),
        ("7−8", "78"),  # A minus sign that a phone put for a hyphen.
        ("1\ufe0f\u20e32\ufe0f\u20e3", "12"),  # Digits in the boxes of an emoji keyboard.
        ("«7KQ»،", "7KQ"),
        ("ı", "1"),  # The small i of a Turkish keyboard.
        ("", ""),
    ],
)
def test_people_write_in_many_ways(typed: str, meant: str) -> None:
    symbols = read_symbols(typed)
    assert symbols is not None
    assert write_symbols(symbols) == meant


@pytest.mark.parametrize("typed", ["u", "U", "ß", "é", "А", "七", "あ", "א", "7KQÜ", "7" * 401])
def test_what_cannot_be_meant_is_refused(typed: str) -> None:
    assert read_symbols(typed) is None


@unhurried
@given(text=st.text(st.characters(), max_size=500))
def test_whatever_is_pasted_gives_symbols_or_nothing(text: str) -> None:
    symbols = read_symbols(text)
    assert symbols is None or all(0 <= value <= 31 for value in symbols)


@few
@given(code=values, start=st.integers(min_value=0, max_value=31))
def test_every_wrong_letter_is_found(code: list[int], start: int) -> None:
    check = check_letters(code, start)
    assert 0 <= check <= 31
    for at, wrong in itertools.product(range(len(code)), range(32)):
        if wrong != code[at]:
            assert check_letters([*code[:at], wrong, *code[at + 1 :]], start) != check


@few
@given(code=values)
def test_every_swap_of_two_letters_is_found(code: list[int]) -> None:
    whole = [*code, check_letters(code)]
    for one, other in itertools.combinations(range(len(whole)), 2):
        if whole[one] != whole[other]:
            swapped = whole.copy()
            swapped[one], swapped[other] = whole[other], whole[one]
            assert check_letters(swapped[:-1]) != swapped[-1]


@few
@given(code=digits)
def test_every_wrong_digit_and_swap_of_neighbours_is_found(code: list[int]) -> None:
    whole = [*code, check_digits(code)]
    for at, wrong in itertools.product(range(len(whole)), range(10)):
        if wrong != whole[at]:
            changed = [*whole[:at], wrong, *whole[at + 1 :]]
            assert check_digits(changed[:-1]) != changed[-1]
    for at in range(len(whole) - 1):
        if whole[at] != whole[at + 1]:
            swapped = [*whole[:at], whole[at + 1], whole[at], *whole[at + 2 :]]
            assert check_digits(swapped[:-1]) != swapped[-1]


def test_damms_own_example() -> None:
    """572 has the check digit 4, as in the thesis."""
    assert check_digits([5, 7, 2]) == 4


def test_groups() -> None:
    assert in_groups("ABCDEFG", (3, 3, 1)) == "ABC-DEF-G"

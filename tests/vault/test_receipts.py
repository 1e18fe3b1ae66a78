import itertools
import math
import traceback
from typing import Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.envelope import lock
from banyan.vault.errors import CannotOpen, MalformedReceipt
from banyan.vault.receipts import (
    _context,
    derive,
    format_receipt,
    handle_hash,
    new_receipt,
    parse_receipt,
    unwrap_person_key,
    wrap_person_key,
)
from banyan.vault.symbols import ALPHABET, check_digits, check_letters, write_symbols
from tests.vault.hurry import few, unhurried

PEPPER = b"a pepper of a demonstration, long enough"
letter_codes = st.lists(st.integers(0, 31), min_size=20, max_size=20).map(
    lambda values: write_symbols([*values, check_letters(values)])
)
digit_codes = st.lists(st.integers(0, 9), min_size=25, max_size=25).map(
    lambda values: write_symbols([*values, check_digits(values)])
)
codes = letter_codes | digit_codes
INVISIBLE = "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2069"
separators = st.sampled_from(["", "", "", *" -–.,·_/|\t\n\u00a0\u3000", *INVISIBLE, " - ", "\u2066\u200f"])
NATIVE = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "០១២៣៤៥៦៧៨៩", "๐๑๒๓๔๕๖๗๘๙", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]


def malformed(text: str) -> None:
    with pytest.raises(MalformedReceipt):
        parse_receipt(text)


@pytest.mark.parametrize(
    ("alphabet", "size", "symbols", "bits"), [("letters", 21, ALPHABET, 100), ("digits", 26, ALPHABET[:10], 83)]
)
def test_new_codes_use_every_symbol_everywhere(
    alphabet: Literal["letters", "digits"], size: int, symbols: str, bits: int
) -> None:
    drawn = [new_receipt(alphabet) for _ in range(1_500)]
    assert all(parse_receipt(code) == code and len(code) == size for code in drawn)
    assert len(set(drawn)) == len(drawn)
    assert all({code[at] for code in drawn} == set(symbols) for at in range(size))
    assert math.floor((size - 1) * math.log2(len(symbols))) == bits


def test_codes_are_shown_in_short_groups() -> None:
    letters, digits = new_receipt("letters"), new_receipt("digits")
    assert [len(group) for group in format_receipt(letters).split("-")] == [3] * 7
    assert [len(group) for group in format_receipt(digits).split("-")] == [4, 4, 4, 4, 4, 3, 3]
    with pytest.raises(MalformedReceipt):
        format_receipt(letters[:-1])


@unhurried
@given(code=codes, data=st.data())
def test_a_code_is_understood_however_it_is_copied(code: str, data: st.DataObject) -> None:
    written = [data.draw(separators)]
    for symbol in code:
        shapes = {"0": "0Oo", "1": "1IiLl"}.get(symbol, symbol + symbol.lower())
        if symbol.isdecimal():
            shapes += "".join(script[int(symbol)] for script in NATIVE)
        written += [data.draw(st.sampled_from(shapes)), data.draw(separators)]
    assert parse_receipt("".join(written)) == code


@unhurried
@given(code=codes)
def test_the_shown_form_is_read_back(code: str) -> None:
    assert parse_receipt(format_receipt(code)) == code
    assert parse_receipt("\u2067" + format_receipt(code) + "\u2069\r\n") == code


@few
@given(code=codes)
def test_every_single_wrong_symbol_is_noticed(code: str) -> None:
    symbols = ALPHABET if len(code) == 21 else ALPHABET[:11]
    for at, wrong in itertools.product(range(len(code)), symbols):
        if wrong != code[at]:
            malformed(code[:at] + wrong + code[at + 1 :])


@few
@given(code=codes)
def test_every_swap_of_neighbours_is_noticed(code: str) -> None:
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            malformed(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@few
@given(code=codes)
def test_every_lost_or_doubled_symbol_is_noticed(code: str) -> None:
    for at in range(len(code)):
        malformed(code[:at] + code[at + 1 :])
        malformed(code[:at] + code[at] + code[at:])


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "U" * 21, "0" * 20, "0" * 1_000_000, "A" * 26, "\x00", "七" * 21, "\ufdfa" * 400]
)
def test_other_text_is_refused(text: str) -> None:
    malformed(text)


@unhurried
@given(text=st.text(st.characters(), max_size=40))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        canonical = parse_receipt(text)
    except MalformedReceipt:
        return
    assert parse_receipt(canonical) == canonical


def test_a_refusal_repeats_nothing() -> None:
    typed = format_receipt(new_receipt("letters"))[:-1] + "U"
    with pytest.raises(MalformedReceipt) as caught:
        parse_receipt(typed)
    shown = "".join(traceback.format_exception_only(caught.value))
    assert not any(group in shown for group in typed.split("-"))
    assert caught.value.args == ()
    assert caught.value.__context__ is None


@unhurried
@given(code=codes, other=codes)
def test_keys_of_a_code_are_always_the_same_and_its_own(code: str, other: str) -> None:
    keys = derive(code, PEPPER)
    assert derive(f" {format_receipt(code).lower()} ", PEPPER) == keys
    assert len({keys.handle, keys.wrap_key, handle_hash(keys.handle)}) == 3
    assert {len(keys.handle), len(keys.wrap_key), len(handle_hash(keys.handle))} == {32}
    assert (derive(other, PEPPER) == keys) == (other == code)


def test_another_pepper_gives_other_keys() -> None:
    code = new_receipt("digits")
    ours, theirs = derive(code, PEPPER), derive(code, PEPPER + b"!")
    assert ours.handle != theirs.handle
    assert ours.wrap_key != theirs.wrap_key


def test_a_short_pepper_is_refused() -> None:
    with pytest.raises(ValueError, match="pepper"):
        derive(new_receipt("letters"), bytes(31))


def test_a_mistyped_code_derives_nothing() -> None:
    with pytest.raises(MalformedReceipt):
        derive("7KQ", PEPPER)


def test_keys_never_show() -> None:
    keys = derive(new_receipt("letters"), PEPPER)
    assert repr(keys) == "ReceiptKeys()"


def test_something_else_than_a_key_is_refused() -> None:
    receipt_id = UUID(int=1)
    wrap_key = derive(new_receipt("letters"), PEPPER).wrap_key
    assert unwrap_person_key(wrap_person_key(bytes(32), wrap_key, receipt_id), wrap_key, receipt_id) == bytes(32)
    with pytest.raises(CannotOpen):
        unwrap_person_key(lock(b"short", wrap_key, _context(receipt_id)), wrap_key, receipt_id)

"""Text that cameras and encoders write within the stream of pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.base.cleaning.units import UnitForm, filler, wipe_settings, wipe_units
from tests.base.cleaning.samples import MARK
from tests.base.cleaning.samples.films import FRAME, supplement, unit

AVC = UnitForm(4, is_hevc=False)
HEVC = UnitForm(4, is_hevc=True)


def wiped(stream: bytes, form: UnitForm = AVC) -> bytes:
    data = bytearray(stream)
    wipe_units(data, 0, len(data), form)
    return bytes(data)


def test_text_beside_the_picture_is_emptied_and_the_picture_kept() -> None:
    copy = wiped(FRAME * 3)
    assert MARK not in copy
    assert copy.count(unit(5, b"picture bytes")) == 3
    assert len(copy) == 3 * len(FRAME)


@pytest.mark.parametrize("kind", [0, 6, 45, 47, 137])
def test_harmless_supplements_stay(kind: int) -> None:
    stream = supplement(kind, b"\x01\x02\x03")
    assert wiped(stream) == stream


@pytest.mark.parametrize("kind", [1, 4, 5, 22, 136, 200])
def test_clocks_free_text_and_the_unknown_go(kind: int) -> None:
    assert b"\x41\x42" not in wiped(supplement(kind, b"\x41\x42\x43"))


def test_text_behind_a_harmless_message_goes_too() -> None:
    stream = unit(6, b"\x06\x01\x80" + b"\x05\x04CANA" + b"\x80")
    assert b"CANA" not in wiped(stream)
    assert b"CANA" not in wiped(unit(6, b"\x06\x01\x80\x80CANA"))


def test_supplements_of_h265_go() -> None:
    body = bytes([39 << 1, 1, 5, len(MARK)]) + MARK + b"\x80"
    copy = wiped(len(body).to_bytes(4, "big") + body, HEVC)
    assert MARK not in copy
    assert copy[4:6] == bytes([39 << 1, 1])


def test_supplements_in_the_settings_of_h265_go() -> None:
    body = bytes([39 << 1, 1, 5, len(MARK)]) + MARK + b"\x80"
    picture = bytes([33 << 1, 1]) + b"parameters"
    arrays = (
        b"\x21\x00\x01"
        + len(picture).to_bytes(2, "big")
        + picture
        + b"\x27\x00\x01"
        + len(body).to_bytes(2, "big")
        + body
    )
    data = bytearray(bytes(21) + b"\xff\x02" + arrays)
    assert wipe_settings(data, 0, len(data), is_hevc=True) == UnitForm(4, is_hevc=True)
    assert MARK not in data
    assert b"parameters" in data


def test_settings_tell_the_width_of_lengths() -> None:
    assert wipe_settings(bytearray(b"\x01\x42\x00\x0a\xfd\xe0\x00"), 0, 7, is_hevc=False) == UnitForm(2, is_hevc=False)
    assert wipe_settings(bytearray(b"\x01"), 0, 1, is_hevc=False) is None


@given(st.integers(min_value=3, max_value=3000))
def test_filler_has_any_length_and_is_one_or_two_messages(length: int) -> None:
    body = filler(length)
    assert len(body) == length
    assert body[-1] == 0x80
    at, messages = 0, 0
    while at < length - 1:
        assert body[at] == 3
        at, size = at + 1, 0
        while body[at] == 255:
            at, size = at + 1, size + 255
        size += body[at]
        assert set(body[at + 1 : at + 1 + size]) <= {255}
        at, messages = at + 1 + size, messages + 1
    assert at == length - 1
    assert messages <= 2


@given(st.binary(max_size=300), st.integers(min_value=1, max_value=4), st.booleans())
def test_any_bytes_are_read_as_units_without_a_crash(data: bytes, width: int, is_hevc: bool) -> None:
    assert len(wiped(data, UnitForm(width, is_hevc=is_hevc))) == len(data)

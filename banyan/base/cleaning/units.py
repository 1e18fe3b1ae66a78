"""What a camera says within H.264 and H.265 streams beside the picture: emptied in place.

The streams consist of units with a length in front. "Supplemental" units carry messages: some time the picture, others
are free text, where encoders name themselves and cameras write place, date and serial number (ITU-T H.264 and H.265,
annexes D). A unit with any message that isn't known to be harmless becomes a filler message of the same length.
"""

from dataclasses import dataclass
from typing import Final

_SUPPLEMENT_AVC: Final = frozenset({6})
_SUPPLEMENT_HEVC: Final = frozenset({39, 40})
# Buffering, recovery point, frame packing, orientation, parameter sets in use, brightness of the screen it was made
# for, transfer curve. Picture timing (1) and time code (136) can hold the hour of the clock on the wall.
_HARMLESS: Final = frozenset({0, 3, 6, 45, 47, 129, 137, 144, 147})
_FILLER: Final = 3
_FULL: Final = 0xFF
_STOP: Final = 0x80
_SHORTEST: Final = 3
_AVC_HEAD: Final = 7
_HEVC_HEAD: Final = 23


@dataclass(frozen=True, slots=True)
class UnitForm:
    """How a stream writes its units: bytes of each length, and which of the two codings it is."""

    width: int
    is_hevc: bool


def wipe_settings(data: bytearray, start: int, end: int, *, is_hevc: bool) -> UnitForm | None:
    """Empty the supplements in a decoder's settings (avcC, hvcC) and learn how its stream writes units."""
    if end - start < (_HEVC_HEAD if is_hevc else _AVC_HEAD):
        return None
    if not is_hevc:
        return UnitForm((data[start + 4] & 3) + 1, is_hevc=False)
    at = start + _HEVC_HEAD
    for _ in range(data[start + _HEVC_HEAD - 1]):
        if at + 3 > end:
            break
        count = int.from_bytes(data[at + 1 : at + 3], "big")
        at = _wipe_units(data, at + 3, end, UnitForm(2, is_hevc=True), most=count)
    return UnitForm((data[start + 21] & 3) + 1, is_hevc=True)


def wipe_units(data: bytearray, start: int, end: int, form: UnitForm) -> None:
    """Empty the supplements in a run of units; at one that doesn't fit the rest is left to the decoder."""
    _wipe_units(data, start, end, form, most=end - start)


def _wipe_units(data: bytearray, start: int, end: int, form: UnitForm, *, most: int) -> int:
    at = start
    for _ in range(most):
        unit = at + form.width
        if unit >= end:
            break
        length = int.from_bytes(data[at:unit], "big")
        if unit + length > end:
            break
        _wipe_unit(data, unit, unit + length, is_hevc=form.is_hevc)
        at = unit + length
    return at


def _wipe_unit(data: bytearray, start: int, end: int, *, is_hevc: bool) -> None:
    head = 2 if is_hevc else 1
    kind = (data[start] >> 1) & 0x3F if is_hevc else data[start] & 0x1F
    supplements = _SUPPLEMENT_HEVC if is_hevc else _SUPPLEMENT_AVC
    body = start + head
    if start >= end or kind not in supplements or end - body < _SHORTEST or _is_harmless(bytes(data[body:end])):
        return
    data[body:end] = filler(end - body)


def _is_harmless(body: bytes) -> bool:
    """Whether every message in a supplement is of a harmless kind."""
    # A 3 after two zeros only keeps the zeros from looking like the start of a unit.
    plain = body.replace(b"\x00\x00\x03", b"\x00\x00").rstrip(b"\x00")
    at, last = 0, len(plain) - 1
    while at < last:
        kind, at = _counted(plain, at)
        size, at = _counted(plain, at)
        if kind not in _HARMLESS:
            return False
        at += size
    return at == last and plain[last] == _STOP


def _counted(plain: bytes, at: int) -> tuple[int, int]:
    """A number written as a run of 255s and a rest, and where it ends."""
    number = 0
    while at < len(plain) and plain[at] == _FULL:
        number, at = number + _FULL, at + 1
    return number + (plain[at] if at < len(plain) else 0), at + 1


def filler(length: int) -> bytes:
    """Filler messages of exactly `length` bytes (three or more), with the bit that ends them."""
    # A length just past a multiple of 255 can't be met by one message: an empty one goes before it.
    first = b"" if _filler_size(length) is not None else bytes([_FILLER, 0])
    size = _filler_size(length - len(first))
    if size is None:
        raise ValueError(length)
    count = b"\xff" * (size // _FULL) + bytes([size % _FULL])
    return first + bytes([_FILLER]) + count + b"\xff" * size + bytes([_STOP])


def _filler_size(length: int) -> int | None:
    """The size of the one filler message that, with kind, size and stop bit, takes `length` bytes."""
    size = (length - _SHORTEST) * _FULL // (_FULL + 1)
    return next((near for near in (size, size + 1) if near + near // _FULL + _SHORTEST == length), None)

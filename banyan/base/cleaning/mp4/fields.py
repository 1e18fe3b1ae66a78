"""What is wiped inside the boxes that stay: dates, languages, names, addresses of files, spare bytes."""

from collections.abc import Callable
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason
from banyan.base.cleaning.mp4.boxes import HEADER, Box, need, u32, zero

Wipe = Callable[[bytearray, Box], None]

_FLAGS: Final = 4
_UNDETERMINED: Final = b"\x55\xc4"
_BRANDS: Final = frozenset(
    {b"3g2a", b"3g2b", b"3g2c", b"3ge6", b"3gg6", b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gr6", b"3gs6", b"F4V ",
     b"M4A ", b"M4B ", b"M4V ", b"MSNV", b"XAVC", b"av01", b"avc1", b"cmfc", b"dash", b"f4v ", b"hev1", b"hvc1",
     b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"isom", b"mp41", b"mp42", b"mp71",
     b"msdh", b"msix", b"qt  "}
)  # fmt: skip
# Entry counts at which offset, and bytes of each entry.
_TABLES: Final = {
    b"stts": (4, 8), b"ctts": (4, 8), b"stsc": (4, 12), b"stco": (4, 4), b"co64": (4, 8), b"stss": (4, 4),
}  # fmt: skip
# Bodies of one length: what is behind it is no field.
_LENGTHS: Final = {b"vmhd": 12, b"smhd": 8, b"trex": 24, b"mfhd": 8}


def wipe_brands(data: bytearray, box: Box) -> None:
    """Brands say how to read the file; one we don't know may be a word, and becomes the common one."""
    need(box, 8)
    zero(data, box.body + 4, box.body + 8)
    for at in (box.body, *range(box.body + 8, box.end, 4)):
        if bytes(data[at : at + 4]) not in _BRANDS:
            data[at : min(at + 4, box.end)] = b"isom"[: box.end - at]


def wipe_movie_header(data: bytearray, box: Box) -> None:
    at = _after_times(data, box, 100, 112)
    # Time scale, duration, rate and volume; then ten reserved bytes, the matrix, six preview times.
    at += (12 if data[box.body] else 8) + 6
    zero(data, at, at + 10)
    zero(data, at + 46, at + 70)
    zero(data, at + 74, box.end)


def wipe_track_header(data: bytearray, box: Box) -> None:
    at = _after_times(data, box, 84, 96)
    # Number, reserved, duration, reserved; layer, group, volume, reserved, matrix, width, height.
    zero(data, at + 4, at + 8)
    at += 16 if data[box.body] else 12
    zero(data, at, at + 8)
    zero(data, at + 60, box.end)


def wipe_media_header(data: bytearray, box: Box) -> None:
    at = _after_times(data, box, 24, 36)
    # A phone writes its owner's language here.
    at += 12 if data[box.body] else 8
    data[at : at + 2] = _UNDETERMINED
    zero(data, at + 2, box.end)


def _after_times(data: bytearray, box: Box, short: int, long: int) -> int:
    """Zero when it was made and changed; where the next field begins. Version 1 has 64-bit times."""
    need(box, _FLAGS)
    is_long = bool(data[box.body])
    need(box, long if is_long else short)
    end = box.body + _FLAGS + (16 if is_long else 8)
    zero(data, box.body + _FLAGS, end)
    return end


def wipe_handler(data: bytearray, box: Box) -> None:
    """The kind of track stays; the name of the software or the phone behind it goes."""
    need(box, 20)
    if bytes(data[box.body + 4 : box.body + 8]) not in {b"mhlr", b"dhlr"}:
        zero(data, box.body + 4, box.body + 8)
    zero(data, box.body + 12, box.end)


def wipe_data_references(data: bytearray, box: Box) -> None:
    """One reference, to this very file: others name paths on the maker's disk, or addresses to fetch from."""
    need(box, 20)
    zero(data, box.body, box.end)
    data[box.body + 7] = 1
    entry = box.body + 8
    data[entry : entry + HEADER] = (box.end - entry).to_bytes(4, "big") + b"url "
    data[entry + 11] = 1


def wipe_table(data: bytearray, box: Box) -> None:
    at, size = _TABLES[box.kind]
    need(box, at + 4)
    _wipe_behind(data, box, at + 4 + size * u32(data, box.body + at))


def wipe_edits(data: bytearray, box: Box) -> None:
    need(box, 8)
    _wipe_behind(data, box, 8 + (20 if data[box.body] else 12) * u32(data, box.body + 4))


def wipe_sizes(data: bytearray, box: Box) -> None:
    need(box, 12)
    count = u32(data, box.body + 8)
    if box.kind == b"stz2":
        zero(data, box.body + 4, box.body + 7)
        _wipe_behind(data, box, 12 + (count * data[box.body + 7] + 7) // 8)
    else:
        _wipe_behind(data, box, 12 + (0 if u32(data, box.body + 4) else 4 * count))


def wipe_duration(data: bytearray, box: Box) -> None:
    need(box, _FLAGS)
    _wipe_behind(data, box, 12 if data[box.body] else 8)


def wipe_fragment_header(data: bytearray, box: Box) -> None:
    need(box, 8)
    flags = u32(data, box.body) & 0xFFFFFF
    _wipe_behind(data, box, 8 + 8 * (flags & 1) + 4 * (flags & 0x3A).bit_count())


def wipe_fragment_run(data: bytearray, box: Box) -> None:
    need(box, 8)
    flags = u32(data, box.body) & 0xFFFFFF
    entry = 4 * (flags & 0xF00).bit_count()
    _wipe_behind(data, box, 8 + 4 * (flags & 5).bit_count() + entry * u32(data, box.body + 4))


def wipe_fixed(data: bytearray, box: Box) -> None:
    _wipe_behind(data, box, _LENGTHS[box.kind])


def _wipe_behind(data: bytearray, box: Box, size: int) -> None:
    """The fields fill `size` bytes; the rest of the body is nothing's."""
    if box.end - box.body < size:
        raise NoCopy(Reason.DAMAGED)
    zero(data, box.body + size, box.end)

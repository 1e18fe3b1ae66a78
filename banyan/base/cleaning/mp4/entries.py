"""Sample descriptions: how a track is coded, and which names its encoder left there."""

from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason
from banyan.base.cleaning.mp4.boxes import Box, blank, children, need, u16, u32, zero
from banyan.base.cleaning.units import UnitForm, wipe_settings

_VIDEO: Final = frozenset(
    {b"avc1", b"avc3", b"hvc1", b"hev1", b"dvh1", b"dvhe", b"av01", b"vp08", b"vp09", b"mp4v", b"s263", b"h263"}
)
# Coded sound, and plain sound, whose tables may count single bytes.
_CODED: Final = frozenset({b"mp4a", b"samr", b"sawb", b"alac", b"Opus", b"ac-3", b"ec-3", b".mp3"})
PLAIN: Final = frozenset({b"sowt", b"twos", b"lpcm", b"ipcm", b"in24", b"in32", b"fl32", b"raw ", b"ulaw", b"alaw"})
_LOCKED: Final = frozenset({b"encv", b"enca", b"drms", b"drmi", b"resv"})

# Boxes of a description that a decoder needs, and how long each is where that is fixed.
_SETTINGS: Final[dict[bytes, int | None]] = {
    b"av1C": None, b"vpcC": None, b"dvcC": 24, b"dvvC": 24, b"esds": None, b"alac": None,
    b"dOps": None, b"dac3": 3, b"dec3": None, b"damr": 9, b"d263": 7, b"pcmC": 6, b"chan": None, b"chnl": None,
    b"pasp": 8, b"clap": 32, b"fiel": 2, b"btrt": 12, b"mdcv": 24, b"clli": 4, b"frma": 4, b"enda": 2,
}  # fmt: skip
_NESTED: Final = frozenset({b"wave", b"mp4a"})
_VIDEO_FIELDS: Final = 78
_SOUND_FIELDS: Final = 28
# QuickTime's later descriptions of sound are longer.
_MORE_SOUND: Final = {0: 0, 1: 16, 2: 36}
_MAX_DEPTH: Final = 3


def codings(data: bytearray, box: Box) -> list[bytes]:
    """The four letters of each description in an `stsd` box."""
    return [entry.kind for entry in _entries(data, box)]


def is_kept(handler: bytes, kinds: list[bytes]) -> bool:
    """Whether a track of this kind, coded in these ways, may stay. Locked tracks can't be cleaned by anyone."""
    if any(kind in _LOCKED for kind in kinds):
        raise NoCopy(Reason.PROTECTED)
    allowed = {b"vide": _VIDEO, b"soun": _CODED | PLAIN}.get(handler, frozenset())
    return bool(kinds) and all(kind in allowed for kind in kinds)


def wipe_descriptions(data: bytearray, box: Box, *, is_video: bool, is_quicktime: bool) -> UnitForm | None:
    """Keep the settings a decoder needs; encoder and vendor names, colour profiles and the unknown are blanked.

    Returns how the stream writes its units, where it is a coding that has them.
    """
    form = None
    zero(data, box.body + 1, box.body + 4)
    has_long_sound = is_quicktime or data[box.body] == 0
    for entry in _entries(data, box):
        need(entry, _VIDEO_FIELDS if is_video else _SOUND_FIELDS)
        zero(data, entry.body, entry.body + 6)
        # The only reference left is the first (fields.wipe_data_references).
        data[entry.body + 6 : entry.body + 8] = b"\x00\x01"
        start = _wipe_video(data, entry) if is_video else _wipe_sound(data, entry, has_long_sound=has_long_sound)
        form = _wipe_settings(data, start, entry.end, 0) or form
    return form


def _entries(data: bytearray, box: Box) -> list[Box]:
    need(box, 8)
    entries = list(children(data, box.body + 8, box.end))
    if len(entries) != u32(data, box.body + 4):
        raise NoCopy(Reason.DAMAGED)
    return entries


def _wipe_video(data: bytearray, entry: Box) -> int:
    zero(data, entry.body + 8, entry.body + 24)
    # The compressor's name, 32 bytes of it.
    zero(data, entry.body + 42, entry.body + 74)
    data[entry.body + 76 : entry.body + 78] = b"\xff\xff"
    return entry.body + _VIDEO_FIELDS


def _wipe_sound(data: bytearray, entry: Box, *, has_long_sound: bool) -> int:
    version = u16(data, entry.body + 8)
    zero(data, entry.body + 10, entry.body + 16)
    if version not in _MORE_SOUND:
        raise NoCopy(Reason.DAMAGED)
    more = _MORE_SOUND[version] if has_long_sound else 0
    need(entry, _SOUND_FIELDS + more)
    return entry.body + _SOUND_FIELDS + more


def _wipe_settings(data: bytearray, start: int, end: int, depth: int) -> UnitForm | None:
    form = None
    if depth > _MAX_DEPTH:
        raise NoCopy(Reason.DAMAGED)
    for box in children(data, start, end):
        if box.kind in _NESTED and depth:
            # Inside `wave` a bare copy of the coding's name stands for itself.
            zero(data, box.body, box.end)
        elif box.kind in _NESTED:
            _wipe_settings(data, box.body, box.end, depth + 1)
        elif box.kind in {b"avcC", b"hvcC"}:
            form = wipe_settings(data, box.body, box.end, is_hevc=box.kind == b"hvcC") or form
        elif box.kind == b"colr":
            _wipe_colours(data, box)
        elif box.kind not in _SETTINGS:
            _blank_setting(data, box)
        else:
            length = _SETTINGS[box.kind]
            if length is not None:
                zero(data, min(box.body + length, box.end), box.end)
    return form


def _blank_setting(data: bytearray, box: Box) -> None:
    # A list inside `wave` ends with a box of no name, which must keep standing there.
    if box.kind == bytes(4):
        zero(data, box.body, box.end)
    else:
        blank(data, box)


def _wipe_colours(data: bytearray, box: Box) -> None:
    """Colours by number stay; a colour profile may name its maker and its device."""
    length = {b"nclx": 11, b"nclc": 10}.get(bytes(data[box.body : box.body + 4]))
    if length is None:
        blank(data, box)
    else:
        zero(data, min(box.body + length, box.end), box.end)

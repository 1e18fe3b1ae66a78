"""MP3 and AAC streams: a run of frames, each saying its own size. What is not a frame is not kept."""

from collections.abc import Callable, Iterator
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Note, Reason, Rewritten

# ISO 11172-3 and 13818-3, layer III, in kbit/s by index; 0 is "free" and 15 forbidden, neither is accepted.
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_VERSION_1: Final = 3
_LAYER_3: Final = 1
_MONO: Final = 3
# Two bytes of sync are common by chance; so many frames in a row are not.
_ENOUGH: Final = 3
_ID3: Final = 10
_ID3V1: Final = 128
# A damaged stretch between frames (a bad copy, a tag in the middle) may be skipped, this far.
_MAX_GAP: Final = 64 * 1024

Sizer = Callable[[bytes, int], int]


def clean_mpeg(data: bytes) -> Rewritten:
    """Keep the MP3 frames; ID3, APE and lyrics tags, covers and encoder names go."""
    start = _after_id3(data)
    frames = list(_frames(data, start, _mp3_size))
    if len(frames) < _ENOUGH:
        raise NoCopy(Reason.NOT_RECOGNISED if start == 0 else Reason.DAMAGED)
    out = bytearray()
    for number, (at, size) in enumerate(frames):
        frame = data[at : at + size]
        out += frame if number else _without_encoder(frame)
    return Rewritten("mp3", out, _notes(data, frames))


def clean_adts(data: bytes) -> Rewritten:
    """Keep the AAC frames of a recording without a container."""
    frames = list(_frames(data, 0, _adts_size))
    if len(frames) < _ENOUGH:
        raise NoCopy(Reason.NOT_RECOGNISED)
    return Rewritten("aac", b"".join(data[at : at + size] for at, size in frames), _notes(data, frames))


def _notes(data: bytes, frames: list[tuple[int, int]]) -> tuple[Note, ...]:
    end = sum(frames[-1])
    # The usual 128-byte tag at the end is no surprise; anything behind it is.
    tail = data[end:]
    tagged = tail[:-_ID3V1] if tail[-_ID3V1:].startswith(b"TAG") else tail
    is_ape = tagged.startswith(b"APETAGEX") and (tagged is not tail or tagged[-32:].startswith(b"APETAGEX"))
    plain = is_ape or not tagged.strip(b"\x00")
    return () if plain else (Note.TRAILING_DATA_REMOVED,)


def _after_id3(data: bytes) -> int:
    at = 0
    while data.startswith(b"ID3", at) and at + _ID3 <= len(data):
        size = 0
        for byte in data[at + 6 : at + _ID3]:
            size = size << 7 | byte & 0x7F
        footer = _ID3 if data[at + 5] & 0x10 else 0
        at += _ID3 + size + footer
    return at


def _frames(data: bytes, at: int, size_of: Sizer) -> Iterator[tuple[int, int]]:
    """Start and size of each frame, in order. After a gap it goes on only where two frames stand in a row."""
    end = len(data)
    while at < end:
        size = size_of(data, at)
        if size and at + size <= end:
            yield at, size
            at += size
            continue
        found = _next_pair(data, at + 1, min(end, at + _MAX_GAP), size_of)
        if found is None:
            return
        at = found


def _next_pair(data: bytes, start: int, stop: int, size_of: Sizer) -> int | None:
    at = data.find(b"\xff", start, stop)
    while at != -1:
        size = size_of(data, at)
        if size and size_of(data, at + size):
            return at
        at = data.find(b"\xff", at + 1, stop)
    return None


def _mp3_size(data: bytes, at: int) -> int:
    """Bytes of the layer III frame at `at`, or 0 where none begins."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004 -- the sync bits themselves.
        return 0
    version, layer = (head[1] >> 3) & 3, (head[1] >> 1) & 3
    rate, hertz = head[2] >> 4, (head[2] >> 2) & 3
    if version not in _HERTZ or layer != _LAYER_3 or not 0 < rate < len(_RATES_1) or hertz == 3:  # noqa: PLR2004
        return 0
    is_first = version == _VERSION_1
    bits = (_RATES_1 if is_first else _RATES_2)[rate] * 1000
    return (144 if is_first else 72) * bits // _HERTZ[version][hertz] + ((head[2] >> 1) & 1)


def _adts_size(data: bytes, at: int) -> int:
    """Bytes of the ADTS frame at `at`, or 0 where none begins."""
    head = data[at : at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or (head[2] >> 2) & 0x0F > 12:  # noqa: PLR2004
        return 0
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size > len(head) else 0


def _without_encoder(frame: bytes) -> bytes:
    """The first frame may be a table for seeking (Xing, VBRI) with the encoder's name behind it: keep the table."""
    is_first, is_mono = (frame[1] >> 3) & 3 == _VERSION_1, frame[3] >> 6 == _MONO
    side = (17 if is_mono else 32) if is_first else (9 if is_mono else 17)
    at = 4 + side
    if frame[at : at + 4] in {b"Xing", b"Info"}:
        flags = int.from_bytes(frame[at + 4 : at + 8], "big")
        keep = at + 8 + (4 if flags & 1 else 0) + (4 if flags & 2 else 0) + (100 if flags & 4 else 0)
        return (
            frame[:keep] + b"\x00" * (len(frame) - keep) if keep <= len(frame) else frame[:at] + bytes(len(frame) - at)
        )
    if frame[36:40] == b"VBRI":
        return frame[:36] + bytes(len(frame) - 36)
    return frame

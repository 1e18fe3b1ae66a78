"""WAV: a RIFF list of chunks, of which only the format and the sound are kept."""

import struct
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Note, Reason, Rewritten

_HEADER: Final = 12
_CHUNK: Final = struct.Struct("<4sI")
# PCM, Microsoft ADPCM, float, A-law, mu-law, IMA ADPCM, GSM 6.10, and "extensible", which names one of them again.
_CODINGS: Final = frozenset({0x0001, 0x0002, 0x0003, 0x0006, 0x0007, 0x0011, 0x0031, 0xFFFE})
_MAX_FORMAT: Final = 64
_MIN_FORMAT: Final = 14


def clean_wav(data: bytes) -> Rewritten:
    """Keep `fmt `, `fact` and `data`; lists, notes, positions, pictures and broadcast dates go."""
    chunks = _chunks(data)
    if b"fmt " not in chunks or b"data" not in chunks:
        raise NoCopy(Reason.DAMAGED)
    form, sound = chunks[b"fmt "], chunks[b"data"]
    if not _MIN_FORMAT <= len(form) <= _MAX_FORMAT or not len(sound):
        raise NoCopy(Reason.DAMAGED)
    if int.from_bytes(form[:2], "little") not in _CODINGS:
        raise NoCopy(Reason.NOT_ALLOWED)
    kept = [_chunk(b"fmt ", form)]
    if b"fact" in chunks:
        kept.append(_chunk(b"fact", chunks[b"fact"][:4]))
    kept.append(_chunk(b"data", sound))
    body = b"WAVE" + b"".join(kept)
    notes = (Note.TRAILING_DATA_REMOVED,) if len(body) + 8 < len(data) and _has_tail(data) else ()
    return Rewritten("wav", _CHUNK.pack(b"RIFF", len(body)) + body, notes)


def _has_tail(data: bytes) -> bool:
    declared = int.from_bytes(data[4:8], "little")
    return declared + 8 < len(data)


def _chunks(data: bytes) -> dict[bytes, memoryview]:
    """The first chunk of each name. A recorder that was cut off leaves no true size: its sound ends with the file."""
    view, at, found = memoryview(data), _HEADER, dict[bytes, memoryview]()
    while at + _CHUNK.size <= len(view):
        name, size = _CHUNK.unpack_from(view, at)
        at += _CHUNK.size
        found.setdefault(name, view[at : at + size])
        if b"data" in found and b"fmt " in found:
            break
        at += size + size % 2
    return found


def _chunk(name: bytes, body: bytes | memoryview) -> bytes:
    return _CHUNK.pack(name, len(body)) + bytes(body) + b"\x00" * (len(body) % 2)

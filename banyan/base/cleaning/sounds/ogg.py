"""Ogg with Opus or Vorbis: the pages are taken apart and written anew around an empty comment (RFC 3533, 7845)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Note, Reason, Rewritten

_PAGE: Final = struct.Struct("<4sBBqIIIB")
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_SERIAL: Final = 1
_MAX_SEGMENTS: Final = 255
_MAX_HEADER_PACKET: Final = 4 * 1024 * 1024
_MIRRORED: Final = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
# An empty vendor, no comments; Vorbis ends its own with a framing bit.
_OPUS_COMMENT: Final = b"OpusTags" + bytes(8)
_VORBIS_COMMENT: Final = b"\x03vorbis" + bytes(8) + b"\x01"
_VORBIS_HEAD: Final = 30
_OPUS_HEAD: Final = 19


@dataclass(frozen=True, slots=True)
class Page:
    flags: int
    position: int
    serial: int
    lacing: bytes
    body: bytes

    @property
    def is_first(self) -> bool:
        return bool(self.flags & _FIRST)


def clean_ogg(data: bytes) -> Rewritten:
    """Keep one stream of sound; comments, covers and further streams go."""
    pages, end = _pages(data)
    if not pages or not pages[0].is_first:
        raise NoCopy(Reason.DAMAGED)
    head = pages[0].body
    stream = [page for page in pages if page.serial == pages[0].serial]
    if sum(page.is_first for page in stream) != 1:
        raise NoCopy(Reason.DAMAGED)
    if head.startswith(b"OpusHead"):
        headers, sound = _split(stream, 2)
        headers = [_opus_head(headers[0]), _OPUS_COMMENT]
    elif head.startswith(b"\x01vorbis"):
        headers, sound = _split(stream, 3)
        headers = [headers[0][:_VORBIS_HEAD], _VORBIS_COMMENT, headers[2]]
    else:
        raise NoCopy(Reason.NOT_ALLOWED)
    if not sound:
        raise NoCopy(Reason.DAMAGED)
    notes = (Note.HIDDEN_PARTS_REMOVED,) if len(stream) < len(pages) else ()
    return Rewritten(
        "ogg", _written(headers, sound), notes + ((Note.TRAILING_DATA_REMOVED,) if end < len(data) else ())
    )


def _opus_head(packet: bytes) -> bytes:
    """The head has a table of channels only when its last fixed byte says so; whatever follows is not the codec's."""
    if len(packet) < _OPUS_HEAD:
        raise NoCopy(Reason.DAMAGED)
    extra = 2 + packet[9] if packet[18] else 0
    return packet[: _OPUS_HEAD + extra]


def _pages(data: bytes) -> tuple[list[Page], int]:
    """Every whole page with a true checksum from the start, and where the run ends."""
    pages, at = [], 0
    while at + _PAGE.size <= len(data):
        magic, version, flags, position, serial, _, checksum, count = _PAGE.unpack_from(data, at)
        lacing = data[at + _PAGE.size : at + _PAGE.size + count]
        start = at + _PAGE.size + count
        end = start + sum(lacing)
        if magic != b"OggS" or version or len(lacing) < count or end > len(data):
            break
        if checksum != _checksum(data[at : at + 22] + bytes(4) + data[at + 26 : end]):
            break
        pages.append(Page(flags, position, serial, lacing, data[start:end]))
        at = end
    return pages, at


def _split(stream: list[Page], wanted: int) -> tuple[list[bytes], list[Page]]:
    """The header packets, and the pages of sound, which by both specifications begin on a page of their own."""
    packets, current = list[bytes](), bytearray()
    for number, page in enumerate(stream):
        at = 0
        for lace in page.lacing:
            current += page.body[at : at + lace]
            at += lace
            if len(current) > _MAX_HEADER_PACKET:
                raise NoCopy(Reason.DAMAGED)
            if lace < _MAX_SEGMENTS:
                packets.append(bytes(current))
                current.clear()
        if len(packets) > wanted or (len(packets) == wanted and current):
            break
        if len(packets) == wanted:
            return packets, stream[number + 1 :]
    raise NoCopy(Reason.DAMAGED)


def _written(headers: list[bytes], sound: list[Page]) -> bytearray:
    """The stream from its parts, renumbered, under a serial number that says nothing."""
    pages = [_header_page(headers[0], _FIRST), *_header_pages(headers[1:]), *sound]
    out = bytearray()
    for number, page in enumerate(pages):
        flags = page.flags & (_CONTINUED | _FIRST) | (_LAST if number == len(pages) - 1 else 0)
        fields = (b"OggS", 0, flags, page.position, _SERIAL, number)
        raw = _PAGE.pack(*fields, 0, len(page.lacing)) + page.lacing + page.body
        out += _PAGE.pack(*fields, _checksum(raw), len(page.lacing)) + raw[_PAGE.size :]
    return out


def _header_page(packet: bytes, flags: int) -> Page:
    return Page(flags, 0, _SERIAL, _laced(len(packet)), packet)


def _header_pages(packets: list[bytes]) -> Iterator[Page]:
    lacing, body = b"".join(_laced(len(packet)) for packet in packets), b"".join(packets)
    at = 0
    for first in range(0, len(lacing), _MAX_SEGMENTS):
        part = lacing[first : first + _MAX_SEGMENTS]
        goes_on = first > 0 and lacing[first - 1] == _MAX_SEGMENTS
        ends_here = any(lace < _MAX_SEGMENTS for lace in part)
        yield Page(_CONTINUED if goes_on else 0, 0 if ends_here else -1, _SERIAL, part, body[at : at + sum(part)])
        at += sum(part)


def _laced(size: int) -> bytes:
    return b"\xff" * (size // 255) + bytes([size % 255])


def _checksum(page: bytes) -> int:
    """Ogg's checksum is zlib's polynomial with the bits the other way round, from zero, at zlib's speed."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)

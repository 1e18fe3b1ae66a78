"""Sound recordings, frame by frame and page by page."""

import struct
import wave
from io import BytesIO

from tests.base.cleaning.samples import MARK

# MPEG 1 layer III, 32 kbit/s, 32 kHz, mono: 144 bytes.
_MP3_HEAD = b"\xff\xfb\x18\xc0"
MP3_FRAME = _MP3_HEAD + bytes(17) + b"sound".ljust(123, b"\x11")
ADTS_FRAME = bytes([0xFF, 0xF1, 0x50, 0x40, 0x02, 0x7F, 0xFC]) + b"sound bytes!"
AMR_FRAME = b"\x3c" + bytes(31)


def synchsafe(size: int) -> bytes:
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))


def id3() -> bytes:
    body = b"TIT2" + struct.pack(">I", len(MARK) + 1) + b"\x00\x00\x00" + MARK
    return b"ID3\x03\x00\x00" + synchsafe(len(body)) + body


def encoder_frame() -> bytes:
    """A first frame with a table for seeking and the encoder's name behind it."""
    table = b"Xing" + struct.pack(">III", 3, 10, 1440) + MARK
    return (_MP3_HEAD + bytes(17) + table).ljust(144, b"\x00")


def mp3(*, tail: bytes = b"", middle: bytes = b"") -> bytes:
    ape = b"APETAGEX" + bytes(24) + MARK
    return (
        id3()
        + encoder_frame()
        + MP3_FRAME * 5
        + middle
        + MP3_FRAME * 5
        + ape
        + (b"TAG" + MARK).ljust(128, b"\x00")
        + tail
    )


def adts(tail: bytes = b"") -> bytes:
    return ADTS_FRAME * 6 + tail


def amr(tail: bytes = b"") -> bytes:
    return b"#!AMR\n" + AMR_FRAME * 20 + tail


def wav(*, tail: bytes = b"") -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x01\x02" * 800)
    plain = out.getvalue()
    listed = b"LIST" + struct.pack("<I", len(MARK) + 4) + b"INFO" + MARK
    body = plain[8:36] + listed + plain[36:] + b"bext" + struct.pack("<I", len(MARK)) + MARK
    return b"RIFF" + struct.pack("<I", len(body)) + body + tail


def checksum(page: bytes) -> int:
    """Ogg's checksum the long way, bit by bit, as RFC 3533 tells it."""
    register = 0
    for byte in page:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1 ^ (0x04C11DB7 if register & 0x80000000 else 0)) & 0xFFFFFFFF
    return register


def page(packets: list[bytes], *, number: int, flags: int = 0, position: int = 0, serial: int = 0x43414E41) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    head = struct.pack("<4sBBqII", b"OggS", 0, flags, position, serial, number)
    rest = bytes([len(lacing)]) + lacing + b"".join(packets)
    return head + struct.pack("<I", checksum(head + bytes(4) + rest)) + rest


OPUS_HEAD = b"OpusHead\x01\x01" + struct.pack("<HIHB", 312, 48_000, 0, 0)
OPUS_SOUND = b"\xfc" + b"opus sound"


def comments(magic: bytes) -> bytes:
    """A vendor and one comment, both the mark."""
    return magic + struct.pack("<I", len(MARK)) + MARK + struct.pack("<II", 1, len(MARK)) + MARK


def opus(*, tail: bytes = b"", other: bytes = b"", head: bytes = OPUS_HEAD + MARK) -> bytes:
    start = page([head], number=0, flags=2) + other
    tags = page([comments(b"OpusTags")], number=1)
    return start + tags + page([OPUS_SOUND] * 3, number=2, position=2880, flags=4) + tail


def vorbis() -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBIIIIBB", 0, 1, 48_000, 0, 64_000, 0, 0xB8, 1)
    book = b"\x05vorbis" + b"a book of codes " * 40
    return (
        page([head], number=0, flags=2)
        + page([comments(b"\x03vorbis") + b"\x01", book], number=1)
        + page([b"\x00vorbis sound"] * 2, number=2, position=1024, flags=4)
    )

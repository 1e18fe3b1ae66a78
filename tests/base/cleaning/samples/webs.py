"""WebM and Matroska films, element by element."""

from tests.base.cleaning.samples import MARK
from tests.base.cleaning.samples.films import FRAME

PICTURE = b"a picture in VP8"


def element(number: int, *parts: bytes, is_live: bool = False) -> bytes:
    body = b"".join(parts)
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if is_live else (1 << 56 | len(body)).to_bytes(8, "big")
    return name + size + body


def value(number: int, amount: int) -> bytes:
    return element(number, amount.to_bytes(max(1, (amount.bit_length() + 7) // 8), "big"))


def header(doc_type: bytes = b"webm") -> bytes:
    return element(0x1A45DFA3, value(0x4286, 1), element(0x4282, doc_type), element(0x4281, MARK))


def info() -> bytes:
    """Title, programs, date, file name, and an identity that would be the same in every copy."""
    return element(
        0x1549A966, value(0x2AD7B1, 1_000_000), element(0x7BA9, MARK), element(0x4D80, MARK), element(0x5741, MARK),
        element(0x4461, MARK[:8]), element(0x7384, MARK), element(0x73A4, MARK[:16]),
    )  # fmt: skip


def track(number: int, kind: int, codec: bytes, *more: bytes) -> bytes:
    return element(
        0xAE, value(0xD7, number), element(0x73C5, MARK[:8]), value(0x83, kind), element(0x86, codec + b"\x00" + MARK),
        element(0x536E, MARK), element(0x22B59C, b"spa"), element(0x258688, MARK), *more,
    )  # fmt: skip


VP8 = track(
    1, 1, b"V_VP8", element(0x63A2, MARK), element(0xE0, value(0xB0, 64), value(0xBA, 48), element(0x2EB524, MARK[:4]))
)
OPUS = track(2, 2, b"A_OPUS", element(0x63A2, b"OpusHead\x01\x01" + bytes(9)), element(0xE1, value(0x9F, 1)))
SUBTITLES = track(3, 0x11, b"S_TEXT/UTF8")
_COMMENT = (
    b"\x03vorbis" + len(MARK).to_bytes(4, "little") + MARK + (1).to_bytes(4, "little") + b"\x04\x00\x00\x00A=BC\x01"
)
VORBIS = track(
    2,
    2,
    b"A_VORBIS",
    element(0x63A2, b"\x02" + bytes([30, len(_COMMENT)]) + b"\x01vorbis" + bytes(23) + _COMMENT + b"\x05vorbis book"),
)
AVC = track(1, 1, b"V_MPEG4/ISO/AVC", element(0x63A2, b"\x01\x42\x00\x0a\xff\xe0\x00"))


def block(number: int, body: bytes, flags: int = 0x80) -> bytes:
    return element(0xA3, bytes([0x80 | number, 0, 0, flags]) + body)


def group(number: int, body: bytes) -> bytes:
    return element(0xA0, element(0xA1, bytes([0x80 | number, 0, 0, 0]) + body), value(0x9B, 33), element(0x75A1, MARK))


def cluster(*blocks: bytes, is_live: bool = False) -> bytes:
    return element(0x1F43B675, value(0xE7, 0), *blocks, element(0x5854, MARK), is_live=is_live)


def cues() -> bytes:
    return element(
        0x1C53BB6B, element(0xBB, value(0xB3, 0), element(0xB7, value(0xF7, 1), value(0xF1, 99), element(0xDB, MARK)))
    )


def tags() -> bytes:
    """Tags, chapters and attached files, each with the mark; and a checksum over nothing."""
    tag = element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"LOCATION"), element(0x4487, MARK))))
    return (
        tag
        + element(0x1043A770, MARK)
        + element(0x1941A469, element(0x61A7, MARK))
        + element(0xBF, b"\x01\x02\x03\x04")
    )


def seek() -> bytes:
    return element(
        0x114D9B74, element(0x4DBB, element(0x53AB, b"\x15\x49\xa9\x66"), value(0x53AC, 60)), element(0xEC, MARK)
    )


def film(
    *tracks: bytes, doc_type: bytes = b"webm", is_live: bool = False, tail: bytes = b"", blocks: bytes = b""
) -> bytes:
    body = [
        seek(), info(), tags(), element(0x1654AE6B, *(tracks or (VP8, OPUS, SUBTITLES))),
        cluster(blocks or block(1, PICTURE), group(2, b"sound"), block(3, MARK), group(3, MARK), is_live=is_live),
        cluster(block(1, PICTURE), is_live=is_live),
    ]  # fmt: skip
    if not is_live:
        body.append(cues())
    return header(doc_type) + element(0x18538067, *body, is_live=is_live) + tail


def film_with_units() -> bytes:
    return film(AVC, doc_type=b"matroska", blocks=block(1, FRAME))

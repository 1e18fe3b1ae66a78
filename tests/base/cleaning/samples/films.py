"""MP4 films, box by box."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.base.cleaning.samples import MARK

SEI_USER_DATA = 5
WHEN = 3_800_000_000


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def unit(kind: int, body: bytes) -> bytes:
    """One H.264 unit with its length in front."""
    return struct.pack(">I", len(body) + 1) + bytes([kind]) + body


def supplement(kind: int, body: bytes) -> bytes:
    return unit(6, bytes([kind, len(body)]) + body + b"\x80")


# A slice, before it a supplement in which the encoder (or the camera) writes what it likes.
FRAME = supplement(SEI_USER_DATA, bytes(16) + MARK) + unit(5, b"picture bytes")
SOUND = b"sound bytes, one frame"
MEASURE = b"GPS " + MARK


@dataclass
class Track:
    """What a track is, and the samples it has, each a chunk of its own."""

    handler: bytes
    entry: bytes
    samples: Sequence[bytes]
    media_header: bytes = full(b"vmhd", bytes(8), flags=1)
    more: bytes = b""
    more_in_table: bytes = b""
    reference: bytes = b""


def avc_entry(*more: bytes) -> bytes:
    settings = box(b"avcC", b"\x01\x42\x00\x0a\xff\xe1\x00\x04\x67\x42\x00\x0a\x01\x00\x04\x68\xce\x38\x80")
    name = bytes([len(MARK)]) + MARK.ljust(31, b"\x00")
    fields = bytes(6) + b"\x00\x01" + bytes(16) + struct.pack(">HHIIIH", 64, 48, 0x480000, 0x480000, 0, 1) + name
    return box(b"avc1", fields + b"\x00\x18\xff\xff", settings, *more)


def sound_entry(kind: bytes = b"mp4a", *more: bytes, channels: int = 1, bits: int = 16) -> bytes:
    fields = bytes(6) + b"\x00\x01" + b"\x00\x00\x00\x00" + MARK[:4]
    return box(kind, fields + struct.pack(">HHHHI", channels, bits, 0, 0, 48_000 << 16), *more)


def video(*samples: bytes, **other: bytes) -> Track:
    profile = box(b"colr", b"prof" + MARK)
    return Track(b"vide", avc_entry(profile, box(b"xtra", MARK)), samples or (FRAME, FRAME), **other)


def sound(*samples: bytes) -> Track:
    esds = full(b"esds", b"\x03\x19\x00\x00\x00\x04\x11\x40\x15" + bytes(11) + b"\x05\x02\x11\x88\x06\x01\x02")
    return Track(b"soun", sound_entry(b"mp4a", esds), samples or (SOUND,), full(b"smhd", bytes(4)))


def measurements() -> Track:
    """Where an action camera keeps its GPS: a track of its own, whose samples lie in the media like the others."""
    return Track(b"meta", box(b"gpmd", bytes(6) + b"\x00\x01" + MARK), (MEASURE, MEASURE), full(b"nmhd"))


@dataclass
class Film:
    """A whole file. `gap` stands between the samples, `tail` at the end."""

    tracks: Sequence[Track] = field(default_factory=lambda: [video(), sound(), measurements()])
    brand: bytes = b"isom"
    gap: bytes = MARK
    tail: bytes = b""
    more: bytes = b""
    more_in_moov: bytes = b""
    has_long_offsets: bool = False

    def whole(self) -> bytes:
        start = box(b"ftyp", self.brand, b"GPS!", b"isom", MARK[:4])
        first = self._with_offsets(0)
        body_at = len(start) + len(self.more) + len(first) + 8
        media, offsets = self._media(body_at)
        return start + self.more + self._movie(offsets) + box(b"mdat", media) + self.tail

    def _with_offsets(self, value: int) -> bytes:
        return self._movie([[value] * len(track.samples) for track in self.tracks])

    def _media(self, at: int) -> tuple[bytes, list[list[int]]]:
        media, offsets = b"", list[list[int]]()
        for track in self.tracks:
            places = []
            for sample in track.samples:
                media += self.gap
                places.append(at + len(media))
                media += sample
            offsets.append(places)
        return media + self.gap, offsets

    def _movie(self, offsets: list[list[int]]) -> bytes:
        head = full(
            b"mvhd", numbers(WHEN, WHEN, 1000, 3000, 0x10000), b"\x01\x00", MARK[:10], bytes(36), MARK[:24], numbers(9)
        )
        traks = [
            self._trak(number, *pair) for number, pair in enumerate(zip(self.tracks, offsets, strict=True), start=1)
        ]
        return box(b"moov", head, *traks, udta(), self.more_in_moov)

    def _trak(self, number: int, track: Track, offsets: list[int]) -> bytes:
        head = full(b"tkhd", numbers(WHEN, WHEN, number, 0xAAAAAAAA, 3000), MARK[:8], bytes(52), flags=3)
        edits = box(b"edts", full(b"elst", numbers(1, 3000, 0, 0x10000)))
        handler = full(b"hdlr", b"mhlr" + track.handler, MARK[:12], MARK)
        media_head = full(b"mdhd", numbers(WHEN, WHEN, 1000, 3000), b"\x15\xc7", MARK[:2])
        reference = track.reference or full(b"alis", MARK)
        data = box(b"dinf", full(b"dref", numbers(1), reference))
        media = box(b"minf", track.media_header, data, self._table(track, offsets))
        return box(b"trak", head, edits, box(b"mdia", media_head, handler, media), udta(), track.more)

    def _table(self, track: Track, offsets: list[int]) -> bytes:
        count = len(track.samples)
        sizes = [len(sample) for sample in track.samples]
        if self.has_long_offsets:
            places = full(b"co64", numbers(count), struct.pack(f">{count}Q", *offsets))
        else:
            places = full(b"stco", numbers(count, *offsets))
        return box(
            b"stbl",
            full(b"stsd", numbers(1), track.entry),
            full(b"stts", numbers(1, count, 1000), MARK),
            full(b"stsc", numbers(1, 1, 1, 1), MARK),
            full(b"stsz", numbers(0, count, *sizes), MARK),
            places + track.more_in_table,
        )


def udta() -> bytes:
    """Where phones write the place, the date, the model and the owner."""
    place = box(b"\xa9xyz", struct.pack(">HH", len(MARK), 0x15C7) + MARK)
    listed = full(b"meta", full(b"hdlr", bytes(20)), box(b"ilst", box(b"\xa9nam", box(b"data", bytes(8) + MARK))))
    return box(b"udta", place, listed, numbers(0)) + box(b"uuid", bytes(16), MARK)


def fragmented(*, has_base: bool) -> bytes:
    """A film as browsers record it: the samples come in fragments behind an empty description."""
    tracks = [video(), measurements()]
    for track in tracks:
        track.samples = ()
    extends = [full(b"trex", numbers(number, 1, 1000, 0, 0)) for number in (1, 2)]
    start = Film(tracks, more_in_moov=box(b"mvex", full(b"mehd", numbers(3000)), *extends)).whole()

    def fragment(offset: int) -> bytes:
        head = full(
            b"tfhd",
            numbers(1),
            struct.pack(">Q", len(start)) if has_base else b"",
            flags=1 if has_base else 0x20000,
        )
        run = full(b"trun", numbers(2, offset, len(FRAME), len(FRAME)), flags=0x201)
        other = full(b"tfhd", numbers(2), flags=0x20000)
        measured = full(b"trun", numbers(1, offset + 2 * len(FRAME), len(MEASURE)), flags=0x201)
        return box(
            b"moof",
            full(b"mfhd", numbers(1)),
            box(b"traf", head, full(b"tfdt", numbers(0)), run, box(b"uuid", bytes(16), MARK)),
            box(b"traf", other, measured),
        )

    moof = fragment(len(fragment(0)) + 8)
    return start + moof + box(b"mdat", FRAME, FRAME, MEASURE, MARK) + box(b"mfra", MARK)

"""Which bytes of the media a track's tables point to. What no kept track points to is not media."""

from array import array
from collections.abc import Iterator
from itertools import accumulate
from sys import byteorder
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason
from banyan.base.cleaning.mp4.boxes import Box, need, u16, u32, u64

Span = tuple[int, int]

# Twenty megabytes of one-byte samples: more can't be in the file.
_MAX_SAMPLES: Final = 21_000_000


def spans(data: bytearray, table: dict[bytes, Box], plain_width: int) -> Iterator[Span]:
    """Start and end of every chunk of a track, from its `stbl` boxes.

    `plain_width` is the least number of bytes of one moment of plain sound, 0 for coded tracks: older QuickTime files
    count such samples as one byte each.
    """
    offsets = _offsets(data, table)
    counts = _per_chunk(data, table, len(offsets))
    if b"stsz" in table and u32(data, table[b"stsz"].body + 4):
        size = max(u32(data, table[b"stsz"].body + 4), plain_width)
        for offset, count in zip(offsets, counts, strict=True):
            yield offset, offset + count * size
        return
    ends = array("Q", accumulate(_sizes(data, table), initial=0))
    at = 0
    for offset, count in zip(offsets, counts, strict=True):
        if at + count >= len(ends):
            raise NoCopy(Reason.DAMAGED)
        yield offset, offset + ends[at + count] - ends[at]
        at += count


def _offsets(data: bytearray, table: dict[bytes, Box]) -> "array[int]":
    if b"co64" in table:
        return _numbers(data, table[b"co64"], 8, "Q")
    if b"stco" in table:
        return _numbers(data, table[b"stco"], 8, "I")
    raise NoCopy(Reason.DAMAGED)


def _sizes(data: bytearray, table: dict[bytes, Box]) -> "array[int]":
    if b"stsz" in table:
        return _numbers(data, table[b"stsz"], 12, "I")
    if b"stz2" not in table:
        raise NoCopy(Reason.DAMAGED)
    box = table[b"stz2"]
    need(box, 12)
    width, count = data[box.body + 7], u32(data, box.body + 8)
    raw = data[box.body + 12 : box.end]
    if count > 2 * len(raw) or width not in {4, 8, 16}:
        raise NoCopy(Reason.DAMAGED)
    if width == 16:  # noqa: PLR2004 -- bits of one size.
        return array("I", (u16(raw, 2 * number) for number in range(count)))
    if width == 8:  # noqa: PLR2004 -- bits of one size.
        return array("I", iter(raw[:count]))
    return array("I", ((raw[number // 2] >> (0 if number % 2 else 4)) & 15 for number in range(count)))


def _numbers(data: bytearray, box: Box, start: int, code: str) -> "array[int]":
    """The table of numbers in a box, whose count stands four bytes before `start`."""
    need(box, start)
    numbers = array(code)
    count = u32(data, box.body + start - 4)
    need(box, start + count * numbers.itemsize)
    numbers.frombytes(data[box.body + start : box.body + start + count * numbers.itemsize])
    if byteorder == "little":
        numbers.byteswap()
    return numbers


def _per_chunk(data: bytearray, table: dict[bytes, Box], chunks: int) -> Iterator[int]:
    """How many samples lie in each chunk; the table names only the chunks where that changes."""
    if b"stsc" not in table:
        raise NoCopy(Reason.DAMAGED)
    box = table[b"stsc"]
    need(box, 8)
    count = u32(data, box.body + 4)
    need(box, 8 + 12 * count)
    firsts = [u32(data, box.body + 8 + 12 * entry) for entry in range(count)]
    if chunks and (not firsts or firsts[0] != 1 or firsts != sorted(set(firsts))):
        raise NoCopy(Reason.DAMAGED)
    for entry, first in enumerate(firsts):
        following = firsts[entry + 1] if entry + 1 < count else chunks + 1
        samples = u32(data, box.body + 12 + 12 * entry)
        if samples > _MAX_SAMPLES:
            raise NoCopy(Reason.DAMAGED)
        for _ in range(first, min(following, chunks + 1)):
            yield samples


def fragment_spans(data: bytearray, moof: Box, traf: list[Box], default_size: int, base: int) -> list[Span]:
    """Start and end of each run of samples in one track's fragment (`tfhd` first, then its `trun` boxes)."""
    head = traf[0]
    need(head, 8)
    flags = u32(data, head.body) & 0xFFFFFF
    at = head.body + 8
    need(head, 8 + 8 * (flags & 1) + 4 * (flags & 0x3A).bit_count())
    if flags & 1:
        base, at = u64(data, at), at + 8
    elif flags & 0x020000:
        base = moof.start
    at += 4 * (flags & 0x0A).bit_count()
    if flags & 0x10:
        default_size = u32(data, at)
    found: list[Span] = []
    position = base
    for run in traf[1:]:
        start, size = _run(data, run, default_size)
        position = base + start if start is not None else position
        found.append((position, position + size))
        position += size
    return found


def _run(data: bytearray, run: Box, default_size: int) -> tuple[int | None, int]:
    """Where a run begins, counted from its base, if it says so; and how many bytes it has."""
    need(run, 8)
    flags, count = u32(data, run.body) & 0xFFFFFF, u32(data, run.body + 4)
    width = 4 * (flags & 0xF00).bit_count()
    at = run.body + 8
    need(run, 8 + 4 * (flags & 5).bit_count() + width * count)
    start = None
    if flags & 1:
        start = int.from_bytes(data[at : at + 4], "big", signed=True)
    if not flags & 0x200:
        return start, count * default_size
    at += 4 * (flags & 5).bit_count() + (4 if flags & 0x100 else 0)
    return start, sum(u32(data, at + width * number) for number in range(count))

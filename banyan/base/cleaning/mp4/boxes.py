"""Boxes: a size, four letters, a body. Everything in MP4 is one."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason

HEADER: Final = 8
_LONG_HEADER: Final = 16
_HEAD: Final = struct.Struct(">I4s")
_U32: Final = struct.Struct(">I")
_U64: Final = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box lies: its header begins at `start`, its body at `body`, and it ends before `end`."""

    kind: bytes
    start: int
    body: int
    end: int


def box_at(data: bytes | bytearray, at: int, end: int) -> Box | None:
    """The box whose header is at `at`, or None where no whole box fits before `end`."""
    if at + HEADER > end:
        return None
    size, kind = _HEAD.unpack_from(data, at)
    body = at + HEADER
    if size == 1:
        if at + _LONG_HEADER > end:
            return None
        size, body = u64(data, body), at + _LONG_HEADER
    elif size == 0:
        size = end - at
    if size < body - at or at + size > end:
        return None
    return Box(kind, at, body, at + size)


def children(data: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill a container; up to seven bytes of padding at its end are zeroed."""
    at = start
    while end - at >= HEADER:
        box = box_at(data, at, end)
        if box is None:
            # QuickTime closes some lists with four zero bytes.
            if not any(data[at:end]):
                return
            raise NoCopy(Reason.DAMAGED)
        yield box
        at = box.end
    zero(data, at, end)


def blank(data: bytearray, box: Box) -> None:
    """Make it free space."""
    data[box.start + 4 : box.start + HEADER] = b"free"
    zero(data, box.body, box.end)


def zero(data: bytearray, start: int, end: int) -> None:
    if start < end:
        data[start:end] = bytes(end - start)


def need(box: Box, size: int) -> None:
    """A body shorter than its own fields is damage."""
    if box.end - box.body < size:
        raise NoCopy(Reason.DAMAGED)


def u16(data: bytes | bytearray, at: int) -> int:
    return data[at] << 8 | data[at + 1]


def u32(data: bytes | bytearray, at: int) -> int:
    return int(_U32.unpack_from(data, at)[0])


def u64(data: bytes | bytearray, at: int) -> int:
    return int(_U64.unpack_from(data, at)[0])

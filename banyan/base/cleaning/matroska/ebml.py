"""EBML elements: a number, a size, a body. Everything in Matroska is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason

_MAX_ID: Final = 4
_MAX_SIZE: Final = 8
_VOID: Final = 0xEC
# A Void this long or longer writes its size in eight bytes, which any reader must understand.
_SHORT_VOID: Final = 128


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element lies. `end` is None where it was recorded live and its size never written."""

    number: int
    start: int
    body: int
    end: int | None

    @property
    def stop(self) -> int:
        """Its end; an element without one where one is needed is damage."""
        if self.end is None:
            raise NoCopy(Reason.DAMAGED)
        return self.end


def element_at(data: bytearray, at: int, limit: int) -> Element | None:
    """The element whose number is at `at`, or None where no whole one fits before `limit`."""
    start = at
    width = _width(data, at, limit, _MAX_ID)
    if not width:
        return None
    number = int.from_bytes(data[at : at + width], "big")
    at += width
    width = _width(data, at, limit, _MAX_SIZE)
    if not width:
        return None
    size = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    body = at + width
    if size == (1 << 7 * width) - 1:
        return Element(number, start, body, None)
    return Element(number, start, body, body + size) if body + size <= limit else None


def _width(data: bytearray, at: int, limit: int, most: int) -> int:
    """Bytes of the number at `at`, told by its first set bit; 0 where none fits."""
    if at >= limit or not data[at]:
        return 0
    width = 9 - data[at].bit_length()
    return width if width <= most and at + width <= limit else 0


def children(data: bytearray, start: int, end: int) -> Iterator[Element]:
    """The elements that exactly fill a body."""
    at = start
    while at < end:
        element = element_at(data, at, end)
        if element is None or element.end is None:
            raise NoCopy(Reason.DAMAGED)
        yield element
        at = element.end


def void(data: bytearray, element: Element) -> None:
    """Make it nothing, at its full length."""
    length = element.stop - element.start
    data[element.start : element.stop] = bytes(length)
    data[element.start] = _VOID
    if length <= _SHORT_VOID:
        data[element.start + 1] = 0x80 | (length - 2)
    else:
        data[element.start + 1 : element.start + 9] = (1 << 56 | (length - 9)).to_bytes(8, "big")


def wipe(data: bytearray, element: Element) -> None:
    """Keep the element, with an empty value."""
    data[element.body : element.stop] = bytes(element.stop - element.body)


def unsigned(data: bytearray, element: Element) -> int:
    if element.stop - element.body > _MAX_SIZE:
        raise NoCopy(Reason.DAMAGED)
    return int.from_bytes(data[element.body : element.stop], "big")


def variable(data: bytearray, at: int, limit: int) -> tuple[int, int]:
    """A number as blocks write it, and where it ends."""
    width = _width(data, at, limit, _MAX_SIZE)
    if not width:
        raise NoCopy(Reason.DAMAGED)
    return int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1), at + width

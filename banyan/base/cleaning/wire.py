"""The one message a child sends back: a length, a line of JSON, then the bytes of the copy."""

import json
import struct
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from banyan.base.cleaning.contract import FORMATS, MAX_OUTPUT_BYTES, NoCopy, Note, Reason, Rewritten

_LENGTH: Final = struct.Struct(">I")
_MAX_HEADER: Final = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    format: str
    notes: tuple[Note, ...]
    data: bytes


def send_copy(out: BinaryIO, copy: Rewritten) -> None:
    _send(out, {"format": copy.format, "notes": list(copy.notes), "size": len(copy.data)})
    out.write(copy.data)


def send_refusal(out: BinaryIO, reason: Reason) -> None:
    _send(out, {"refused": reason})


def _send(out: BinaryIO, header: dict[str, object]) -> None:
    encoded = json.dumps(header).encode()
    out.write(_LENGTH.pack(len(encoded)) + encoded)


def receive(source: BinaryIO) -> Answer:
    """Read an answer, trusting nothing in it: a child that was taken over may send anything."""
    try:
        header = _receive_header(source)
        if "refused" in header:
            raise NoCopy(Reason(cast("str", header["refused"])))
        format_key, size = header["format"], header["size"]
        notes = tuple(Note(note) for note in cast("list[str]", header["notes"]))
    except (ValueError, KeyError, TypeError):
        raise NoCopy(Reason.COULD_NOT_OPEN) from None
    if not isinstance(format_key, str) or format_key not in FORMATS or not isinstance(size, int):
        raise NoCopy(Reason.COULD_NOT_OPEN)
    if not 0 < size <= MAX_OUTPUT_BYTES:
        raise NoCopy(Reason.COULD_NOT_OPEN)
    data = source.read(size)
    if len(data) != size:
        raise NoCopy(Reason.COULD_NOT_OPEN)
    return Answer(format_key, notes, data)


def _receive_header(source: BinaryIO) -> dict[str, object]:
    prefix = source.read(_LENGTH.size)
    if len(prefix) != _LENGTH.size:
        raise ValueError("no answer")
    (length,) = _LENGTH.unpack(prefix)
    if length > _MAX_HEADER:
        raise ValueError("header too long")
    header = json.loads(source.read(length))
    if not isinstance(header, dict):
        raise TypeError("header is not an object")
    return header

"""The process in which a stranger's file is opened: one file, no disk, no network, then it ends.

Run by cleaner.py as `python -m banyan.base.cleaning.child`; the file comes by standard input, the copy leaves by
standard output. Whatever breaks here breaks alone.
"""

import struct
import sys
from collections.abc import Callable

from banyan.base.cleaning.contract import MAX_BYTES, MAX_OUTPUT_BYTES, NoCopy, Reason, Rewritten
from banyan.base.cleaning.limits import close_the_doors, limit_resources
from banyan.base.cleaning.sniff import sniff
from banyan.base.cleaning.wire import send_copy, send_refusal

_HEAD = 64

Handler = Callable[[bytes], Rewritten]


def handler_for(head: bytes) -> Handler:
    """The rewriter for this kind of file. Only what it needs is loaded, before the doors are closed."""
    kind = sniff(head)
    if kind.isupper():
        from banyan.base.cleaning.photos import clean_photo, load_decoders

        load_decoders(kind)
        return lambda data: clean_photo(data, kind)
    if kind == "pdf":
        from banyan.base.cleaning.documents import clean_document, load_renderer

        load_renderer()
        return clean_document
    if kind == "mp4":
        from banyan.base.cleaning.mp4 import clean_mp4

        return clean_mp4
    if kind == "matroska":
        from banyan.base.cleaning.matroska import clean_matroska

        return clean_matroska
    from banyan.base.cleaning.sounds import SOUNDS

    return SOUNDS[kind]


def rewrite(data: bytes, handler: Handler) -> Rewritten:
    """Call the handler; what a decoder throws at bad input is a damaged file, and memory has its own reason."""
    try:
        copy = handler(data)
    except MemoryError:
        raise NoCopy(Reason.TOO_COMPLEX) from None
    except (OSError, ValueError, SyntaxError, LookupError, EOFError, struct.error, OverflowError):
        raise NoCopy(Reason.DAMAGED) from None
    if not copy.data:
        raise NoCopy(Reason.DAMAGED)
    if len(copy.data) > MAX_OUTPUT_BYTES:
        raise NoCopy(Reason.TOO_LARGE)
    return copy


def read_file() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise NoCopy(Reason.TOO_LARGE)
    return data


def main() -> None:
    limit_resources()
    out = sys.stdout.buffer
    try:
        data = read_file()
        handler = handler_for(data[:_HEAD])
        close_the_doors()
        copy = rewrite(data, handler)
    except NoCopy as refused:
        send_refusal(out, refused.reason)
    else:
        send_copy(out, copy)
    out.flush()


if __name__ == "__main__":
    main()

"""Files sealed as a stream, so that twenty megabytes never stand in memory at once.

libsodium's secretstream (XChaCha20-Poly1305, each frame chained to the one before, a final mark on the last). Frames
have one size; the first four bytes of each say how much of it is content, the rest is filling, so that the whole stream
has a padded size like every other content.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
)
from nacl.exceptions import CryptoError

from banyan.vault.envelope import FORMAT, KEY_SIZE, Sealed, join_parts
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding
from banyan.vault.padding import padded_size

FRAME_SIZE: Final = 256 * 1024  # Large enough to be fast, small enough to hold many at once.
_LENGTH: Final = 4
_ROOM: Final = FRAME_SIZE - _LENGTH
_SEALED_FRAME: Final = FRAME_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES
_HEAD: Final = 1 + crypto_secretstream_xchacha20poly1305_HEADERBYTES


def seal_chunks(chunks: Iterable[bytes], key: bytes, binding: Binding) -> Iterator[bytes]:
    """Seal content that arrives in pieces of any size; yields a head of 25 bytes, then frames of up to 256 KiB + 17.

    The total depends only on the padded size of the content. ValueError if the key hasn't 32 bytes.
    """
    if len(key) != KEY_SIZE:
        raise ValueError("A key has 32 bytes.")
    return _seal(chunks, key, _context(binding))


def open_chunks(sealed: Iterable[Sealed], key: bytes, binding: Binding) -> Iterator[bytes]:
    """Undo `seal_chunks` from pieces of any size; CannotOpen whatever the cause.

    What was yielded before an error is the true beginning of the file, but a cut shows only at the end: whoever writes
    it somewhere must throw it away when CannotOpen comes.
    """
    context = _context(binding)
    frames = _frames(sealed)
    state = crypto_secretstream_xchacha20poly1305_state()
    head = next(frames)
    if head[:1] != FORMAT or len(head) != _HEAD or len(key) != KEY_SIZE:
        raise CannotOpen
    crypto_secretstream_xchacha20poly1305_init_pull(state, head[1:], key)
    final = False
    for frame in frames:
        if final:
            raise CannotOpen
        content, final = _pull(state, frame, context)
        if content:
            yield content
    if not final:
        raise CannotOpen


def _seal(chunks: Iterable[bytes], key: bytes, context: bytes) -> Iterator[bytes]:
    state = crypto_secretstream_xchacha20poly1305_state()
    yield FORMAT + crypto_secretstream_xchacha20poly1305_init_push(state, key)
    waiting = bytearray()
    written = 0
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > _ROOM:
            yield _push(state, bytes(waiting[:_ROOM]), _ROOM, context)
            del waiting[:_ROOM]
            written += _ROOM
    left = padded_size(written + len(waiting)) - written
    while left > _ROOM:
        yield _push(state, bytes(waiting[:_ROOM]), _ROOM, context)
        del waiting[:_ROOM]
        left -= _ROOM
    yield _push(state, bytes(waiting), left, context, crypto_secretstream_xchacha20poly1305_TAG_FINAL)


def _push(
    state: crypto_secretstream_xchacha20poly1305_state,
    content: bytes,
    size: int,
    context: bytes,
    tag: int = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
) -> bytes:
    frame = len(content).to_bytes(_LENGTH, "big") + content + bytes(size - len(content))
    return crypto_secretstream_xchacha20poly1305_push(state, frame, context, tag)


def _pull(state: crypto_secretstream_xchacha20poly1305_state, sealed: bytes, context: bytes) -> tuple[bytes, bool]:
    try:
        frame, tag = crypto_secretstream_xchacha20poly1305_pull(state, sealed, context)
    except (CryptoError, ValueError):
        raise CannotOpen from None
    size = int.from_bytes(frame[:_LENGTH], "big")
    if size > len(frame) - _LENGTH:
        raise CannotOpen
    return frame[_LENGTH : _LENGTH + size], tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL


def _frames(sealed: Iterable[Sealed]) -> Iterator[bytes]:
    """Cut pieces of any size into the head and frames; the last one is as long as it happens to be."""
    waiting = bytearray()
    size = _HEAD
    for piece in sealed:
        waiting += piece
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
            size = _SEALED_FRAME
    if waiting or size == _HEAD:
        yield bytes(waiting)


def _context(binding: Binding) -> bytes:
    return join_parts(b"banyan file 1", binding.associated_data())

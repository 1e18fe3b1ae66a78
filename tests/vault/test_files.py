import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
)

from banyan.vault import files
from banyan.vault.errors import CannotOpen
from banyan.vault.files import FRAME_SIZE, open_chunks, seal_chunks
from banyan.vault.keys import Binding
from banyan.vault.padding import padded_size
from tests.vault.hurry import unhurried
from tests.vault.kinds import ELSEWHERE, HERE, KEY

ROOM = FRAME_SIZE - 4
FRAME = FRAME_SIZE + 17
# Around every edge: nothing, one frame just full, just over, several.
EDGES = [0, 1, 255, 256, ROOM - 8192, ROOM - 1, ROOM, ROOM + 1, 2 * ROOM, 3 * ROOM + 5, 9 * ROOM]


def content_of(size: int) -> bytes:
    return (b"%08d" % size * (size // 8 + 1))[:size]


def cut(whole: bytes, size: int) -> Iterator[bytes]:
    return (whole[start : start + size] for start in range(0, len(whole), size))


def sealed_frames(content: bytes) -> tuple[bytes, list[bytes]]:
    whole = b"".join(seal_chunks([content], KEY, HERE))
    return whole[:25], list(cut(whole[25:], FRAME))


def opened(*pieces: bytes, key: bytes = KEY, binding: Binding = HERE) -> bytes:
    return b"".join(open_chunks(pieces, key, binding))


@pytest.mark.parametrize("size", EDGES)
def test_a_file_comes_back_and_only_its_step_shows(size: int) -> None:
    pieces = list(seal_chunks(cut(content_of(size), 65_536), KEY, HERE))
    assert opened(*pieces) == content_of(size)
    frames = -(-padded_size(size) // ROOM)
    assert sum(map(len, pieces)) == 25 + padded_size(size) + frames * 21
    assert max(map(len, pieces)) <= FRAME


@unhurried
@given(
    size=st.integers(min_value=0, max_value=3 * ROOM),
    written=st.integers(min_value=1_000, max_value=2 * ROOM),
    read=st.integers(min_value=1_000, max_value=2 * ROOM),
)
def test_pieces_may_have_any_size(size: int, written: int, read: int) -> None:
    whole = b"".join(seal_chunks(cut(content_of(size), written), KEY, HERE))
    assert opened(*cut(whole, read)) == content_of(size)


def test_pieces_may_be_single_bytes_or_empty() -> None:
    whole = b"".join(seal_chunks([b"", b"a", b"", b"bc", b""], KEY, HERE))
    assert opened(b"", *cut(whole, 1), b"") == b"abc"


@pytest.mark.parametrize("size", [0, 300, ROOM - 300, 2 * ROOM + 7])
def test_every_missing_frame_or_byte_is_noticed(size: int) -> None:
    head, frames = sealed_frames(content_of(size))
    for kept in range(len(frames)):
        with pytest.raises(CannotOpen):
            opened(head, *frames[:kept])
    with pytest.raises(CannotOpen):
        opened(head, *frames[:-1], frames[-1][:-1])
    with pytest.raises(CannotOpen):
        opened(*frames)
    with pytest.raises(CannotOpen):
        opened()


def test_every_other_order_is_noticed() -> None:
    head, frames = sealed_frames(content_of(3 * ROOM + 5))
    assert len(frames) == 4
    for order in itertools.permutations(frames):
        if list(order) != frames:
            with pytest.raises(CannotOpen):
                opened(head, *order)


def test_added_and_repeated_frames_are_noticed() -> None:
    head, frames = sealed_frames(content_of(2 * ROOM + 5))
    other_head, other = sealed_frames(content_of(2 * ROOM + 5))
    for forged in (
        [head, *frames, frames[-1]],
        [head, frames[0], *frames],
        [head, *frames, bytes(FRAME)],
        [head, *frames, b"\x00"],
        [head, other[0], *frames[1:]],
        [other_head, *frames],
    ):
        with pytest.raises(CannotOpen):
            opened(*forged)


def test_nothing_may_follow_the_last_frame() -> None:
    """Not even a frame of the same stream, sealed with the right key, and itself marked as the last."""
    content = b"x" * ROOM
    context, final = files._context(HERE), crypto_secretstream_xchacha20poly1305_TAG_FINAL
    state = crypto_secretstream_xchacha20poly1305_state()
    head = b"\x01" + crypto_secretstream_xchacha20poly1305_init_push(state, KEY)
    last = files._push(state, content, ROOM, context, final)
    after = files._push(state, b"more", 256, context, final)
    assert opened(head, last) == content
    for added in (last, after):
        with pytest.raises(CannotOpen):
            opened(head, last, added)


@pytest.mark.parametrize("frame", [b"", b"\x00\x00", b"\x00\x00\x00\x01", b"\x7f\xff\xff\xffabc"])
def test_a_forgers_frame_that_lies_about_its_content_is_refused(frame: bytes) -> None:
    state = crypto_secretstream_xchacha20poly1305_state()
    head = b"\x01" + crypto_secretstream_xchacha20poly1305_init_push(state, KEY)
    sealed = crypto_secretstream_xchacha20poly1305_push(
        state, frame, files._context(HERE), crypto_secretstream_xchacha20poly1305_TAG_FINAL
    )
    with pytest.raises(CannotOpen):
        opened(head, sealed)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal_chunks([b""], bytes(size), HERE)
    with pytest.raises(CannotOpen):
        opened(*seal_chunks([b""], KEY, HERE), key=bytes(size))


def test_a_long_file_elsewhere_gives_not_even_its_beginning() -> None:
    head, frames = sealed_frames(content_of(3 * ROOM))
    for binding in ELSEWHERE:
        with pytest.raises(CannotOpen):
            next(open_chunks([head, *frames], KEY, binding))


def test_a_long_file_is_never_whole_in_memory() -> None:
    """Frames leave as soon as they are full, both ways, so that one upload costs a frame and not its size."""
    taken = 0

    def source() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(80):
            taken += FRAME_SIZE
            yield bytes(FRAME_SIZE)

    given_back = 0
    for piece in open_chunks(seal_chunks(source(), KEY, HERE), KEY, HERE):
        given_back += len(piece)
        assert taken - given_back <= 3 * FRAME_SIZE
    assert given_back == 80 * FRAME_SIZE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.envelope import join_parts, lock, new_key, unlock
from banyan.vault.errors import CannotOpen
from tests.vault.hurry import unhurried

parts = st.lists(st.binary(max_size=12), max_size=5)


@unhurried
@given(one=parts, other=parts)
def test_different_parts_never_join_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (join_parts(*one) == join_parts(*other)) == (one == other)


@unhurried
@given(plaintext=st.binary(max_size=300), context=st.binary(max_size=60))
def test_what_is_locked_unlocks(plaintext: bytes, context: bytes) -> None:
    key = new_key()
    locked = lock(plaintext, key, context)
    assert len(locked) == len(plaintext) + 41
    assert unlock(locked, key, context) == plaintext


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        lock(b"", bytes(size), b"")
    with pytest.raises(CannotOpen):
        unlock(lock(b"", bytes(32), b""), bytes(size), b"")


def test_keys_are_fresh() -> None:
    assert len({new_key() for _ in range(100)}) == 100

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.errors import CannotOpen
from banyan.vault.padding import pad, padded_size, unpad
from tests.vault.hurry import unhurried

sizes = st.integers(min_value=0, max_value=2**40)


@unhurried
@given(content=st.binary(max_size=20_000))
def test_content_comes_back(content: bytes) -> None:
    assert unpad(pad(content)) == content


@pytest.mark.parametrize(
    "content", [b"", b"\x80", b"\x00", b"\x80\x00\x00", b"\x00" * 255, b"\x80" * 256, b"a\x80" + bytes(300)]
)
def test_content_that_looks_like_filling_comes_back(content: bytes) -> None:
    assert unpad(pad(content)) == content


@unhurried
@given(content=st.binary(max_size=3_000), other=st.binary(max_size=3_000))
def test_the_size_depends_on_the_step_alone(content: bytes, other: bytes) -> None:
    assert len(pad(content)) == padded_size(len(content))
    same_step = padded_size(len(content)) == padded_size(len(other))
    assert (len(pad(content)) == len(pad(other))) == same_step


@unhurried
@given(size=sizes)
def test_steps_rise_and_cost_little(size: int) -> None:
    padded = padded_size(size)
    assert size < padded <= size + max(256, (size + 1) / 16)
    assert padded_size(size + 1) >= padded
    assert padded_size(padded - 1) == padded


def test_short_answers_all_look_the_same() -> None:
    assert {padded_size(size) for size in range(256)} == {256}
    assert {padded_size(size) for size in range(8192)} == set(range(256, 8193, 256))


@pytest.mark.parametrize("power", [14, 20, 24, 30])
def test_large_sizes_share_few_steps(power: int) -> None:
    steps = {padded_size(size) for size in range(2**power, 2 ** (power + 1), 2 ** (power - 9))}
    assert len(steps) <= 33
    gaps = {later - earlier for earlier, later in itertools.pairwise(sorted(steps))}
    assert len(gaps) == 1


@pytest.mark.parametrize("never_padded", [b"", b"\x00" * 256, b"text", b"text\x00\x00"])
def test_what_was_never_padded_is_refused(never_padded: bytes) -> None:
    with pytest.raises(CannotOpen):
        unpad(never_padded)

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.errors import CannotOpen
from banyan.vault.padding import padded_size
from banyan.vault.sealing import new_data_key, seal, seal_json, seal_text, unseal, unseal_json, unseal_text
from tests.vault.hurry import unhurried
from tests.vault.kinds import HERE, KEY

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@unhurried
@given(content=st.binary(max_size=9_000))
def test_content_comes_back_and_only_its_step_shows(content: bytes) -> None:
    key = new_data_key()
    sealed = seal(content, key, HERE)
    assert unseal(sealed, key, HERE) == content
    assert len(sealed) == padded_size(len(content)) + 41


@unhurried
@given(text=st.text(st.characters(), max_size=600))
def test_every_text_comes_back(text: str) -> None:
    assert unseal_text(seal_text(text, KEY, HERE), KEY, HERE) == text


@unhurried
@given(value=json_values)
def test_every_json_value_comes_back(value: object) -> None:
    assert unseal_json(seal_json(value, KEY, HERE), KEY, HERE) == value


def test_two_answers_of_a_kind_look_alike() -> None:
    answers = ["是", "No.", "He followed me home from the bus stop on Clement Street.", "ما حدث لي" * 12]
    assert len({len(seal_text(answer, KEY, HERE)) for answer in answers}) == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf]])
def test_numbers_that_json_lacks_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        seal_json(value, KEY, HERE)


def test_other_types_are_refused() -> None:
    with pytest.raises(TypeError):
        seal_json({"when": object()}, KEY, HERE)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"", bytes(size), HERE)
    with pytest.raises(CannotOpen):
        unseal(seal(b"", KEY, HERE), bytes(size), HERE)


@pytest.mark.parametrize("content", [b"\xff", b"{", b"[1", b"[" * 200_000])
def test_a_forgers_json_is_refused(content: bytes) -> None:
    """Whoever may write to the database can seal what they like to a public key, so what opens needn't be ours."""
    with pytest.raises(CannotOpen):
        unseal_json(seal(content, KEY, HERE), KEY, HERE)


def test_a_forgers_text_is_refused() -> None:
    with pytest.raises(CannotOpen):
        unseal_text(seal(b"\xc3", KEY, HERE), KEY, HERE)

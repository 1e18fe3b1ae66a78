import copy
import hmac
import itertools
import pickle
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault import keys
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, generate_key_pair, key_pair_from, open_sealed, seal_to
from tests.vault.hurry import unhurried
from tests.vault.kinds import ELSEWHERE, HERE

bindings = st.builds(
    Binding,
    record=st.uuids(),
    field=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    organisation=st.none() | st.uuids(),
    version=st.integers(min_value=0, max_value=2**63 - 1),
)


def test_a_key_pair_never_shows_or_hands_over_its_private_half() -> None:
    pair = key_pair_from(b"private private private private!")
    shown = [repr(pair), str(pair), f"{pair}", f"{[pair]}"]
    assert not any("private p" in text or pair.private.hex() in text for text in shown)
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never pickled"):
            take(pair)


def test_pairs_are_fresh_and_compared_by_their_public_half() -> None:
    pair = generate_key_pair()
    assert pair != generate_key_pair()
    assert pair == key_pair_from(pair.private)
    assert hash(pair) == hash(KeyPair(public=pair.public, private=bytes(32)))


@pytest.mark.parametrize("size", [0, 31, 33])
def test_halves_of_another_length_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        key_pair_from(bytes(size))
    with pytest.raises(ValueError, match="32 bytes"):
        KeyPair(public=bytes(size), private=bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        KeyPair(public=bytes(32), private=bytes(size))
    with pytest.raises(ValueError, match="32 bytes"):
        seal_to(bytes(size), b"key", HERE)


def test_sealing_to_a_forged_point_is_refused() -> None:
    with pytest.raises(ValueError, match="usable"):
        seal_to(bytes(32), b"key", HERE)


@unhurried
@given(plaintext=st.binary(max_size=200), binding=bindings)
def test_only_the_holder_opens_and_only_here(plaintext: bytes, binding: Binding) -> None:
    pair = generate_key_pair()
    sealed = seal_to(memoryview(pair.public), plaintext, binding)
    assert open_sealed(pair, sealed, binding) == plaintext
    assert len(sealed) == 81 + len(plaintext)
    with pytest.raises(CannotOpen):
        open_sealed(generate_key_pair(), sealed, binding)
    with pytest.raises(CannotOpen):
        open_sealed(KeyPair(public=generate_key_pair().public, private=pair.private), sealed, binding)


def test_the_binding_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not measured by a clock, but by construction: the one comparison there is goes through hmac."""
    pair = generate_key_pair()
    sealed = seal_to(pair.public, b"key", HERE)
    compared: list[tuple[bytes, bytes]] = []

    def never(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(hmac, "compare_digest", never)
    with pytest.raises(CannotOpen):
        open_sealed(pair, sealed, HERE)
    assert compared == [(keys._digest(HERE), keys._digest(HERE))]


@unhurried
@given(one=bindings, other=bindings)
def test_different_places_never_write_alike(one: Binding, other: Binding) -> None:
    assert (one.associated_data() == other.associated_data()) == (one == other)


def test_each_part_of_a_binding_counts() -> None:
    written = [binding.associated_data() for binding in (HERE, *ELSEWHERE)]
    assert all(one != other for one, other in itertools.combinations(written, 2))


def test_parts_of_a_binding_cannot_slide_into_each_other() -> None:
    """An organisation's sixteen bytes at the end of the field's name are still part of the name."""
    slid = Binding(HERE.record, HERE.field + "\x00" * 16, None, 1)
    assert slid.associated_data() != Binding(HERE.record, HERE.field, UUID(int=0), 1).associated_data()


@pytest.mark.parametrize("version", [-1, 2**63])
def test_impossible_versions_are_refused(version: int) -> None:
    with pytest.raises(ValueError, match="version"):
        Binding(HERE.record, "narrative", None, version)

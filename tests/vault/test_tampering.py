"""One thief with the disk and a pen: every bit, every cut, every swap, on every kind of sealed thing."""

import itertools
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding
from tests.vault.hurry import unhurried
from tests.vault.kinds import CONTENT, ELSEWHERE, HERE, KEY, KINDS, Kind

every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


def refused(kind: Kind, sealed: bytes, key: bytes = KEY, binding: Binding = HERE) -> CannotOpen:
    with pytest.raises(CannotOpen) as caught:
        kind.open(sealed, key, binding)
    return caught.value


@every_kind
@unhurried
@given(content=st.binary(min_size=32, max_size=32), key=st.binary(min_size=32, max_size=32))
def test_opens_where_it_belongs(kind: Kind, content: bytes, key: bytes) -> None:
    assert kind.open(kind.lock(content, key, HERE), key, HERE) == content


@every_kind
def test_opens_from_either_database(kind: Kind) -> None:
    assert kind.open(memoryview(kind.lock(CONTENT, KEY, HERE)), KEY, HERE) == CONTENT  # type: ignore[arg-type] # As PostgreSQL gives it.


@every_kind
def test_every_flipped_bit_is_refused(kind: Kind) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    for at, bit in itertools.product(range(len(sealed)), range(8)):
        flipped = bytearray(sealed)
        flipped[at] ^= 1 << bit
        refused(kind, bytes(flipped))


@every_kind
def test_every_cut_is_refused(kind: Kind) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    for size in range(len(sealed)):
        refused(kind, sealed[:size])


@every_kind
@unhurried
@given(more=st.binary(min_size=1, max_size=400))
def test_every_addition_is_refused(kind: Kind, more: bytes) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    refused(kind, sealed + more)
    refused(kind, more + sealed)


@every_kind
@unhurried
@given(noise=st.binary(max_size=400))
def test_noise_is_refused(kind: Kind, noise: bytes) -> None:
    refused(kind, noise)
    refused(kind, b"\x01" + noise)


@every_kind
def test_another_key_is_refused(kind: Kind) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    for at in range(32):
        # The lowest bits of an X25519 key's first byte and the top of its last don't count (RFC 7748), so use others.
        other = bytearray(KEY)
        other[at] ^= 0b00011000
        refused(kind, sealed, key=bytes(other))


@every_kind
def test_another_place_is_refused(kind: Kind) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    for binding in ELSEWHERE if kind.whole_binding else ELSEWHERE[:1]:
        refused(kind, sealed, binding=binding)
        assert kind.open(kind.lock(CONTENT, KEY, binding), KEY, binding) == CONTENT


@every_kind
def test_one_kind_never_opens_as_another(kind: Kind) -> None:
    for other in KINDS:
        if other != kind:
            refused(kind, other.lock(CONTENT, KEY, HERE))


@every_kind
def test_the_same_content_never_looks_the_same(kind: Kind) -> None:
    seen = [kind.lock(CONTENT, KEY, HERE) for _ in range(8)]
    for one, other in itertools.combinations(seen, 2):
        alike = sum(a == b for a, b in zip(one, other, strict=True))
        assert alike < len(one) // 4


@every_kind
def test_the_content_is_nowhere_in_what_is_stored(kind: Kind) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    for hidden in (CONTENT, CONTENT.hex().encode(), KEY, HERE.field.encode(), HERE.record.bytes):
        assert hidden[:8] not in sealed


@every_kind
def test_no_refusal_can_be_told_from_another(kind: Kind) -> None:
    sealed = kind.lock(CONTENT, KEY, HERE)
    refusals = [
        refused(kind, b""),
        refused(kind, sealed[:-1]),
        refused(kind, sealed + b"\x00"),
        refused(kind, b"\x02" + sealed[1:]),
        refused(kind, sealed, key=bytes(reversed(KEY))),
        refused(kind, sealed, binding=ELSEWHERE[0]),
    ]
    shown = {"".join(traceback.format_exception_only(refusal)) for refusal in refusals}
    assert shown == {"banyan.vault.errors.CannotOpen\n"}
    assert all(not refusal.args and refusal.__cause__ is None for refusal in refusals)
    assert all(refusal.__suppress_context__ or refusal.__context__ is None for refusal in refusals)

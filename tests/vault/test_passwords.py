import struct
import threading
import tracemalloc
import unicodedata
from time import process_time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault import passwords
from banyan.vault.envelope import lock
from banyan.vault.errors import CannotOpen
from banyan.vault.passwords import Cost, unwrap_private_key, wrap_private_key
from tests.vault.hurry import unhurried
from tests.vault.kinds import QUICK

ALICE = UUID(int=1)
BOB = UUID(int=2)
PRIVATE = bytes(range(32))


def test_it_opens_at_the_cost_that_it_was_made_with() -> None:
    for cost in (QUICK, Cost(passes=3, memory_kib=64 * 1024)):
        wrapped = wrap_private_key(PRIVATE, "correct horse", ALICE, cost)
        assert unwrap_private_key(wrapped, "correct horse", ALICE) == PRIVATE


@unhurried
@given(password=st.text(st.characters(), max_size=40), other=st.text(st.characters(), max_size=40))
def test_only_the_same_password_opens(password: str, other: str) -> None:
    wrapped = wrap_private_key(PRIVATE, password, ALICE, QUICK)
    assert unwrap_private_key(wrapped, password, ALICE) == PRIVATE
    if unicodedata.normalize("NFKC", other) != unicodedata.normalize("NFKC", password):
        with pytest.raises(CannotOpen):
            unwrap_private_key(wrapped, other, ALICE)


@pytest.mark.parametrize(
    ("set_on", "typed_on"),
    [("Nguye\u0302\u0303n", "Nguy\u1ec5n"), ("ｐａｓｓ１２３", "pass123"), ("ﷲ", "الله"), ("\ud83d", "\ud83d")],
)
def test_two_keyboards_write_the_same_password(set_on: str, typed_on: str) -> None:
    assert unwrap_private_key(wrap_private_key(PRIVATE, set_on, ALICE, QUICK), typed_on, ALICE) == PRIVATE


def test_a_colleagues_wrap_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        unwrap_private_key(wrap_private_key(PRIVATE, "the same", ALICE, QUICK), "the same", BOB)


def test_the_same_password_derives_another_key_each_time() -> None:
    first, second = (wrap_private_key(PRIVATE, "the same", ALICE, QUICK) for _ in range(2))
    assert first[6:22] != second[6:22]
    with pytest.raises(CannotOpen):
        unwrap_private_key(first[:6] + second[6:22] + first[22:], "the same", ALICE)


@pytest.mark.parametrize(
    ("passes", "memory_kib"),
    [(0, 64), (11, 64), (255, 64), (1, 0), (1, 7), (1, 256 * 1024 + 1), (1, 4 * 1024 * 1024), (3, 2**32 - 1)],
)
def test_a_hostile_row_takes_no_memory(passes: int, memory_kib: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("A key was derived at a hostile row's cost.")

    wrapped = wrap_private_key(PRIVATE, "correct horse", ALICE, QUICK)
    monkeypatch.setattr(passwords, "crypto_pwhash_alg", never)
    hostile = wrapped[:1] + struct.pack(">BI", passes, memory_kib) + wrapped[6:]
    tracemalloc.start()
    with pytest.raises(CannotOpen):
        unwrap_private_key(hostile, "correct horse", ALICE)
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()
    with pytest.raises(ValueError, match="cost"):
        Cost(passes, memory_kib)


@pytest.mark.parametrize(
    "wrapped",
    [b"", b"\x01", bytes(21), b"\x02" + wrap_private_key(PRIVATE, "x", ALICE, QUICK)[1:]],
    ids=["nothing", "one byte", "zeros", "another format"],
)
def test_an_unreadable_header_is_refused(wrapped: bytes) -> None:
    with pytest.raises(CannotOpen):
        unwrap_private_key(wrapped, "x", ALICE)


def test_something_else_than_a_key_is_refused() -> None:
    header = wrap_private_key(PRIVATE, "x", ALICE, QUICK)[:22]
    forged = header + lock(b"short", passwords._derive(header, "x"), passwords._context(header, ALICE))
    with pytest.raises(CannotOpen):
        unwrap_private_key(forged, "x", ALICE)


def test_at_most_two_derivations_take_memory_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    third_was_let_in = []
    both_inside, asked = threading.Barrier(2), threading.Barrier(2)

    def derivation(*_: object) -> bytes:
        both_inside.wait(timeout=10)
        if passwords.TURNS.acquire(blocking=False):
            third_was_let_in.append(True)
        asked.wait(timeout=10)
        return bytes(32)

    monkeypatch.setattr(passwords, "crypto_pwhash_alg", derivation)
    threads = [threading.Thread(target=wrap_private_key, args=(PRIVATE, "x", ALICE, QUICK)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert not any(thread.is_alive() for thread in threads)
    assert not third_was_let_in
    monkeypatch.undo()
    assert unwrap_private_key(wrap_private_key(PRIVATE, "x", ALICE, QUICK), "x", ALICE) == PRIVATE


def test_attack_a_password_of_a_hundred_thousand_marks_is_refused_at_once() -> None:
    """Sorting them took minutes, while Python ran nothing else."""
    heap = "a" + "\u0300\u0316" * 60_000
    wrapped = wrap_private_key(PRIVATE, "correct horse", ALICE, QUICK)
    began = process_time()
    with pytest.raises(CannotOpen):
        unwrap_private_key(wrapped, heap, ALICE)
    with pytest.raises(CannotOpen):
        wrap_private_key(PRIVATE, heap, ALICE, QUICK)
    assert process_time() - began < 1

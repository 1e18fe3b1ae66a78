import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.errors import CannotOpen
from banyan.vault.sessions import new_cookie_key, open_keyring, read_cookie_key, seal_keyring, write_cookie_key
from tests.vault.hurry import unhurried
from tests.vault.kinds import HERE, KEY


@unhurried
@given(keys=st.dictionaries(st.text(st.characters(), max_size=30), st.binary(max_size=40), max_size=6))
def test_a_keyring_comes_back(keys: dict[str, bytes]) -> None:
    assert open_keyring(seal_keyring(keys, KEY, HERE), KEY, HERE) == keys


def test_a_keyring_does_not_show_how_many_keys_it_holds() -> None:
    sizes = {
        len(seal_keyring({f"organisation:{at}": bytes(32) for at in range(count)}, KEY, HERE)) for count in (0, 1, 2)
    }
    assert len(sizes) == 1


def test_without_the_cookie_it_stays_shut() -> None:
    sealed = seal_keyring({"member": bytes(32)}, new_cookie_key(), HERE)
    with pytest.raises(CannotOpen):
        open_keyring(sealed, new_cookie_key(), HERE)
    with pytest.raises(ValueError, match="32 bytes"):
        seal_keyring({}, b"short", HERE)


@unhurried
@given(key=st.binary(min_size=32, max_size=32))
def test_a_cookie_carries_the_key(key: bytes) -> None:
    value = write_cookie_key(key)
    assert read_cookie_key(value) == key
    assert len(value) == 43
    assert set(value) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize(
    "value", ["", "A", "A" * 42, "A" * 44, "A" * 100_000, "é" * 43, " " * 43, "A" * 42 + "=", "A" * 42 + ";"]
)
def test_another_cookie_is_refused(value: str) -> None:
    with pytest.raises(CannotOpen):
        read_cookie_key(value)


@unhurried
@given(value=st.text(st.characters(), max_size=60))
def test_whatever_a_browser_sends_is_a_key_or_refused(value: str) -> None:
    try:
        key = read_cookie_key(value)
    except CannotOpen:
        return
    assert len(key) == 32

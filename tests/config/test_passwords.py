"""How a password is checked beside the vault, which opens the member's key with it."""

from threading import Thread

from banyan.config import settings
from banyan.config.passwords import SteadyArgon2
from banyan.vault.passwords import TURNS

PASSWORD = "five paper lanterns at dusk"


def test_a_guess_costs_what_the_architecture_promises() -> None:
    """In the product's own settings: the tests' are cheaper."""
    assert settings.BANYAN_PASSWORD_COST == (3, 65_536)


def test_a_check_waits_while_two_keys_are_being_opened() -> None:
    """Or twice the memory would be taken."""
    hasher, right = SteadyArgon2(), []
    encoded = hasher.encode(PASSWORD, "a salt of sixteen")
    check = Thread(target=lambda: right.append(hasher.verify(PASSWORD, encoded)))
    with TURNS, TURNS:
        check.start()
        check.join(0.5)
        assert check.is_alive()
    check.join(60)
    assert right == [True]

"""Telephone numbers, as people write them and as a phone dials them."""

from typing import Any
from urllib.parse import quote

FEWEST_DIGITS = 3  # 911.
BETWEEN = frozenset(" ()+-.")


def dialled(number: str) -> str:
    """The number as a phone dials it."""
    return "".join(one for one in number if one.isascii() and (one.isdigit() or one == "+"))


def texted(number: str, word: str) -> str:
    """The number as a phone writes to it, with the word that a line asks for."""
    return f"{dialled(number)}{f'?body={quote(word)}' if word else ''}"


class Reachable:
    """Somewhere to call, or to write with the word it asks for, for the buttons of `components/reach.html`."""

    __slots__ = ()
    phone: Any  # A text, or a model's field.
    text_to: Any
    text_word: Any

    @property
    def phone_address(self) -> str:
        """The number as a phone dials it."""
        return dialled(self.phone)

    @property
    def text_address(self) -> str:
        """The number as a phone writes to it, with the word the line asks for."""
        return texted(self.text_to, self.text_word)


def can_be_dialled(number: str) -> bool:
    """Whether nothing but a number stands here, so that a phone dials all of it."""
    digits = [one for one in number if one.isascii() and one.isdigit()]
    return len(digits) >= FEWEST_DIGITS and set(number) <= set(digits) | BETWEEN

"""Telephone numbers, as people write them and as a phone dials them."""

FEWEST_DIGITS = 3  # 911.
BETWEEN = frozenset(" ()+-.")


def dialled(number: str) -> str:
    """The number as a phone dials it."""
    return "".join(one for one in number if one.isascii() and (one.isdigit() or one == "+"))


def texted(number: str, word: str) -> str:
    """The number as a phone writes to it, with the word that a line asks for."""
    return f"{dialled(number)}{f'?body={word}' if word else ''}"


def can_be_dialled(number: str) -> bool:
    """Whether nothing but a number stands here, so that a phone dials all of it."""
    digits = [one for one in number if one.isascii() and one.isdigit()]
    return len(digits) >= FEWEST_DIGITS and set(number) <= set(digits) | BETWEEN

"""How wide words are drawn, and where they break, without asking a font.

A page's chart is set in whatever font the reader's device has, so widths are estimates on the wide side: those of
Noto Sans Bold, in thousandths of the type size, with four per cent added.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, Literal

from banyan.base.languages import get_locale

LINE_HEIGHT: Final = 1.3
"""Distance between base lines, in type sizes: room for stacked Vietnamese and Arabic marks."""

_SAFETY: Final = 1.04
_WIDTHS: Final[dict[str, int]] = {
    character: width
    for width, characters in {
        250: " '",
        300: "!,-.:;ijl|",
        350: "()J[]`",
        400: "/I\\_f{}–·",
        450: '"rt',
        500: "?csz",
        550: "$*+0123456789<=>EFLS^vy~",
        600: "TYZaekox",
        650: "#BCKPRVXbdghnpqu",
        700: "AG",
        750: "&DHU",
        800: "NOQ",
        850: "w",
        900: "%@",
        950: "MW—",
        1000: "m…",
    }.items()
    for character in characters
}
_UNKNOWN: Final = 650
_ARABIC: Final = 640
_WIDE_SCRIPT: Final = 1000
_NOT_AT_LINE_START: Final = frozenset("，。、；：！？）」』】》％%),.;:!?…")
_NOT_AT_LINE_END: Final = frozenset("（「『【《(")

Direction = Literal["ltr", "rtl"]
_RIGHT_TO_LEFT_ISOLATE: Final = "\u2067"
_LEFT_TO_RIGHT_ISOLATE: Final = "\u2066"
_END_OF_ISOLATE: Final = "\u2069"


def direction_of(language: str) -> Direction:
    """The reading direction of one of the languages that pages are written in; KeyError for any other."""
    return get_locale(language).direction


def isolate(text: str, direction: Direction) -> str:
    """The text with marks that order a mix of scripts the same way in every drawing engine.

    An SVG inherits no direction once it is a file of its own, and PDF engines ignore the attribute. Left-to-right
    languages need no marks. In the others a name written in Latin letters alone keeps its own direction.
    """
    if direction == "ltr":
        return text
    mark = _RIGHT_TO_LEFT_ISOLATE if any(map(_is_right_to_left, text)) else _LEFT_TO_RIGHT_ISOLATE
    return f"{mark}{text}{_END_OF_ISOLATE}"


def as_number(text: str) -> str:
    """A range or sum kept in its written order inside right-to-left text."""
    return f"{_LEFT_TO_RIGHT_ISOLATE}{text}{_END_OF_ISOLATE}"


def width_of(text: str, size: float) -> float:
    """The drawn width of a line of text at a type size, in the size's unit; an estimate on the wide side."""
    return sum(_character_width(character) for character in text) * size * _SAFETY / 1000


def wrap(text: str, *, size: float, room: float) -> tuple[str, ...]:
    """The text in lines no wider than `room` where its words allow: between words, or anywhere in Chinese.

    A single word wider than the room keeps a line of its own and is cut, since a label must never cross another.
    """
    lines: list[str] = []
    current = ""
    for piece in _pieces(text):
        if current and width_of((current + piece).rstrip(), size) > room:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
        while width_of(current.rstrip(), size) > room and len(current) > 1:
            cut = _fitting(current, size=size, room=room)
            lines.append(current[:cut])
            current = current[cut:]
    if current.strip():
        lines.append(current.rstrip())
    return tuple(lines)


def longest_piece(text: str, size: float) -> float:
    """The width of the longest part that can't be broken: what a narrow space must hold at least."""
    return max((width_of(piece.rstrip(), size) for piece in _pieces(text)), default=0.0)


def _character_width(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _WIDE_SCRIPT
    if "\u0600" <= character <= "\u06ff":
        return _ARABIC
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(base, _UNKNOWN)


def _is_chinese(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL"}


def _pieces(text: str) -> Iterator[str]:
    """The smallest parts that may not be broken: a word with its space, or one Chinese character with its stop."""
    piece = ""
    for index, character in enumerate(text):
        piece += character
        following = text[index + 1 : index + 2]
        if not following or following in _NOT_AT_LINE_START or character in _NOT_AT_LINE_END:
            continue
        if character == " " or _is_chinese(character) or _is_chinese(following):
            yield piece
            piece = ""
    if piece:
        yield piece


def _fitting(text: str, *, size: float, room: float) -> int:
    """How many characters of one unbreakable word fit, at least one."""
    count = 1
    while count < len(text) and width_of(text[: count + 1], size) <= room:
        count += 1
    return count

"""Sealed search indexes: one shard holds the searchable words of many records and is opened in memory, in one request.

Layout before padding: the number of entries (4 bytes), their identifiers (16 bytes each), then one line of folded UTF-8
text per entry. A search is a byte search over that text, without building an object per entry: UTF-8 never matches in
the middle of a character, and folded words hold no line break.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from banyan.vault.envelope import Sealed, join_parts, lock, unlock
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding
from banyan.vault.padding import pad, unpad

_COUNT: Final = 4
_ID: Final = 16
_END: Final = b"\n"
# Marks of this combining class and above sit on Latin, Arabic and Hebrew letters and are often left out when typing.
# Below it lie the signs that make other letters of Indic and Japanese script.
_FIRST_LIGHT_MARK: Final = 10
# Normalising sorts the marks on one letter, in a time that grows with their square; no language has so many (UAX #15).
_MOST_MARKS: Final = 30
# Barred letters don't decompose into letter and mark; variation selectors choose a glyph, not a name.
_PLAIN: Final = str.maketrans({"đ": "d", "ł": "l", "ø": "o"}) | dict.fromkeys(
    [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
)


@dataclass(frozen=True, slots=True)
class Shard:
    """An opened shard: `ids` are 16 bytes per entry, `text` one folded line per entry, in the same order."""

    ids: bytes = field(repr=False)
    text: bytes = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids) // _ID

    def record(self, at: int) -> UUID:
        """The identifier of the entry at this place."""
        return UUID(bytes=self.ids[at * _ID : (at + 1) * _ID])

    def entries(self) -> dict[UUID, str]:
        """Everything in the shard, folded; folding it again changes nothing."""
        return dict(zip(map(self.record, range(len(self))), self.text.decode().split("\n"), strict=False))


def fold(text: str) -> str:
    """Text as it is compared: NFKC, case folded, light marks and invisible characters dropped, single spaces.

    "Nguyễn" and "NGUYEN" are the same here, because tired people type names without their marks. Folding what is
    folded changes nothing.
    """
    if text.isascii():  # The same result, twenty times as fast; a whole shard is folded when it is first made.
        return " ".join(text.casefold().split())
    text = _without_heaps(text)
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).casefold()
    kept = (
        c for c in bare if unicodedata.combining(c) < _FIRST_LIGHT_MARK and unicodedata.category(c) not in {"Cf", "Cs"}
    )
    return " ".join(unicodedata.normalize("NFKC", "".join(kept)).translate(_PLAIN).split())


def _without_heaps(text: str) -> str:
    """At most thirty marks on each letter: whoever sends thousands means to hold up whoever searches."""
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def make_shard(entries: Mapping[UUID, str]) -> Shard:
    """Fold the searchable words of records into a shard."""
    ids = b"".join(record.bytes for record in entries)
    return Shard(ids=ids, text=_END.join(fold(words).encode() for words in entries.values()))


def change_shard(shard: Shard, changes: Mapping[UUID, str | None]) -> Shard:
    """A shard with some entries added or replaced, or dropped where the words are None; only those are folded."""
    ids = (shard.ids[start : start + _ID] for start in range(0, len(shard.ids), _ID))
    lines = dict(zip(ids, shard.text.split(_END), strict=False))
    for record, words in changes.items():
        if words is None:
            lines.pop(record.bytes, None)
        else:
            lines[record.bytes] = fold(words).encode()
    return Shard(ids=b"".join(lines), text=_END.join(lines.values()))


def seal_shard(entries: Shard | Mapping[UUID, str], key: bytes, binding: Binding) -> bytes:
    """Seal a shard, or the words of records as they are typed. ValueError if the key hasn't 32 bytes."""
    shard = entries if isinstance(entries, Shard) else make_shard(entries)
    return lock(pad(len(shard).to_bytes(_COUNT, "big") + shard.ids + shard.text), key, _context(binding))


def open_shard(sealed: Sealed, key: bytes, binding: Binding) -> Shard:
    """Undo `seal_shard`, or raise CannotOpen whatever the cause. 10 MB take 20 to 30 ms."""
    opened = unpad(unlock(sealed, key, _context(binding)))
    start = _COUNT + int.from_bytes(opened[:_COUNT], "big") * _ID
    shard = Shard(ids=opened[_COUNT:start], text=opened[start:])
    if len(opened) < start or shard.text.count(_END) != max(0, len(shard) - 1):
        raise CannotOpen
    return shard


def search_shard(shard: Shard, query: str) -> list[UUID]:
    """Records whose text holds every word of the query somewhere, in the shard's order; none if empty.

    Words are looked for as they stand, also inside longer ones, so that Chinese names are found without spaces.
    """
    words = sorted({word.encode() for word in fold(query).split()}, key=len, reverse=True)
    found: list[UUID] = []
    if not words:
        return found
    text, at, start = shard.text, 0, 0
    while (hit := text.find(words[0], start)) >= 0:
        at += text.count(_END, start, hit)
        start = text.rfind(_END, start, hit) + 1 or start
        end = text.find(_END, hit)
        end = len(text) if end < 0 else end
        if all(text.find(word, start, end) >= 0 for word in words[1:]):
            found.append(shard.record(at))
        at, start = at + 1, end + 1
    return found


def _context(binding: Binding) -> bytes:
    return join_parts(b"banyan search shard 1", binding.associated_data())

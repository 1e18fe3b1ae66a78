"""The file as a whole: its outermost boxes, its media, and where it ends."""

from collections.abc import Iterable
from typing import Final

from banyan.base.cleaning.contract import NoCopy, Note, Reason, Rewritten
from banyan.base.cleaning.mp4.boxes import Box, blank, box_at, zero
from banyan.base.cleaning.mp4.fields import wipe_brands
from banyan.base.cleaning.mp4.samples import Span
from banyan.base.cleaning.mp4.tracks import Media
from banyan.base.cleaning.units import wipe_units

# Boxes whose names are known to hold no film; they are blanked, and nobody needs to hear of it.
_SPARE: Final = frozenset({b"free", b"skip", b"wide", b"pnot", b"sidx", b"ssix", b"mfra"})


def clean_mp4(data: bytes) -> Rewritten:
    """Keep pictures, sound and what is needed to play them."""
    whole = bytearray(data)
    outer, end = _outer(whole)
    brand = bytes(whole[8:12])
    if not outer or outer[0].kind != b"ftyp" or sum(box.kind == b"moov" for box in outer) != 1:
        raise NoCopy(Reason.DAMAGED)
    del whole[end:]
    media = Media(whole, is_quicktime=brand == b"qt  ")
    _clean_outer(media, outer)
    _clean_media(whole, [(box.body, box.end) for box in outer if box.kind == b"mdat"], media.used)
    for (start, stop), form in media.units:
        wipe_units(whole, start, stop, form)
    notes: tuple[Note, ...] = (Note.HIDDEN_PARTS_REMOVED,) if media.has_dropped else ()
    if end < len(data):
        notes += (Note.TRAILING_DATA_REMOVED,)
    return Rewritten(_form(brand, has_video=media.has_video), whole, notes)


def _outer(data: bytearray) -> tuple[list[Box], int]:
    """The outermost boxes up to the first bytes that aren't one: what is behind them was appended."""
    found, at = list[Box](), 0
    while (box := box_at(data, at, len(data))) is not None and _is_name(box.kind):
        if box.end == len(data) and not any(data[at : at + 4]) and box.kind != b"mdat":
            break
        found.append(box)
        at = box.end
    return found, at


def _is_name(kind: bytes) -> bool:
    return all(0x20 <= letter < 0x7F for letter in kind)  # noqa: PLR2004 -- printable ASCII.


def _clean_outer(media: Media, outer: list[Box]) -> None:
    """The description before the fragments: they refer to its tracks."""
    for box in outer:
        if box.kind == b"moov":
            media.clean_movie(box)
    for box in outer:
        if box.kind == b"moof":
            media.clean_fragment(box)
        elif box.kind in {b"ftyp", b"styp"}:
            wipe_brands(media.data, box)
        elif box.kind not in {b"moov", b"mdat"}:
            media.has_dropped = media.has_dropped or box.kind not in _SPARE
            blank(media.data, box)


def _clean_media(data: bytearray, boxes: list[Span], used: Iterable[Span]) -> None:
    """Zero every byte of media that no kept track uses; a track that points elsewhere is an attack or damage."""
    wanted = sorted(span for span in used if span[0] < span[1])
    number = 0
    for start, end in sorted(boxes):
        at = start
        while number < len(wanted) and wanted[number][0] < end:
            first, last = wanted[number]
            if first < start or last > end:
                raise NoCopy(Reason.DAMAGED)
            zero(data, at, first)
            at = max(at, last)
            number += 1
        zero(data, at, end)
    if number < len(wanted) or not wanted:
        raise NoCopy(Reason.DAMAGED)


def _form(brand: bytes, *, has_video: bool) -> str:
    if brand.startswith((b"3g", b"3G")):
        return "3gp" if has_video else "3gp-audio"
    if not has_video:
        return "m4a"
    return "mov" if brand == b"qt  " else "mp4"

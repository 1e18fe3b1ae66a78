"""How tracks are coded: the settings a decoder needs stay, names and unknown boxes go."""

import struct

import pytest

from banyan.base.cleaning import NoCopy, Reason
from banyan.base.cleaning.mp4 import clean_mp4
from tests.base.cleaning.samples import MARK, films
from tests.base.cleaning.samples.films import FRAME, Film, Track, avc_entry, box, full, numbers, sound_entry, unit


def quicktime_entry(version: int, *more: bytes) -> bytes:
    """QuickTime's longer descriptions of sound, with their settings in a `wave` list."""
    entry = sound_entry(b"mp4a")
    fields = entry[8:16] + struct.pack(">H", version) + entry[18:]
    extra = {0: b"", 1: numbers(1024, 2, 2, 2), 2: numbers(72, 0, 0, 1, 0x7F000000, 16, 0, 2, 1), 3: b""}[version]
    wave = box(
        b"wave",
        box(b"frma", b"mp4a"),
        box(b"mp4a", MARK[:4]),
        full(b"esds", b"\x03\x19" + bytes(23)),
        box(b"evil", MARK),
        box(bytes(4)),
    )
    return box(b"mp4a", fields + extra, wave, *more)


def film(entry: bytes, brand: bytes = b"qt  ") -> bytes:
    return Film([Track(b"soun", entry, (films.SOUND,), full(b"smhd", bytes(4)))], brand=brand).whole()


@pytest.mark.parametrize("version", [0, 1, 2])
def test_sound_of_quicktime_keeps_its_settings_and_loses_its_marks(version: int) -> None:
    copy = clean_mp4(film(quicktime_entry(version, box(b"evil", MARK))))
    assert MARK[:4] not in copy.data
    for kept in (b"frma", b"esds", b"wave", films.SOUND):
        assert kept in copy.data
    assert b"evil" not in copy.data


def test_sound_described_in_an_unknown_way_is_refused() -> None:
    with pytest.raises(NoCopy) as caught:
        clean_mp4(film(quicktime_entry(3)))
    assert caught.value.reason is Reason.DAMAGED


@pytest.mark.parametrize(("kind", "is_kept"), [(b"nclx", True), (b"nclc", True), (b"prof", False), (b"rICC", False)])
def test_colours_stay_by_number_and_go_by_profile(kind: bytes, is_kept: bool) -> None:
    body = kind + b"\x00\x01\x00\x01\x00\x01\x80"[: 6 if kind == b"nclc" else 7]
    entry = avc_entry(box(b"colr", body + MARK), box(b"pasp", numbers(1, 1) + MARK))
    copy = clean_mp4(Film([Track(b"vide", entry, (FRAME,))], gap=b"").whole())
    assert MARK not in copy.data
    assert (kind in copy.data) is is_kept
    assert b"pasp" + numbers(1, 1) in copy.data


@pytest.mark.parametrize("coding", [b"jpeg", b"png ", b"rle ", b"gpmd"])
def test_pictures_in_a_coding_we_do_not_know_are_dropped(coding: bytes) -> None:
    """Chapter pictures are whole JPEG files, with tags of their own."""
    strange = Track(b"vide", coding_entry(coding), (b"\xff\xd8" + MARK,))
    copy = clean_mp4(Film([films.video(), strange]).whole())
    assert MARK not in copy.data
    assert coding not in copy.data
    assert unit(5, b"picture bytes") in copy.data


def coding_entry(coding: bytes) -> bytes:
    return box(coding, bytes(6) + b"\x00\x01" + bytes(70))


def test_compressor_and_encoder_names_do_not_survive() -> None:
    original = Film([films.video()]).whole()
    assert bytes([len(MARK)]) + MARK in original
    assert MARK not in clean_mp4(original).data


def test_a_description_that_is_too_short_is_refused() -> None:
    with pytest.raises(NoCopy):
        clean_mp4(film(box(b"mp4a", bytes(10))))
    with pytest.raises(NoCopy):
        clean_mp4(Film([Track(b"vide", box(b"avc1", bytes(20)), (FRAME,))]).whole())

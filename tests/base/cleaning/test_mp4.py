"""MP4, QuickTime and 3GP: nothing but pictures and sound, where they were."""

import struct

import pytest

from banyan.base.cleaning import NoCopy, Note, Reason, clean
from banyan.base.cleaning.contract import Rewritten
from banyan.base.cleaning.mp4 import clean_mp4
from tests.base.cleaning.samples import HTML, MARK, films
from tests.base.cleaning.samples.films import FRAME, Film, Track, box, full, numbers, sound, sound_entry, unit, video


def refusal(data: bytes) -> Reason:
    with pytest.raises(NoCopy) as caught:
        clean_mp4(data)
    return caught.value.reason


def assert_clean(original: bytes, copy: Rewritten) -> None:
    assert MARK in original
    for part in (MARK, MARK[:4], MARK[-8:], struct.pack(">I", films.WHEN)):
        assert part not in copy.data


def test_a_film_keeps_its_pictures_and_its_sound_where_they_were() -> None:
    original = Film().whole()
    copy = clean_mp4(original)
    assert len(copy.data) == len(original)
    picture = unit(5, b"picture bytes")
    for kept in (picture, films.SOUND):
        assert [at for at in range(len(original)) if original.startswith(kept, at)] == [
            at for at in range(len(copy.data)) if copy.data.startswith(kept, at)
        ]


def test_place_dates_names_and_tags_of_a_film_do_not_survive() -> None:
    original = Film(more=box(b"uuid", bytes(16), MARK) + box(b"free", MARK) + box(b"meta", MARK)).whole()
    copy = clean_mp4(original)
    assert_clean(original, copy)
    for word in (b"\xa9xyz", b"\xa9nam", b"udta", b"meta", b"uuid", b"alis", b"\x15\xc7"):
        assert word not in copy.data


def test_gps_track_of_an_action_camera_does_not_survive() -> None:
    copy = clean_mp4(Film().whole())
    assert b"gpmd" not in copy.data
    assert b"GPS " not in copy.data
    assert Note.HIDDEN_PARTS_REMOVED in copy.notes


def test_html_polyglot_behind_a_film_does_not_survive() -> None:
    original = Film(tail=HTML).whole()
    copy = clean_mp4(original)
    assert len(copy.data) == len(original) - len(HTML)
    assert Note.TRAILING_DATA_REMOVED in copy.notes


@pytest.mark.parametrize("tail", [b"PK\x03\x04" + MARK, b"\x00", bytes(40), box(b"\x01\x02\x03\x04", MARK)])
def test_other_data_behind_a_film_does_not_survive(tail: bytes) -> None:
    copy = clean_mp4(Film(tail=tail).whole())
    assert len(copy.data) == len(Film().whole())


def test_unknown_boxes_around_a_film_are_blanked() -> None:
    original = Film(more=box(b"evil", HTML), tail=box(b"mdat", HTML) + box(b"zzzz", HTML)).whole()
    copy = clean_mp4(original)
    assert b"script" not in copy.data
    assert len(copy.data) == len(original)


def test_media_of_unwritten_length_ends_with_the_file() -> None:
    whole = Film().whole()
    at = whole.index(b"mdat") - 4
    copy = clean_mp4(whole[:at] + bytes(4) + whole[at + 4 :] + HTML)
    assert b"script" not in copy.data
    assert films.SOUND in copy.data


def test_long_offsets_and_long_boxes_are_read() -> None:
    whole = Film(has_long_offsets=True, more=box(b"free", bytes(64))).whole()
    at = whole.index(b"free") - 4
    long_box = struct.pack(">I4sQ", 1, b"evil", 72) + MARK + bytes(56 - len(MARK))
    copy = clean_mp4(whole[:at] + long_box + whole[at + 72 :])
    assert MARK not in copy.data
    assert films.SOUND in copy.data


@pytest.mark.parametrize(
    ("brand", "tracks", "form"),
    [
        (b"isom", [video()], "mp4"),
        (b"qt  ", [video()], "mov"),
        (b"3gp5", [video()], "3gp"),
        (b"3gp4", [sound()], "3gp-audio"),
        (b"M4A ", [sound()], "m4a"),
        (b"isom", [sound()], "m4a"),
    ],
)
def test_the_tracks_decide_whether_it_is_a_film_or_a_recording(brand: bytes, tracks: list[Track], form: str) -> None:
    assert clean_mp4(Film(tracks, brand=brand).whole()).format == form


def test_a_file_without_picture_or_sound_is_refused() -> None:
    assert refusal(Film([films.measurements()]).whole()) is Reason.NOT_ALLOWED


def test_a_locked_film_is_refused() -> None:
    locked = Track(b"soun", sound_entry(b"enca"), (films.SOUND,))
    assert refusal(Film([locked]).whole()) is Reason.PROTECTED


@pytest.mark.parametrize("offset", [0, 20, 10_000_000])
def test_a_track_that_points_outside_the_media_is_refused(offset: int) -> None:
    whole = Film([video()]).whole()
    places = whole.index(b"stco") + 12
    assert refusal(whole[:places] + struct.pack(">I", offset) + whole[places + 4 :]) is Reason.DAMAGED


@pytest.mark.parametrize("twice", [b"stsd", b"stco"])
def test_a_box_that_may_stand_once_may_not_stand_twice(twice: bytes) -> None:
    track = video(more_in_table=full(twice, numbers(0)))
    assert refusal(Film([track]).whole()) is Reason.DAMAGED
    assert refusal(Film([video(more=full(b"tkhd", bytes(80)))]).whole()) is Reason.DAMAGED


def test_a_film_without_a_description_or_with_two_is_refused() -> None:
    assert refusal(box(b"ftyp", b"isom", bytes(4)) + box(b"mdat", FRAME)) is Reason.DAMAGED
    assert refusal(Film(more=box(b"moov")).whole()) is Reason.DAMAGED


def test_an_outside_file_is_never_referred_to() -> None:
    reference = full(b"url ", b"https://example.org/" + MARK + b"\x00")
    copy = clean_mp4(Film([video(reference=reference)]).whole())
    assert b"example" not in copy.data
    at = copy.data.index(b"dref")
    assert copy.data[at + 8 : at + 12] == numbers(1)
    assert copy.data[at + 16 : at + 24] == b"url \x00\x00\x00\x01"


@pytest.mark.parametrize("has_base", [True, False])
def test_a_film_in_fragments_keeps_its_pictures_only(has_base: bool) -> None:
    original = films.fragmented(has_base=has_base)
    copy = clean_mp4(original)
    assert_clean(original, copy)
    assert b"GPS" not in copy.data
    assert copy.data.count(unit(5, b"picture bytes")) == 2
    assert copy.format == "mp4"
    assert copy.notes == (Note.HIDDEN_PARTS_REMOVED,)


def test_plain_sound_of_old_quicktime_counts_its_width() -> None:
    """Its table says one byte a sample, and means one moment of all channels."""
    entry = sound_entry(b"sowt", channels=2, bits=16)
    samples = bytes(range(1, 81))
    track = Track(b"soun", entry, (samples,), full(b"smhd", bytes(4)))
    whole = Film([track], brand=b"qt  ").whole()
    sizes = whole.index(b"stsz") + 8
    whole = whole[:sizes] + numbers(1, 20) + whole[sizes + 8 :]
    places = whole.index(b"stsc") + 12
    whole = whole[:places] + numbers(1, 20, 1) + whole[places + 12 :]
    assert samples in clean_mp4(whole).data


@pytest.mark.parametrize("width", [4, 8, 16])
def test_compact_sizes_are_read(width: int) -> None:
    samples = (b"twelve bytes", b"fourteen bytes")
    whole = Film([Track(b"soun", sound_entry(), samples, full(b"smhd", bytes(4)))]).whole()
    at = whole.index(b"stsz") - 4
    size = struct.unpack_from(">I", whole, at)[0]
    table = {4: b"\xce", 8: b"\x0c\x0e", 16: b"\x00\x0c\x00\x0e"}[width]
    compact = full(b"stz2", numbers(width, 2) + table)
    compact = struct.pack(">I", size) + compact[4:].ljust(size - 4, b"\x2a")
    copy = clean_mp4(whole[:at] + compact + whole[at + size :])
    assert samples[0] in copy.data
    assert samples[1] in copy.data
    assert b"\x2a\x2a" not in copy.data


def test_the_whole_way_through_the_child() -> None:
    copy = clean(Film(tail=HTML).whole(), name="VID_20240506.mp4.exe")
    assert (copy.media_type, copy.safe_name) == ("video/mp4", "VID_20240506-mp4.mp4")
    assert MARK not in copy.data

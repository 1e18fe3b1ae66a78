"""WebM and Matroska: nothing but pictures and sound, where they were."""

import pytest

from banyan.base.cleaning import NoCopy, Note, Reason, clean
from banyan.base.cleaning.matroska import clean_matroska
from tests.base.cleaning.samples import HTML, MARK, webs
from tests.base.cleaning.samples.films import unit
from tests.base.cleaning.samples.webs import PICTURE, block, cluster, element, film, header, track, value


def refusal(data: bytes) -> Reason:
    with pytest.raises(NoCopy) as caught:
        clean_matroska(data)
    return caught.value.reason


@pytest.mark.parametrize("is_live", [True, False])
def test_tags_names_and_attachments_of_a_web_film_do_not_survive(is_live: bool) -> None:
    original = film(is_live=is_live)
    assert original.count(MARK) >= 15
    copy = clean_matroska(original)
    for part in (MARK, MARK[:4], MARK[-8:], b"spa", b"LOCATION"):
        assert part not in copy.data
    assert copy.format == "webm"
    assert len(copy.data) == len(original)
    assert copy.data.count(PICTURE) == 2
    assert original.index(PICTURE) == copy.data.index(PICTURE)


def test_subtitles_and_their_blocks_do_not_survive() -> None:
    copy = clean_matroska(film())
    assert b"S_TEXT" not in copy.data
    assert Note.HIDDEN_PARTS_REMOVED in copy.notes


@pytest.mark.parametrize("is_live", [True, False])
def test_html_polyglot_behind_a_web_film_does_not_survive(is_live: bool) -> None:
    copy = clean_matroska(film(is_live=is_live, tail=HTML))
    assert b"script" not in copy.data
    assert Note.TRAILING_DATA_REMOVED in copy.notes


def test_a_second_film_behind_the_first_does_not_survive() -> None:
    copy = clean_matroska(film() + film())
    assert len(copy.data) == len(film())


def test_a_live_recording_that_was_cut_off_keeps_what_is_whole() -> None:
    whole = film(is_live=True)
    copy = clean_matroska(whole[: whole.rindex(PICTURE) + 5])
    assert copy.data.count(PICTURE) == 1


def test_comments_in_a_codecs_own_header_do_not_survive() -> None:
    copy = clean_matroska(film(webs.VP8, webs.VORBIS))
    assert MARK not in copy.data
    assert b"A=BC" not in copy.data
    assert b"vorbis book" in copy.data


def test_text_within_the_stream_of_pictures_does_not_survive() -> None:
    original = webs.film_with_units()
    copy = clean_matroska(original)
    assert MARK not in copy.data
    assert unit(5, b"picture bytes") in copy.data
    assert copy.format == "mkv"


def test_sound_alone_is_a_recording() -> None:
    copy = clean_matroska(film(webs.OPUS, blocks=block(2, b"sound")))
    assert copy.format == "webm-audio"
    assert clean_matroska(film(webs.OPUS, doc_type=b"matroska", blocks=block(2, b"sound"))).format == "mka"


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        (element(0x6240, element(0x5035, MARK)), Reason.PROTECTED),
        (element(0x6240, value(0x5033, 0)), Reason.NOT_ALLOWED),
    ],
)
def test_locked_and_packed_tracks_are_refused(encoding: bytes, reason: Reason) -> None:
    assert refusal(film(track(1, 1, b"V_VP8", element(0x6D80, encoding)))) is reason


def test_other_files_of_the_same_family_are_refused() -> None:
    assert refusal(film(doc_type=b"evil")) is Reason.NOT_ALLOWED
    assert refusal(film(webs.SUBTITLES)) is Reason.NOT_ALLOWED
    assert refusal(header()) is Reason.DAMAGED
    assert refusal(header() + element(0x18538067, cluster(block(1, PICTURE)))) is Reason.DAMAGED


def test_a_number_that_is_too_long_for_one_is_voided() -> None:
    entry = track(1, 1, b"V_VP8", element(0x23E383, MARK))
    assert MARK not in clean_matroska(film(entry)).data


def test_the_whole_way_through_the_child() -> None:
    copy = clean(film(tail=HTML), name="recording.webm")
    assert (copy.media_type, copy.safe_name) == ("video/webm", "recording.webm")
    assert MARK not in copy.data

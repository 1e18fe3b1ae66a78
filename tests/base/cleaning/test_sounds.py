"""Recordings keep their frames of sound and nothing else."""

import wave
from io import BytesIO
from typing import Any

import mutagen
import pytest

from banyan.base.cleaning import NoCopy, Note, Reason, clean
from banyan.base.cleaning.sounds import SOUNDS
from banyan.base.cleaning.sounds.ogg import clean_ogg
from tests.base.cleaning.samples import HTML, MARK, recordings
from tests.base.cleaning.samples.recordings import ADTS_FRAME, AMR_FRAME, MP3_FRAME, OPUS_SOUND


def read_by_mutagen(data: bytes) -> Any:
    """What a library that edits tags finds: a second opinion on our own reading of these formats."""
    found: Any = mutagen.File(BytesIO(data))
    assert found is not None
    return found


def refusal(kind: str, data: bytes) -> Reason:
    with pytest.raises(NoCopy) as caught:
        SOUNDS[kind](data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (recordings.mp3(tail=HTML), "audio/mpeg"),
        (recordings.adts(tail=HTML), "audio/aac"),
        (recordings.amr(tail=HTML), "audio/amr"),
        (recordings.wav(tail=HTML), "audio/wav"),
        (recordings.opus(tail=HTML), "audio/ogg"),
    ],
)
def test_html_polyglot_behind_a_recording_does_not_survive(data: bytes, media_type: str) -> None:
    copy = clean(data, name="voice")
    assert copy.media_type == media_type
    assert b"script" not in copy.data
    assert b"CANA" not in copy.data
    assert Note.TRAILING_DATA_REMOVED in copy.notes


def test_mp3_tags_and_encoder_names_do_not_survive() -> None:
    copy = SOUNDS["mpeg"](recordings.mp3())
    for word in (b"CANA", b"ID3", b"TAG", b"APETAGEX"):
        assert word not in copy.data
    assert copy.data.count(MP3_FRAME) == 10
    assert b"Xing" in copy.data
    assert not copy.notes
    assert read_by_mutagen(bytes(copy.data)).tags is None


def test_a_tag_between_mp3_frames_does_not_survive() -> None:
    copy = SOUNDS["mpeg"](recordings.mp3(middle=HTML))
    assert b"script" not in copy.data
    assert copy.data.count(MP3_FRAME) == 10


def test_mp3_without_sound_is_refused() -> None:
    assert refusal("mpeg", recordings.id3() + HTML) is Reason.DAMAGED
    assert refusal("mpeg", b"\xff\xfb" + HTML) is Reason.NOT_RECOGNISED


def test_aac_and_amr_keep_their_frames() -> None:
    assert SOUNDS["adts"](recordings.adts()).data == ADTS_FRAME * 6
    assert SOUNDS["amr"](recordings.amr()).data == b"#!AMR\n" + AMR_FRAME * 20
    assert SOUNDS["amr"](recordings.amr(MARK)).data == b"#!AMR\n" + AMR_FRAME * 12
    wide = b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * 2
    assert SOUNDS["amr"](wide).format == "amr-wb"
    assert refusal("amr", b"#!AMR\n" + HTML) is Reason.DAMAGED
    assert refusal("adts", ADTS_FRAME + HTML) is Reason.NOT_RECOGNISED


def test_wav_keeps_form_and_sound_only() -> None:
    copy = SOUNDS["wav"](recordings.wav())
    for word in (MARK, b"LIST", b"bext"):
        assert word not in copy.data
    with wave.open(BytesIO(copy.data)) as sound:
        assert sound.getnframes() == 800
        assert sound.readframes(800) == b"\x01\x02" * 800


def test_a_wav_that_was_cut_off_ends_with_its_file() -> None:
    whole = recordings.wav()
    at = whole.index(b"data") + 4
    live = whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 : at + 404]
    with wave.open(BytesIO(SOUNDS["wav"](live).data)) as sound:
        assert sound.getnframes() == 200


def test_wav_in_an_unknown_coding_or_without_sound_is_refused() -> None:
    whole = recordings.wav()
    at = whole.index(b"fmt ") + 8
    assert refusal("wav", whole[:at] + b"\x55\x00" + whole[at + 2 :]) is Reason.NOT_ALLOWED
    assert refusal("wav", whole[:at]) is Reason.DAMAGED


def test_ogg_comments_and_serial_number_do_not_survive() -> None:
    copy = clean_ogg(recordings.opus())
    assert b"CANA" not in copy.data
    assert b"ANAC" not in copy.data
    assert copy.data.count(OPUS_SOUND) == 3
    read = read_by_mutagen(bytes(copy.data))
    assert not read.tags
    assert read.info.length == pytest.approx((2880 - 312) / 48_000, abs=0.001)


def test_vorbis_comments_do_not_survive_and_the_book_does() -> None:
    copy = clean_ogg(recordings.vorbis())
    assert MARK not in copy.data
    assert b"a book of codes " * 20 in copy.data
    assert b"\x00vorbis sound" in copy.data
    assert not read_by_mutagen(bytes(copy.data)).tags


def test_every_page_written_has_a_true_checksum() -> None:
    data, at, numbers = bytes(clean_ogg(recordings.vorbis()).data), 0, []
    while at < len(data):
        end = at + 27 + data[at + 26] + sum(data[at + 27 : at + 27 + data[at + 26]])
        stated = int.from_bytes(data[at + 22 : at + 26], "little")
        assert stated == recordings.checksum(data[at : at + 22] + bytes(4) + data[at + 26 : end])
        numbers.append(int.from_bytes(data[at + 18 : at + 22], "little"))
        at = end
    assert numbers == list(range(len(numbers)))


def test_a_second_stream_in_an_ogg_does_not_survive() -> None:
    other = recordings.page([b"\x80theora" + MARK], number=0, flags=2, serial=5)
    copy = clean_ogg(recordings.opus(other=other))
    assert MARK not in copy.data
    assert copy.notes == (Note.HIDDEN_PARTS_REMOVED,)


def test_long_ogg_headers_are_paged_again() -> None:
    head = b"\x01vorbis" + bytes(23)
    book = b"\x05vorbis" + bytes(70_000)
    start = recordings.page([head], number=0, flags=2) + recordings.page(
        [recordings.comments(b"\x03vorbis") + b"\x01"], number=1
    )
    laced = [book[at : at + 255] for at in range(0, len(book), 255)]
    first, second = b"".join(laced[:200]), b"".join(laced[200:])
    pages = _lacing_page(first, 2, 0) + recordings.page([second], number=3, flags=1)
    whole = start + pages + recordings.page([b"\x00sound"], number=4, position=9, flags=4)
    copy = clean_ogg(whole)
    assert bytes(60_000) in bytes(copy.data).replace(b"OggS", b"") or copy.data.count(0) > 69_000
    assert clean_ogg(bytes(copy.data)).data == copy.data


def _lacing_page(body: bytes, number: int, flags: int) -> bytes:
    """A page whose packet goes on in the next."""
    whole = recordings.page([body + b"\x00"], number=number, flags=flags)
    count = whole[26] - 1
    plain = whole[:26] + bytes([count]) + b"\xff" * count + body
    plain = plain[:22] + bytes(4) + plain[26:]
    return plain[:22] + recordings.checksum(plain).to_bytes(4, "little") + plain[26:]


def test_other_ogg_files_are_refused() -> None:
    assert refusal("ogg", recordings.page([b"fishead\x00"], number=0, flags=2)) is Reason.NOT_ALLOWED
    assert refusal("ogg", b"OggS" + HTML) is Reason.DAMAGED
    assert refusal("ogg", recordings.opus()[:100]) is Reason.DAMAGED
    assert refusal("ogg", recordings.opus(head=b"OpusHead")) is Reason.DAMAGED

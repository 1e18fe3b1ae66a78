"""Any bytes whatever end in a copy or in a reason, never in a crash; and what comes out never grows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.base.cleaning import NoCopy
from banyan.base.cleaning.child import Handler, rewrite
from banyan.base.cleaning.matroska import clean_matroska
from banyan.base.cleaning.mp4 import clean_mp4
from banyan.base.cleaning.sounds import SOUNDS
from tests.base.cleaning.samples import recordings, webs
from tests.base.cleaning.samples.films import Film, box, fragmented

SEEDS: list[tuple[Handler, bytes]] = [
    (clean_mp4, Film().whole()),
    (clean_mp4, Film(brand=b"qt  ", has_long_offsets=True).whole()),
    (clean_mp4, fragmented(has_base=False)),
    (clean_matroska, webs.film()),
    (clean_matroska, webs.film(webs.VP8, webs.VORBIS, is_live=True)),
    (clean_matroska, webs.film_with_units()),
    (SOUNDS["ogg"], recordings.opus()),
    (SOUNDS["ogg"], recordings.vorbis()),
    (SOUNDS["mpeg"], recordings.mp3()),
    (SOUNDS["adts"], recordings.adts()),
    (SOUNDS["amr"], recordings.amr()),
    (SOUNDS["wav"], recordings.wav()),
]
# Forms that are blanked in place never grow; those written anew may by the size of their own headers.
SLACK = 64


def end_well(handler: Handler, data: bytes) -> None:
    try:
        copy = rewrite(data, handler)
    except NoCopy:
        return
    assert len(copy.data) <= len(data) + SLACK


@pytest.mark.parametrize(("handler", "seed"), SEEDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_ends_in_a_copy_or_a_reason(handler: Handler, seed: bytes, data: st.DataObject) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(seed) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(seed)))
    end_well(handler, bytes(damaged))
    end_well(handler, bytes(damaged[:cut]))
    end_well(handler, seed[:cut] + bytes(damaged[cut:]) + seed)


@pytest.mark.parametrize("handler", list(dict.fromkeys(handler for handler, _ in SEEDS)))
@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=500))
def test_random_bytes_end_in_a_copy_or_a_reason(handler: Handler, data: bytes) -> None:
    end_well(handler, data)
    end_well(handler, box(b"ftyp", b"isom", bytes(4)) + box(b"moov", data))
    end_well(handler, webs.header() + webs.element(0x18538067, data))


@pytest.mark.parametrize(("handler", "seed"), SEEDS)
def test_a_file_cut_at_any_byte_ends_in_a_copy_or_a_reason(handler: Handler, seed: bytes) -> None:
    for cut in range(0, len(seed), 7):
        end_well(handler, seed[:cut])


@pytest.mark.parametrize(("handler", "seed"), SEEDS)
def test_a_clean_copy_stays_as_it_is(handler: Handler, seed: bytes) -> None:
    copy = handler(seed).data
    assert handler(bytes(copy)).data == copy

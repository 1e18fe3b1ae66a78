"""Pages read aloud, where the operator recorded them."""

from pathlib import Path
from typing import Any

import pytest

from banyan.reports.queries.recordings import find_recording
from tests.factories import Personas
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
SOUND = bytes(range(100))


@pytest.fixture
def recorded(settings: Any, tmp_path: Path) -> Path:
    """The data directory of somebody who recorded one page in English."""
    settings.BANYAN_DATA = tmp_path
    (tmp_path / "audio" / "en").mkdir(parents=True)
    (tmp_path / "audio" / "en" / "start.mp3").write_bytes(SOUND)
    return tmp_path


def test_a_recording_can_be_heard_under_the_heading_of_its_page_and_nowhere_else(
    people: Personas, recorded: Path
) -> None:
    page = Person().see("tell/start/")
    player = page.index('<audio controls preload="none" src="/en/tell/start/recording/"')
    assert page.index("<h1>") < player < page.index("<form")
    assert "<audio" not in Person("es").see("tell/start/")
    fatima = Person()
    fatima.answer("start")
    assert "<audio" in fatima.see("tell/start/")
    assert "<audio" not in fatima.see("tell/who/")


def test_it_comes_from_us_as_sound_and_nothing_is_guessed(people: Personas, recorded: Path) -> None:
    answer = Person().browser.get("/en/tell/start/recording/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, SOUND, "audio/mpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-1", 206, SOUND[:2]),
        ("bytes=90-", 206, SOUND[90:]),
        ("bytes=-10", 206, SOUND[90:]),
        ("bytes=-999", 206, SOUND),
        ("bytes=95-999", 206, SOUND[95:]),
        ("bytes=100-", 416, b""),
        ("bytes=-", 200, SOUND),
        ("bytes=0-1,5-6", 200, SOUND),
        ("nonsense", 200, SOUND),
        (f"bytes={'9' * 5000}-", 200, SOUND),  # Python turns no more than 4,300 digits into a number.
        (f"bytes=-{'9' * 5000}", 200, SOUND),
    ],
)
def test_a_phone_that_plays_in_parts_gets_parts(
    people: Personas, recorded: Path, wanted: str, status: int, part: bytes
) -> None:
    answer = Person().browser.get("/en/tell/start/recording/", HTTP_RANGE=wanted)
    assert (answer.status_code, answer.content) == (status, part)


def test_without_a_recording_nothing_is_shown_and_nothing_is_there(people: Personas, recorded: Path) -> None:
    for path in ("/es/tell/start/recording/", "/en/tell/who/recording/", "/en/tell/check/recording/"):
        assert Person().browser.get(path).status_code == 404


def test_only_our_own_names_lead_to_a_file(recorded: Path) -> None:
    (recorded / "secret.mp3").write_bytes(b"no")
    (recorded / "audio" / "en" / "who.mp3").symlink_to(recorded / "secret.mp3")
    assert find_recording(code="start", language="en")
    for code, language in (
        ("../../secret", "en"),
        ("who", "en"),
        ("start", ".."),
        ("start", "xx"),
        ("secret", "../.."),
    ):
        assert find_recording(code=code, language=language) is None

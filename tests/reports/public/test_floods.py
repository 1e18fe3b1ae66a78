"""Attacks that would fill the disk or the memory with drafts. Nothing that somebody writes is lost to them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from banyan.base import throttle
from banyan.base.briefly import forget_everything
from banyan.base.clock import now
from banyan.reports.actions import drafts as keeping
from banyan.reports.models import Draft, Report
from banyan.reports.queries import drafts as kept
from banyan.reports.queries.drafts import draft_key_of, get_draft
from banyan.reports.views.public import drafts as begun
from tests.factories import Personas
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
MOST = 256 * 1024
NETWORK, ELSEWHERE = "198.51.100.9", "198.51.100.10"
CONTROL = "\x01"  # Takes six letters as JSON.
LETTER = "\U0001e900"  # Adlam: four bytes.


def store() -> Any:
    return Draft.objects.using("drafts")


def largest() -> int:
    return max((len(bytes(one.sealed)) for one in store().all()), default=0)


def content_of(person: Person, cookie: str = "draft") -> dict[str, Any]:
    return get_draft(key=draft_key_of(person.browser.cookies[cookie].value), now=now()) or {}


def begin(address: str, **given: Any) -> Person:
    """Somebody who begins a report, and goes home with this typed."""
    person = Person(address=address)
    assert person.press("tell/words/", go="home", **given).status_code == 303
    return person


# --- What one draft may hold ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", [CONTROL, "x", LETTER])
def test_attack_a_draft_stays_small_whatever_is_sent_for_its_controls(people: Personas, letter: str) -> None:
    troll = Person()
    troll.answer("start", **troll.answers["start"])
    for code, name in (
        ("words", "words"),
        ("when", "where"),
        ("when", "date_year"),
        ("why", "loss"),
        ("contact", "address"),
        ("young", "safe_adult"),
        ("what", "also_speaks"),
        ("who", "for_whom"),
        ("start", "wants"),
        ("readers", "organisations"),
        ("words", "made_up"),
    ):
        assert troll.press(f"tell/{code}/", go="home", **{name: letter * 120_000}).status_code == 303
    assert 0 < largest() <= MOST


def test_attack_a_draft_that_grows_past_anybodys_answers_is_refused(people: Personas) -> None:
    troll = Person()
    troll.answer("start")
    troll.answer("words", words=LETTER * 20_000)
    before = content_of(troll)
    ticks = [f"{number:0199d}" for number in range(390)]
    for code, name in (("start", "wants"), ("what", "kinds"), ("why", "doers")):
        troll.press(f"tell/{code}/", go="home", **{name: ticks})
    assert troll.press("tell/words/", go="home", words=LETTER * 40_000).status_code == 413
    assert before["answers"] == content_of(troll)["answers"]
    assert largest() <= MOST


@pytest.mark.parametrize("first", [LETTER * 20_000, "東" * 20_000, "x\r\n" * 6_666 + "x"])
def test_the_longest_words_of_any_script_are_kept_as_answered_and_as_changed(people: Personas, first: str) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    assert fatima.answer("words", words=first).status_code == 303
    changed = "\r\n" * 10_000 + LETTER * 10_000
    for code, name in (("when", "where"), ("why", "loss"), ("contact", "address"), ("contact", "code_name")):
        fatima.press(f"tell/{code}/", go="home", **{name: LETTER * 200})
    assert fatima.press("tell/words/", go="home", words=changed).status_code == 303
    held = content_of(fatima)
    assert held["typed"]["words"]["words"] == changed.replace("\r\n", "\n")
    assert held["answers"]["words"]["words"] == first.replace("\r\n", "\n")
    assert held["typed"]["contact"]["code_name"] == LETTER * 200


def test_a_control_character_from_a_word_processor_parts_words_and_line_ends_stay(people: Personas) -> None:
    fatima = begin(NETWORK, words="one\x0btwo\r\n\tthree")
    assert content_of(fatima)["typed"]["words"]["words"] == "one two\n\tthree"


# --- What one visit may hold ------------------------------------------------------------------------------------------


def test_attack_a_visit_holds_messages_to_its_own_reports_only(people: Personas) -> None:
    troll = Person()
    code = troll.tell(people.house)
    troll.press("back/", code=code, **{f"{uuid4()}-text": "kept for ever"})
    for _ in range(3):
        troll.press("back/aside/", go="stay", **{f"{uuid4()}-text": CONTROL * 400_000, "x-text": "x"})
    own = str(Report.objects.get().pk)
    troll.press("back/aside/", go="stay", **{f"{own}-text": "Half a message"})
    assert content_of(troll, "back")["unsent"] == {own: "Half a message"}
    assert troll.press("back/aside/", go="stay", **{f"{own}-text": CONTROL * 400_000}).status_code == 413
    assert content_of(troll, "back")["unsent"] == {own: "Half a message"}


def test_the_longest_messages_to_three_are_held(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, people.elsewhere))
    for report in Report.objects.all():
        assert fatima.press("back/aside/", go="home", **{f"{report.pk}-text": LETTER * 20_000}).status_code == 303
    assert len(content_of(fatima, "back")["unsent"]) == 2


def test_attack_without_a_code_no_heap_of_messages_is_kept(people: Personas) -> None:
    troll = Person()
    heap = {f"{uuid4()}-text": CONTROL * 20_000 for _ in range(20)}
    assert troll.press("back/", go="home", **heap).status_code == 413
    assert not store().exists()


# --- How many there may be --------------------------------------------------------------------------------------------


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begun, "BEGUN", throttle.Limit("draft", size=3, seconds_a_token=20))


@pytest.mark.usefixtures("narrow")
def test_attack_ever_new_drafts_of_one_network_are_soon_gone_and_nobody_is_turned_away(people: Personas) -> None:
    for _ in range(3):
        begin(NETWORK, words="x")
    assert store().filter(expires_at__gt=now() + timedelta(minutes=100)).count() == 3
    for _ in range(5):
        begin(NETWORK, words="x").press("tell/words/", go="home", words="y")
    assert store().filter(expires_at__gt=now() + timedelta(minutes=31)).count() == 3
    assert Person(address=NETWORK).tell(people.house)
    begin(ELSEWHERE, words="x")
    assert store().filter(expires_at__gt=now() + timedelta(minutes=100)).count() == 4


@pytest.mark.usefixtures("narrow")
def test_once_the_flood_is_over_a_draft_is_kept_as_long_as_any(people: Personas) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            begin(NETWORK, words="x")
        late = begin(NETWORK, words="My story")
        clock.shift(timedelta(minutes=20))
        assert late.press("tell/words/", go="home", words="My longer story").status_code == 303
        clock.shift(timedelta(minutes=100))
        assert "My longer story" in late.see("tell/words/")


@pytest.mark.usefixtures("narrow")
def test_attack_when_drafts_took_all_their_room_the_flood_gives_way_and_not_the_words_in_its_midst(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (keeping, kept):
        monkeypatch.setattr(module, "ROOM", 100_000)
    earlier = begin(ELSEWHERE, words="x" * 20_000)
    for _ in range(4):
        begin(NETWORK, words="x" * 9_000)
    honest = begin(NETWORK, words="My story")
    for _ in range(20):
        forget_everything()
        begin(NETWORK, words="x" * 9_000)
    assert sum(len(bytes(one.sealed)) for one in store().all()) < 120_000
    for person, words in ((earlier, "x" * 20_000), (honest, "My story")):
        assert content_of(person)["typed"]["words"]["words"] == words


def test_attack_a_heap_of_drafts_that_ended_holds_up_nobody(people: Personas) -> None:
    """Ended ones are cleared away by and by: deleting very many at once would keep everybody else from saving."""
    ended = now() - timedelta(minutes=1)
    store().bulk_create(Draft(name=f"{number:064d}", sealed=b"x", expires_at=ended) for number in range(250))
    left = []
    for _ in range(3):
        begin(NETWORK, words="x")
        left.append(store().filter(expires_at=ended).count())
    assert left == [150, 50, 0]

"""A session at the desk: when it ends, who may end it, and that what is stored of it opens nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from banyan.people.actions.invitations import reset_member
from banyan.people.actions.keys import turn_key
from banyan.people.actions.members import end_sessions, remove_member
from banyan.people.models import KeyWrap, Organisation
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.sessions import KEY_COOKIE, SESSION_SLOT
from tests.factories import NOW, Personas, sign_in, viewer_of
from tests.people.signing_in import LOGIN, NEW_PASSWORD, TEAM, give_password, viewer_in

pytestmark = [pytest.mark.django_db(databases=["default", "drafts"]), pytest.mark.usefixtures("clock")]


def test_a_session_ends_after_half_an_hour_away(
    people: Personas, client: Client, clock: time_machine.Traveller
) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    clock.move_to(NOW + timedelta(minutes=30))
    assert client.get(TEAM).status_code == 200
    clock.move_to(NOW + timedelta(minutes=60, seconds=1))
    answer = client.get(TEAM)
    assert answer["Location"].startswith(LOGIN)
    assert client.cookies[KEY_COOKIE].value == ""


def test_words_written_while_the_session_ended_stay_on_the_page_and_nowhere_else(
    people: Personas, clock: time_machine.Traveller
) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), people.mei)
    client.get(TEAM)
    token = client.get("/desk/account/password/").context["csrf_token"]
    clock.move_to(NOW + timedelta(minutes=31))
    typed = {"text": "Come at three, please.", "password": "not for showing", "csrfmiddlewaretoken": str(token)}
    stood = f"http://testserver{TEAM}?page=2"
    answer = client.post(f"/desk/reports/{people.house.pk}/answer/", typed, headers={"referer": stood})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Come at three, please." in page
    assert "not for showing" not in page
    assert f"{LOGIN}?next={TEAM.replace('/', '%2F')}" in page


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (NEW_PASSWORD, {"old": "my present words", "password": "my newer words", "again": "my newer words"}),
        ("/desk/key/recover/", {"code": "AAAAA BBBBB CCCCC DDDDD EEEEE FFFFF GGGGG HHHHH"}),
        ("/desk/reports/new/", {"receipt": "AAA BBB CCC DDD EEE FFF GGG"}),
    ],
)
def test_attack_whoever_passes_a_closed_desk_reads_no_password_and_no_code(
    people: Personas, client: Client, clock: time_machine.Traveller, address: str, typed: dict[str, str]
) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    clock.move_to(NOW + timedelta(minutes=31))
    page = client.post(address, typed).content.decode()
    assert not [one for one in typed.values() if one in page]


def test_a_session_ends_after_twelve_hours_however_busy(
    people: Personas, client: Client, clock: time_machine.Traveller
) -> None:
    sign_in(client, people.mei)
    for minutes in range(0, 12 * 60 + 1, 20):
        clock.move_to(NOW + timedelta(minutes=minutes))
        assert client.get(TEAM).status_code == 200, minutes
    clock.move_to(NOW + timedelta(hours=12, seconds=1))
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_a_clock_that_jumps_back_prolongs_nothing(
    people: Personas, client: Client, clock: time_machine.Traveller
) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    clock.move_to(NOW - timedelta(days=2))
    assert client.get(TEAM).status_code == 200
    clock.move_to(NOW - timedelta(days=2) + timedelta(minutes=31))
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_using_the_desk_writes_the_session_at_most_once_a_minute(
    people: Personas, client: Client, clock: time_machine.Traveller, django_assert_num_queries: Any
) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    before = Session.objects.get(pk=client.session.session_key).session_data
    clock.move_to(NOW + timedelta(seconds=59))
    client.get(TEAM)
    assert Session.objects.get(pk=client.session.session_key).session_data == before
    clock.move_to(NOW + timedelta(seconds=60))
    client.get(TEAM)
    assert Session.objects.get(pk=client.session.session_key).session_data != before


def test_signing_out_ends_the_session_and_the_key_cookie(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    stolen = client.session.session_key
    client.post("/desk/account/logout/")
    assert client.cookies[KEY_COOKIE].value == ""
    assert not Session.objects.filter(pk=stolen).exists()
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_signing_out_takes_a_form(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    assert client.get("/desk/account/logout/").status_code == 405


def test_signing_out_everywhere_ends_the_other_session_too(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    other = sign_in(Client(), people.mei)
    assert other.get(TEAM).status_code == 200
    client.post("/desk/account/sign-out-everywhere/")
    assert other.get(TEAM)["Location"].startswith(LOGIN)


def test_an_administrator_ends_a_colleague_s_sessions(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    end_sessions(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_removal_ends_sessions_and_wrap_at_once(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_losing_the_wrap_alone_closes_reports_in_a_running_session(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    key = get_current_key(people.house)
    assert viewer_in(client.get(TEAM)).holds(key)
    KeyWrap.objects.filter(member=people.mei).delete()
    assert not viewer_in(client.get(TEAM)).holds(key)


def test_a_reset_ends_running_sessions_at_once(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_a_due_key_turns_when_a_holder_comes_by(people: Personas, client: Client) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(key_turn_due=True)
    sign_in(client, people.rosa).get(TEAM)
    assert get_current_key(people.house).version == 1
    sign_in(Client(), people.mei).get(TEAM)
    assert get_current_key(people.house).version == 2
    assert not Organisation.objects.get(pk=people.house.pk).key_turn_due


def test_turning_the_key_is_seen_in_the_same_session(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    key = turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    assert viewer_in(client.get(TEAM)).holds(key)


def test_a_session_copied_from_the_database_opens_nothing(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    thief = Client()
    thief.cookies["desk"] = str(client.session.session_key)
    assert thief.get(TEAM)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("key", [None, "A" * 43])
def test_attack_a_session_copied_from_the_database_signs_its_owner_out(
    people: Personas, client: Client, key: str | None
) -> None:
    """Whoever copied the table of sessions asks with each of them; only what their own browser holds is dropped."""
    sign_in(client, people.mei)
    thief = Client()
    thief.cookies["desk"] = str(client.session.session_key)
    if key:
        thief.cookies[KEY_COOKIE] = key
    thief.get(TEAM)
    thief.post("/desk/account/logout/")
    assert thief.cookies["desk"].value == ""
    assert client.get(TEAM).status_code == 200


def test_the_key_of_another_session_opens_nothing(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    other = sign_in(Client(), people.dana)
    client.cookies[KEY_COOKIE] = other.cookies[KEY_COOKIE].value
    assert client.get(TEAM)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("cookie", ["", "x", "=" * 50, "A" * 43, "é" * 43])
def test_a_broken_key_cookie_signs_out_quietly(people: Personas, client: Client, cookie: str) -> None:
    sign_in(client, people.mei)
    client.cookies[KEY_COOKIE] = cookie
    assert client.get(TEAM)["Location"].startswith(LOGIN)


def test_the_private_key_lies_nowhere_in_clear(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    answer = client.get(TEAM)
    pair = viewer_in(answer).key_pair
    assert pair is not None
    private = pair.private
    stored = client.session[SESSION_SLOT]
    assert private.hex() not in stored
    assert private.hex() not in repr(viewer_in(answer))


def test_the_cookies_stay_at_the_desk_and_out_of_scripts(people: Personas, client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = give_password(client)
    for name in ("desk", KEY_COOKIE):
        cookie = answer.cookies[name]
        assert (cookie["path"], cookie["samesite"]) == ("/desk/", "Strict")
        assert cookie["httponly"]
        assert cookie["secure"]
        assert not cookie["max-age"] or name == "desk"

"""Signing in: a password, a second factor, nothing opens in between, and nobody else can be kept out."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from time import process_time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from banyan.base.models import AuditLine
from banyan.config.passwords import SIGN_INS_AT_ONCE, SteadyArgon2, _sign_ins
from banyan.people.actions.invitations import reset_member, withdraw_invitation
from banyan.people.actions.keys import turn_key
from banyan.people.actions.members import end_sessions, remove_member
from banyan.people.actions.passwords import change_password
from banyan.people.actions.second_factors import set_up_totp
from banyan.people.models import KeyWrap, Member, Organisation
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.second_factors import list_backup_codes
from banyan.people.queries.sessions import KEY_COOKIE, SESSION_SLOT
from banyan.people.queries.viewers import Viewer
from tests.factories import NOW, PASSWORD, TOTP_SECRET, Personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LOGIN, CODE, TEAM = "/desk/account/login/", "/desk/account/code/", "/desk/team/"
HEAP = "a" + "\u0300\u0316" * 60_000  # Marks on one letter: sorting them takes a time that grows with their square.
NEW_PASSWORD = "/desk/account/password/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def code_now(offset: int = 0) -> str:
    return f"{hotp_value(TOTP_SECRET, int(time.time()) // 30 + offset):06}"


def give_password(client: Client, name: str = "mei", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def viewer_in(answer: Any) -> Viewer:
    """Whom the desk took the request to be from."""
    viewer: Viewer = answer.wsgi_request.viewer
    return viewer


def with_app(member: Member) -> Member:
    set_up_totp(by=viewer_of(member), secret=TOTP_SECRET, now=NOW)
    return member


# --- The way in -------------------------------------------------------------------------------------------------------


def test_mei_signs_in_and_holds_her_key(people: Personas, client: Client) -> None:
    with_app(people.mei)
    answer = give_password(client)
    assert answer["Location"] == CODE
    answer = client.post(CODE, {"code": code_now()})
    assert answer["Location"] == "/desk/"
    answer = client.get(TEAM)
    assert answer.status_code == 200
    assert viewer_in(answer).holds(get_current_key(people.house))
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.actor, line.chain) == (
        "people.session.start",
        f"member:{people.mei.pk}",
        str(people.house.pk),
    )


def test_attack_a_flood_of_sign_ins_is_told_to_wait_and_takes_no_thread(people: Personas, client: Client) -> None:
    with_app(people.mei)
    with ExitStack() as flood:
        for _ in range(SIGN_INS_AT_ONCE):
            flood.enter_context(_sign_ins)
        for name in ("mei", "nobody"):
            assert "Others are signing in" in give_password(client, name).content.decode()
    assert give_password(client)["Location"] == CODE


@pytest.mark.parametrize("name", ["mei", "nobody", HEAP])
def test_attack_a_heap_of_marks_for_a_password_holds_up_nobody(people: Personas, client: Client, name: str) -> None:
    """Normalising it took a minute, in which the whole server stood still."""
    began = process_time()
    answer = client.post(LOGIN, {"login": name, "password": HEAP})
    assert answer.status_code == 200
    assert process_time() - began < 5
    assert client.get("/desk/").status_code == 302


def test_capital_letters_and_spaces_in_the_name_are_forgiven(people: Personas, client: Client) -> None:
    with_app(people.mei)
    assert give_password(client, "  MEI ")["Location"] == CODE


def test_attack_a_sign_in_that_waits_for_its_second_factor_ends_when_the_password_is_changed(
    people: Personas, client: Client
) -> None:
    with_app(people.mei)
    give_password(client)
    change_password(by=viewer_of(people.mei), old=PASSWORD, new="another long fictional sentence", now=NOW)
    assert client.post(CODE, {"code": code_now()})["Location"].startswith(LOGIN)
    assert client.get("/desk/").status_code == 302


def test_nothing_opens_between_the_password_and_the_second_factor(people: Personas, client: Client) -> None:
    with_app(people.mei)
    give_password(client)
    for path in (TEAM, "/desk/account/", "/desk/account/second-factor/", "/desk/account/password/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(LOGIN)
    assert client.post(reverse("people:sign_out_everywhere")).status_code == 302
    assert Member.objects.get(pk=people.mei.pk).session_turn == 0


def test_a_new_member_must_set_up_a_second_factor_before_anything_else(people: Personas, client: Client) -> None:
    assert give_password(client)["Location"] == "/desk/"
    answer = client.get(TEAM)
    assert answer["Location"] == "/desk/account/second-factor/"
    assert b"Set up one now" in client.get("/desk/account/second-factor/").content
    for path in ("/desk/account/", "/desk/key/", "/desk/audit/", "/desk/account/password/"):
        assert client.get(path)["Location"] == "/desk/account/second-factor/"


def test_setting_up_the_app_shows_the_backup_codes_and_opens_the_desk(people: Personas, client: Client) -> None:
    give_password(client)
    page = client.get("/desk/account/second-factor/app/")
    secret = page.context["secret"]
    assert b"<svg" in page.content
    assert b"data:" not in page.content
    assert secret not in str(client.session.items()), "sealed in the session too"
    wrong = client.post("/desk/account/second-factor/app/", {"code": "000000"})
    assert wrong.context["secret"] == secret, "a mistyped code doesn't make the phone's account worthless"
    right = f"{hotp_value(secret, int(NOW.timestamp()) // 30):06}"
    done = client.post("/desk/account/second-factor/app/", {"code": right})
    assert list_backup_codes(people.mei)[0][:4].encode() in done.content
    assert client.get(TEAM).status_code == 200
    assert secret not in str(list(Authenticator.objects.values()))


def test_the_page_asked_for_opens_after_signing_in(people: Personas, client: Client) -> None:
    with_app(people.mei)
    answer = client.get("/desk/key/")
    assert answer["Location"] == f"{LOGIN}?next=%2Fdesk%2Fkey%2F"
    client.post(LOGIN, {"login": "mei", "password": PASSWORD, "next": "/desk/key/"})
    assert client.post(CODE, {"code": code_now()})["Location"] == "/desk/key/"


def test_signing_in_leads_to_no_other_site(people: Personas, client: Client) -> None:
    with_app(people.mei)
    client.post(LOGIN, {"login": "mei", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert client.post(CODE, {"code": code_now()})["Location"] == "/desk/"


def test_a_code_is_good_once(people: Personas, client: Client) -> None:
    with_app(people.mei)
    give_password(client)
    code = code_now()
    client.post(CODE, {"code": code})
    cache.clear()  # What allauth remembers of it is known to one process only.
    other = Client()
    give_password(other)
    answer = other.post(CODE, {"code": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 200
    assert "used just now" in answer.content.decode()


def test_a_backup_code_is_good_once(people: Personas, client: Client) -> None:
    with_app(people.mei)
    code = list_backup_codes(people.mei)[0]
    give_password(client)
    assert client.post(CODE, {"code": code})["Location"] == "/desk/"
    other = Client()
    give_password(other)
    assert other.post(CODE, {"code": code}).status_code == 200


def test_a_wrong_second_factor_after_a_right_password_is_noted(people: Personas, client: Client) -> None:
    with_app(people.mei)
    give_password(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.outcome, line.chain) == ("people.session.refuse", "denied", str(people.house.pk))


def test_somebody_removed_cannot_sign_in(people: Personas, client: Client) -> None:
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert give_password(client).status_code == 200


def test_what_was_typed_stays_but_the_password(people: Personas, client: Client) -> None:
    page = give_password(client, password="wrong").content.decode()
    assert 'value="mei"' in page
    assert "wrong" not in page.replace('class="wrong"', "")


def test_the_wrong_and_the_unknown_name_read_the_same(people: Personas) -> None:
    unknown, known = (give_password(Client(), name, "not this").content.decode() for name in ("nobody", "mei"))
    assert _without_token(unknown.replace("nobody", "mei")) == _without_token(known)


def test_an_unknown_name_costs_one_hash_as_a_wrong_password_does(
    people: Personas, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = Counter[str]()
    whose = ""

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            spent[whose] += 1
            return real(*given)

        return run

    for name in ("encode", "verify"):
        monkeypatch.setattr(SteadyArgon2, name, counted(getattr(SteadyArgon2, name)))
    for whose in ("nobody", "mei"):
        give_password(client, whose, "not this")
    assert spent == {"nobody": 1, "mei": 1}


# --- Throttling -------------------------------------------------------------------------------------------------------


def test_guessing_is_slowed_and_locks_nobody_else_out(people: Personas) -> None:
    with_app(people.mei)
    guesser = Client(REMOTE_ADDR="203.0.113.66")
    for _ in range(10):
        give_password(guesser, password="a guess")
    slowed = give_password(guesser).content.decode()
    assert "Too many tries" in slowed
    assert give_password(Client(REMOTE_ADDR="198.51.100.1"))["Location"] == CODE


def test_one_place_cannot_try_every_name(people: Personas) -> None:
    guesser = Client(REMOTE_ADDR="203.0.113.66")
    answers = [give_password(guesser, f"name{number}", "a guess") for number in range(61)]
    assert "Too many tries" not in answers[59].content.decode()
    assert "Too many tries" in answers[60].content.decode()


def test_codes_cannot_be_guessed_one_after_the_other(people: Personas, client: Client) -> None:
    with_app(people.mei)
    give_password(client)
    for _ in range(6):
        client.post(CODE, {"code": "000000"})
    assert "Too many tries" in client.post(CODE, {"code": code_now()}).content.decode()


def test_codes_cannot_be_guessed_from_many_places_at_once(people: Personas, client: Client) -> None:
    with_app(people.mei)
    give_password(client)
    for number in range(40):
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{number}")
    answer = client.post(CODE, {"code": code_now()}, REMOTE_ADDR="198.51.100.200")
    assert "Too many tries" in answer.content.decode()


def test_attack_whoever_finds_an_open_desk_cannot_guess_its_password_there(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    new = "six grey herons at noon"
    for _ in range(10):
        client.post(NEW_PASSWORD, {"old": "a guess", "password": new, "again": new})
    answer = client.post(NEW_PASSWORD, {"old": PASSWORD, "password": new, "again": new})
    assert "Too many tries" in answer.content.decode()
    assert Member.objects.get(pk=people.mei.pk).check_password(PASSWORD)


# --- Sessions ---------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("stood", ["", "https://elsewhere.example/desk/team/", "http://testserver/en/"])
def test_attack_signing_in_leads_nowhere_else_than_to_the_desk(client: Client, stood: str) -> None:
    answer = client.post(TEAM, {}, headers={"referer": stood})
    assert answer["Location"] == f"{LOGIN}?next=%2Fdesk%2F"


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


def test_attack_the_old_password_while_a_reset_is_open(people: Personas, client: Client) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    page = give_password(client)
    assert "Your sign-in is being reset" in page.content.decode()
    assert client.get(TEAM)["Location"].startswith(LOGIN)
    assert "being reset" not in give_password(client, password="not this one").content.decode()
    withdraw_invitation(by=viewer_of(people.amira), invitation=invited.invitation, now=NOW)
    assert give_password(client)["Location"] == CODE


def test_attack_the_old_password_after_the_reset_s_address_has_expired(
    people: Personas, client: Client, clock: time_machine.Traveller
) -> None:
    reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    clock.shift(timedelta(days=30))
    assert "Your sign-in is being reset" in give_password(client).content.decode()


def test_attack_somebody_between_password_and_code_when_the_reset_comes(people: Personas, client: Client) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    give_password(client)
    reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert client.post(CODE, {"code": code_now()})["Location"] == LOGIN
    assert client.get(TEAM)["Location"].startswith(LOGIN)
    assert not AuditLine.objects.filter(action="people.session.start").exists(), "nobody signed in"


def test_a_due_key_turns_when_a_holder_comes_by(people: Personas, client: Client) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(key_turn_due=True)
    sign_in(client, people.rosa).get(TEAM)
    assert get_current_key(people.house).version == 1
    sign_in(Client(), people.mei).get(TEAM)
    assert get_current_key(people.house).version == 2
    assert not Organisation.objects.get(pk=people.house.pk).key_turn_due


# --- Attacks ----------------------------------------------------------------------------------------------------------


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


def test_session_fixation_a_session_prepared_by_somebody_else_is_left_behind(people: Personas, client: Client) -> None:
    with_app(people.mei)
    client.get(LOGIN)
    session = client.session
    session["prepared"] = True
    session.save()
    prepared = str(session.session_key)
    client.cookies["desk"] = prepared
    give_password(client)
    after_password = client.cookies["desk"].value
    client.post(CODE, {"code": code_now()})
    after_code = client.cookies["desk"].value
    assert len({prepared, after_password, after_code}) == 3
    assert not Session.objects.filter(pk__in=[prepared, after_password]).exists()


def test_login_csrf_a_form_from_elsewhere_signs_nobody_in(people: Personas) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert give_password(strict).status_code == 403
    page = strict.get(LOGIN)
    token = page.context["csrf_token"]
    assert "desk_form" in strict.cookies
    other_site = {"HTTP_ORIGIN": "https://elsewhere.example"}
    sent = {"login": "mei", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert strict.post(LOGIN, sent, **other_site).status_code == 403  # type: ignore[arg-type]  # META has no types
    assert strict.post(LOGIN, sent).status_code == 302


def test_a_foreign_host_header_is_refused(people: Personas, client: Client) -> None:
    assert client.get(LOGIN, HTTP_HOST="elsewhere.example").status_code == 400
    sign_in(client, people.amira)
    form = {"name": "Ayo", "roles": ["advocate"]}
    assert client.post("/desk/team/invite/", form, HTTP_HOST="elsewhere.example").status_code == 400


def test_the_cookies_stay_at_the_desk_and_out_of_scripts(people: Personas, client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = give_password(client)
    for name in ("desk", KEY_COOKIE):
        cookie = answer.cookies[name]
        assert (cookie["path"], cookie["samesite"]) == ("/desk/", "Strict")
        assert cookie["httponly"]
        assert cookie["secure"]
        assert not cookie["max-age"] or name == "desk"


def test_the_public_door_gets_no_cookie_of_the_desk(people: Personas, client: Client) -> None:
    page = client.get(LOGIN)
    assert page.cookies["desk_form"]["path"] == "/desk/"
    assert "form" not in page.cookies
    assert page["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert "no-store" in page["Cache-Control"]


def test_turning_the_key_is_seen_in_the_same_session(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    client.get(TEAM)
    key = turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    assert viewer_in(client.get(TEAM)).holds(key)


def _without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_row_whose_key_the_password_does_not_open_lets_nobody_in(people: Personas, client: Client) -> None:
    other = Member.objects.get(pk=people.rosa.pk).wrapped_private_key
    Member.objects.filter(pk=people.mei.pk).update(wrapped_private_key=other)
    assert "Your key can&#x27;t be opened" in give_password(client).content.decode()
    Member.objects.filter(pk=people.mei.pk).update(public_key=None, public_key_proof=None, wrapped_private_key=None)
    assert "Your key can&#x27;t be opened" in give_password(client).content.decode()
    assert KEY_COOKIE not in client.cookies


@pytest.mark.parametrize("typed", [{}, {"login": "mei"}, {"password": PASSWORD}, {"login": "\0", "password": "x"}])
def test_an_unfinished_form_is_answered_in_words(people: Personas, client: Client, typed: dict[str, str]) -> None:
    page = client.post(LOGIN, typed)
    assert page.status_code == 200
    assert "Please look at this again" in page.content.decode()


def test_the_password_again_is_asked_in_words_too(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    assert "required" in client.post("/desk/account/again/", {}).content.decode()

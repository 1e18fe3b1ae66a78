"""Signing in: a password, a second factor, nothing opens in between, and nobody else can be kept out."""

import re
from collections import Counter
from collections.abc import Callable
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
from banyan.people.actions.members import remove_member
from banyan.people.actions.passwords import change_password
from banyan.people.actions.second_factors import set_up_totp
from banyan.people.models import Member
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.second_factors import list_backup_codes
from banyan.people.queries.sessions import KEY_COOKIE
from tests.factories import NOW, PASSWORD, TOTP_SECRET, Personas, code_now, sign_in, viewer_of
from tests.people.signing_in import CODE, LOGIN, NEW_PASSWORD, TEAM, give_password, viewer_in, with_app

pytestmark = [pytest.mark.django_db(databases=["default", "drafts"]), pytest.mark.usefixtures("clock")]
HEAP = "a" + "\u0300\u0316" * 60_000  # Marks on one letter: sorting them takes a time that grows with their square.


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


@pytest.mark.parametrize("stood", ["", "https://elsewhere.example/desk/team/", "http://testserver/en/"])
def test_attack_signing_in_leads_nowhere_else_than_to_the_desk(client: Client, stood: str) -> None:
    answer = client.post(TEAM, {}, headers={"referer": stood})
    assert answer["Location"] == f"{LOGIN}?next=%2Fdesk%2F"


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


# --- While a reset is open --------------------------------------------------------------------------------------------


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


# --- Attacks ----------------------------------------------------------------------------------------------------------


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


def test_the_public_door_gets_no_cookie_of_the_desk(people: Personas, client: Client) -> None:
    page = client.get(LOGIN)
    assert page.cookies["desk_form"]["path"] == "/desk/"
    assert "form" not in page.cookies
    assert page["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert "no-store" in page["Cache-Control"]


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

"""Second factors: set up, moved, added, removed; what the database keeps of them; what a changed one costs."""

import json
import time
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.people.actions.second_factors import (
    LastFactor,
    give_demonstration_factor,
    remove_passkey,
    renew_backup_codes,
    set_up_totp,
)
from banyan.people.actions.second_factors import add_passkey as record_passkey
from banyan.people.models import Coalition, Member
from banyan.people.queries.second_factors import (
    demonstration_code,
    factors_of,
    has_second_factor,
    list_backup_codes,
    list_factors,
)
from banyan.vault.errors import CannotOpen
from tests.factories import NOW, OPERATOR, PASSWORD, TOTP_SECRET, Personas, code_now, sign_in, viewer_of
from tests.people.passkeys import ORIGIN, SoftKey
from tests.people.signing_in import CODE, LOGIN, give_password

pytestmark = [pytest.mark.django_db(databases=["default", "drafts"]), pytest.mark.usefixtures("clock")]
FACTORS = "/desk/account/second-factor/"
APP, PASSKEY, CODES = f"{FACTORS}app/", f"{FACTORS}passkey/", f"{FACTORS}codes/"
OTHER_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AGAIN, TEAM = "/desk/account/again/", "/desk/team/"


@pytest.fixture(autouse=True)
def _test_server(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]


def options_on(page: Any) -> dict[str, Any]:
    """What the script reads from the page."""
    written = page.content.decode().split('data-options="')[1].split('"')[0]
    found: dict[str, Any] = json.loads(unescape(written))
    return found


def add_passkey(client: Client, key: SoftKey, name: str = "On my key ring") -> Any:
    answer = key.create(options_on(client.get(PASSKEY)))
    return client.post(PASSKEY, {"name": name, "credential": answer})


# --- Passkeys ---------------------------------------------------------------------------------------------------------


def test_a_passkey_is_a_second_factor_from_the_first_sign_in_on(people: Personas, client: Client) -> None:
    key = SoftKey()
    give_password(client)
    done = add_passkey(client, key)
    assert "Backup codes" in done.content.decode()
    assert [one.name for one in list_factors(people.mei).passkeys] == ["On my key ring"]
    other = Client()
    give_password(other)
    page = other.get(CODE)
    assert other.get("/desk/team/").status_code == 302
    answer = other.post(CODE, {"credential": key.get(options_on(page))})
    assert answer["Location"] == "/desk/"
    assert other.get("/desk/team/").status_code == 200


def test_another_s_passkey_opens_nothing(people: Personas, client: Client) -> None:
    give_password(client)
    add_passkey(client, SoftKey())
    other = Client()
    give_password(other)
    page = other.get(CODE)
    assert other.post(CODE, {"credential": SoftKey().get(options_on(page))}).status_code == 200
    assert other.get("/desk/team/").status_code == 302


def test_a_passkey_s_name_without_its_private_key_opens_nothing(people: Personas, client: Client) -> None:
    key = SoftKey()
    give_password(client)
    add_passkey(client, key)
    other = Client()
    give_password(other)
    forged = SoftKey(credential_id=key.credential_id).get(options_on(other.get(CODE)))
    assert other.post(CODE, {"credential": forged}).status_code == 200
    assert other.get("/desk/team/").status_code == 302


def test_a_passkey_s_answer_is_good_once(people: Personas, client: Client) -> None:
    key = SoftKey()
    give_password(client)
    add_passkey(client, key)
    other = Client()
    give_password(other)
    answer = key.get(options_on(other.get(CODE)))
    third = Client()
    give_password(third)
    third.get(CODE)
    assert third.post(CODE, {"credential": answer}).status_code == 200, "asked of another session"


def test_a_passkey_answers_only_for_this_site(people: Personas, client: Client) -> None:
    give_password(client)
    page = client.get(PASSKEY)
    for origin in ("https://testserver.elsewhere.example", "http://testserver"):
        answer = SoftKey().create(options_on(page), origin=origin)
        assert client.post(PASSKEY, {"name": "x", "credential": answer}).status_code == 422
    assert not has_second_factor(people.mei)
    assert ORIGIN.startswith("https")


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "not json", '{"id": 1, "response": {}}', "null", "7", '{"response": 5}']
)
def test_a_broken_answer_is_refused_in_words(people: Personas, client: Client, credential: str) -> None:
    give_password(client)
    client.get(PASSKEY)
    assert client.post(PASSKEY, {"name": "x", "credential": credential}).status_code == 422
    key = SoftKey()
    add_passkey(client, key)
    other = Client()
    give_password(other)
    other.get(CODE)
    assert other.post(CODE, {"credential": credential}).status_code == 200


def test_a_passkey_never_signs_in_without_the_password(people: Personas, client: Client) -> None:
    for path in ("webauthn/login/", "login/code/", "signup/", "password/reset/", "email/"):
        assert client.get(f"/desk/account/{path}").status_code == 404


def test_the_last_factor_stays(people: Personas, client: Client) -> None:
    give_password(client)
    add_passkey(client, SoftKey())
    only = list_factors(people.mei).passkeys[0].pk
    with pytest.raises(LastFactor):
        remove_passkey(by=viewer_of(people.mei), passkey=only, now=NOW)
    add_passkey_again(client)
    remove_passkey(by=viewer_of(people.mei), passkey=only, now=NOW)
    assert len(list_factors(people.mei).passkeys) == 1


def add_passkey_again(client: Client) -> None:
    client.post(AGAIN, {"password": PASSWORD})
    add_passkey(client, SoftKey(), name="At home")


def test_a_passkey_is_removed_after_asking_once(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    add_passkey_again(client)
    address = f"{PASSKEY}{list_factors(people.mei).passkeys[0].pk}/remove/"
    assert "Remove this passkey?" in client.get(address).content.decode()
    client.post(address)
    assert list_factors(people.mei).passkeys == ()


def test_a_colleague_s_passkey_is_out_of_reach(people: Personas, client: Client) -> None:
    give_password(client)
    add_passkey(client, SoftKey())
    hers = list_factors(people.mei).passkeys[0].pk
    other = sign_in(Client(), people.dana)
    other.post(AGAIN, {"password": PASSWORD})
    assert other.post(f"{PASSKEY}{hers}/remove/").status_code == 404
    assert list_factors(people.mei).passkeys[0].pk == hers


# --- The first one ----------------------------------------------------------------------------------------------------


def test_attack_a_sign_in_from_before_the_first_factor_does_not_open_the_desk_without_one(
    people: Personas, client: Client
) -> None:
    """Somebody knows the password of a colleague who hasn't set anything up yet, and signs in before she does."""
    thief = Client()
    give_password(thief)
    assert thief.get(TEAM)["Location"] == FACTORS
    give_password(client)
    add_passkey(client, SoftKey())
    assert client.get(TEAM).status_code == 200, "whoever set it up goes on"
    for path in (TEAM, FACTORS, APP, PASSKEY, AGAIN):
        give_password(thief)  # Does nothing while the old sign-in lasts.
        assert thief.get(path)["Location"].startswith((LOGIN, CODE))
        assert thief.get(TEAM)["Location"].startswith((LOGIN, CODE))
    assert client.get(TEAM).status_code == 200


def test_attack_of_two_who_set_up_the_first_factor_at_once_one_does(people: Personas) -> None:
    thief = viewer_of(people.mei)
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    with pytest.raises(Denied):
        set_up_totp(by=thief, secret=OTHER_SECRET, now=NOW)
    with pytest.raises(Denied):
        record_passkey(by=thief, name="mine", credential={}, now=NOW)
    assert list_factors(people.mei).passkeys == ()


def test_attack_the_code_of_the_set_up_does_not_sign_in_once_more(people: Personas, client: Client) -> None:
    """Somebody looks over the shoulder of a colleague who types the first code, and knows her password."""
    give_password(client)
    client.get(APP)
    with factors_of(people.mei):
        secret = decrypt(client.session["new_totp_secret"])
    code = f"{hotp_value(secret, int(time.time()) // 30):06}"
    assert client.post(APP, {"code": code}).status_code == 200
    watcher = Client()
    give_password(watcher)
    assert "was used just now" in watcher.post(CODE, {"code": code}).content.decode()
    assert watcher.get(TEAM).status_code == 302


# --- The password once more -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [APP, PASSKEY, CODES])
def test_changing_a_factor_asks_for_the_password_again(people: Personas, client: Client, path: str) -> None:
    sign_in(client, people.mei)
    answer = client.get(path)
    assert answer["Location"].startswith(f"{AGAIN}?next=")
    assert client.post(AGAIN, {"password": "a guess"}).status_code == 200
    assert client.get(path).status_code == 302
    client.post(AGAIN, {"password": PASSWORD})
    assert client.get(path).status_code == 200


def test_posting_without_the_password_again_keeps_nothing_of_the_request(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    answer = client.post(f"{CODES}new/", REMOTE_ADDR="203.0.113.201")
    assert answer["Location"].startswith(AGAIN)
    assert "203.0.113.201" not in str(dict(client.session.items()))


def test_guessing_the_password_again_is_slowed(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    for _ in range(10):
        client.post(AGAIN, {"password": "a guess"})
    assert "Too many tries" in client.post(AGAIN, {"password": PASSWORD}).content.decode()


# --- The app and the codes --------------------------------------------------------------------------------------------


def test_moving_to_another_phone_replaces_the_old_one_only_when_the_new_one_answers(
    people: Personas, client: Client
) -> None:
    sign_in(client, people.mei)
    client.post(AGAIN, {"password": PASSWORD})
    secret = client.get(APP).context["secret"]
    assert _secret_of(people.mei) == TOTP_SECRET
    client.post(APP, {"code": f"{hotp_value(secret, int(NOW.timestamp()) // 30):06}"})
    assert _secret_of(people.mei) == secret
    assert Authenticator.objects.filter(user=people.mei, type="totp").count() == 1


def test_a_code_stays_used_at_midnight(people: Personas, client: Client, clock: time_machine.Traveller) -> None:
    """At midnight UTC every throttle begins anew; it is four in the afternoon in San Francisco."""
    clock.move_to(NOW.replace(hour=23, minute=59, second=50))
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    give_password(client)
    code = code_now()
    assert client.post(CODE, {"code": code})["Location"] == "/desk/"
    clock.shift(timedelta(seconds=15))
    cache.clear()
    other = Client()
    give_password(other)
    assert "used just now" in other.post(CODE, {"code": code}).content.decode()
    clock.shift(timedelta(seconds=30))
    assert other.post(CODE, {"code": code_now()})["Location"] == "/desk/"


def test_after_a_newer_code_an_older_one_opens_nothing(people: Personas, client: Client) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    give_password(client)
    assert client.post(CODE, {"code": code_now(1)})["Location"] == "/desk/"
    other = Client()
    give_password(other)
    for offset in (-1, 0, 1):
        cache.clear()
        assert other.post(CODE, {"code": code_now(offset)}).status_code == 200
    line = AuditLine.objects.order_by("-pk")[0]
    assert line.outcome == "denied", "somebody knew her password, and saw a code of hers"


def test_a_clock_that_was_ahead_locks_nobody_out(
    people: Personas, client: Client, clock: time_machine.Traveller
) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    clock.move_to(NOW + timedelta(hours=5))
    give_password(client)
    assert client.post(CODE, {"code": code_now()})["Location"] == "/desk/"
    clock.move_to(NOW)
    other = Client()
    give_password(other)
    assert other.post(CODE, {"code": code_now()})["Location"] == "/desk/"
    cache.clear()
    third = Client()
    give_password(third)
    assert third.post(CODE, {"code": code_now()}).status_code == 200, "good once all the same"


def test_new_backup_codes_end_the_old_ones(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    before = list_backup_codes(people.mei)
    client.post(AGAIN, {"password": PASSWORD})
    page = client.post(f"{CODES}new/").content.decode()
    after = list_backup_codes(people.mei)
    assert len(after) == 10
    assert not set(before) & set(after)
    assert after[0][:4] in page
    renew_backup_codes(by=viewer_of(people.mei), now=NOW)
    assert list_backup_codes(people.mei) != after


def test_secrets_and_seeds_are_sealed_at_rest(people: Personas) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    rows = str(list(Authenticator.objects.values()))
    assert TOTP_SECRET not in rows
    codes = Authenticator.objects.get(user=people.mei, type="recovery_codes")
    with factors_of(people.mei):
        assert decrypt(codes.data["seed"]) not in rows
    assert not any(code in rows for code in list_backup_codes(people.mei))


def test_another_pepper_opens_no_secret(people: Personas, settings: Any) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    settings.BANYAN_PEPPER = b"another pepper altogether, 32 b."
    with pytest.raises(CannotOpen):
        _secret_of(people.mei)


@pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
def test_attack_a_colleague_s_secret_is_put_in_her_place_in_the_database(
    people: Personas, client: Client, kind: str
) -> None:
    """Tomas writes to the database and knows Mei's password; the secret that he put there is his own."""
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    set_up_totp(by=viewer_of(people.tomas), secret=OTHER_SECRET, now=NOW)
    own = {
        "totp": f"{hotp_value(OTHER_SECRET, int(NOW.timestamp()) // 30):06}",
        "recovery_codes": list_backup_codes(people.tomas)[0],
    }
    his = Authenticator.objects.get(user=people.tomas, type=kind)
    Authenticator.objects.filter(user=people.mei, type=kind).update(data=his.data)
    give_password(client)
    page = client.post(CODE, {"code": own[kind]})
    assert page.status_code == 200
    assert "can&#x27;t be opened" in page.content.decode()
    assert client.get("/desk/team/").status_code == 302


def test_attack_a_passkey_of_his_own_is_added_to_her_account_in_the_database(people: Personas, client: Client) -> None:
    """Tomas writes to the database and knows Mei's password; the passkey that he put there is his own."""
    his = SoftKey()
    give_password(client, "tomas")
    add_passkey(client, his)
    row = Authenticator.objects.get(user=people.tomas, type="webauthn")
    Authenticator.objects.create(user=people.mei, type="webauthn", data=row.data)
    other = Client()
    give_password(other)
    page = other.post(CODE, {"credential": his.get(options_on(other.get(CODE)))})
    assert "can&#x27;t be opened" in page.content.decode()
    assert other.get("/desk/team/").status_code == 302


# --- The demonstration ------------------------------------------------------------------------------------------------


def test_the_demonstration_shows_its_code(people: Personas, client: Client) -> None:
    Coalition.objects.update(is_demonstration=True)
    give_demonstration_factor(by=OPERATOR, member=people.mei, now=NOW)
    code = demonstration_code(username="mei", now=NOW)
    give_password(client)
    assert client.post(CODE, {"code": code})["Location"] == "/desk/"
    assert demonstration_code(username="nobody", now=NOW) is None


def test_a_real_coalition_shows_nobody_s_code(people: Personas) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    assert demonstration_code(username="mei", now=NOW) is None
    with pytest.raises(Denied):
        give_demonstration_factor(by=OPERATOR, member=people.mei, now=NOW)


def _secret_of(member: Member) -> str:
    with factors_of(member):
        return str(decrypt(Authenticator.objects.get(user=member, type="totp").data["secret"]))

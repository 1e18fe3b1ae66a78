"""The desk's own pages: what each role finds there, what people of elsewhere find, and what the trail keeps."""

import re
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, reverse

from banyan.base import audit
from banyan.base.models import AuditLine
from banyan.people import urls
from banyan.people.models import Coalition, Member, Organisation
from banyan.people.queries.keys import get_current_key, list_holders
from banyan.people.queries.trail import PAGE, list_trail
from banyan.people.rules.permissions import Role
from tests.factories import (
    NOW,
    OPERATOR,
    PASSWORD,
    MemberFactory,
    OrganisationFactory,
    Personas,
    sign_in,
    viewer_of,
)

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


# --- The team's pages -------------------------------------------------------------------------------------------------


def test_an_advocate_sees_the_team_and_no_way_to_change_it(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    page = shown(client, "/desk/team/")
    assert "Holds it" in page
    assert "Waits for it" in page
    assert "Give Rosa the key" not in page
    assert "Invite somebody" not in page
    one = shown(client, f"/desk/team/{people.rosa.pk}/")
    assert "Remove them" not in one
    assert "Give a role" not in one


def test_a_holder_admits_a_colleague_with_one_button(people: Personas, client: Client) -> None:
    sign_in(client, people.dana)
    assert "Give Rosa the key" in shown(client, "/desk/team/")
    client.post(f"/desk/team/{people.rosa.pk}/admit/")
    assert people.rosa in list_holders(get_current_key(people.house))
    assert "They hold the key now." in shown(client, "/desk/team/")


def test_an_administrator_without_the_key_is_told_who_can_give_it(people: Personas, client: Client) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    sign_in(client, keeper)
    page = shown(client, "/desk/team/")
    assert "Give Rosa the key" not in page
    assert "Only somebody who holds the key" in page
    assert client.post(f"/desk/team/{people.rosa.pk}/admit/").status_code == 403


def test_roles_change_on_the_member_s_page(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    address = f"/desk/team/{people.mei.pk}/"
    client.post(f"{address}roles/", {"grant": "outreach_worker"})
    client.post(f"{address}roles/", {"end": "advocate"})
    client.post(f"{address}roles/", {"grant": "king"})
    assert "Outreach worker: Walks and visits" in shown(client, address)
    client.post(f"/desk/team/{people.amira.pk}/roles/", {"end": "organisation_administrator"})
    assert "Make a colleague administrator first" in shown(client, f"/desk/team/{people.amira.pk}/")


def test_removing_asks_once_in_words(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    address = f"/desk/team/{people.mei.pk}/remove/"
    page = shown(client, address)
    assert "Remove Mei from the team?" in page
    assert "No, go back" in page
    assert Member.objects.get(pk=people.mei.pk).is_active
    client.post(address)
    assert not Member.objects.get(pk=people.mei.pk).is_active
    assert "Has left the team" in shown(client, f"/desk/team/{people.mei.pk}/")
    assert "have left" not in shown(client, "/desk/team/")


def test_a_reset_asks_once_and_shows_an_address(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    address = f"/desk/team/{people.mei.pk}/reset/"
    assert "Let Mei choose a new password?" in shown(client, address)
    assert "/desk/account/invitation/" in client.post(address).content.decode()
    client.post(f"/desk/team/{people.mei.pk}/remove/")
    client.post(address)
    assert "This person has left the team" in shown(client, "/desk/team/")


def test_signing_a_colleague_out_from_their_page(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    client.post(f"/desk/team/{people.mei.pk}/sign-out/")
    assert Member.objects.get(pk=people.mei.pk).session_turn == 1


# --- The key's pages --------------------------------------------------------------------------------------------------


def test_the_first_administrator_makes_the_key_and_sees_the_code_once(people: Personas, client: Client) -> None:
    young = OrganisationFactory.create()
    keeper = MemberFactory.create(organisation=young, roles=(Role.ADMINISTRATOR,))
    sign_in(client, keeper)
    assert "Your organization has no key yet" in shown(client, "/desk/team/")
    assert "Make the key" in shown(client, "/desk/key/")
    page = client.post("/desk/key/create/")
    code = page.context["code"]
    assert "Print this page now" in page.content.decode()
    assert all(part in page.content.decode() for part in code.split("-"))
    assert page["Cache-Control"] == "no-store"
    assert code not in shown(client, "/desk/key/")
    assert "already has its key" in shown_after(client.post("/desk/key/create/"), client)


def shown_after(answer: Any, client: Client) -> str:
    return shown(client, answer["Location"])


def test_a_new_code_is_printed_and_used(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    assert "Print a new recovery code?" in shown(client, "/desk/key/recovery/")
    code = client.post("/desk/key/recovery/").context["code"]
    rosa = sign_in(Client(), people.rosa)
    assert "Use the code" in shown(rosa, "/desk/key/")
    wrong = rosa.post("/desk/key/recover/", {"code": people.recovery_code}).content.decode()
    assert "isn&#x27;t your organization&#x27;s recovery code" in wrong
    assert people.recovery_code in wrong, "what was typed stays"
    mistyped = ("1" if code[7] == "0" else "0").join([code[:7], code[8:]])
    assert "Look at group 2 again" in rosa.post("/desk/key/recover/", {"code": mistyped}).content.decode()
    assert "eight groups of five" in rosa.post("/desk/key/recover/", {"code": "?"}).content.decode()
    rosa.post("/desk/key/recover/", {"code": code.lower()})
    assert "You hold it." in shown(rosa, "/desk/key/")


def test_the_key_is_turned_after_asking_once(people: Personas, client: Client) -> None:
    sign_in(client, people.dana)
    assert "Make a new version of the key?" in shown(client, "/desk/key/turn/")
    client.post("/desk/key/turn/")
    assert "version 2" in shown(client, "/desk/key/")
    assert sign_in(Client(), people.mei).get("/desk/key/turn/").status_code == 403


def test_a_key_that_was_put_in_from_outside_is_called_out(people: Personas, client: Client) -> None:
    people.house.keys.create(version=2, public_key=b"x" * 32, public_key_proof=b"x", made_at=NOW)
    sign_in(client, people.mei)
    assert "Something is wrong with the key" in shown(client, "/desk/key/")


# --- Another organisation's -------------------------------------------------------------------------------------------

MEMBER_ROUTES = ("member", "admit", "roles", "remove", "reset", "end_sessions")


@pytest.mark.parametrize("route", MEMBER_ROUTES)
@pytest.mark.parametrize("who", ["tomas", "sol"])
def test_another_organisation_s_member_is_absent(people: Personas, client: Client, route: str, who: str) -> None:
    sign_in(client, getattr(people, who))
    before = Member.objects.filter(pk=people.mei.pk).values().get()
    for member_id in (people.mei.pk, uuid4()):
        address = reverse(f"people:{route}", kwargs={"member_id": member_id})
        answers = [client.post(address, {"grant": "coordinator"})]
        if route in {"member", "remove", "reset"}:
            answers = [client.get(address)]
        assert [one.status_code for one in answers] == [404]
    assert Member.objects.filter(pk=people.mei.pk).values().get() == before


def test_asking_for_another_organisation_s_member_is_noted_on_one_s_own_trail(people: Personas, client: Client) -> None:
    sign_in(client, people.tomas)
    client.get(f"/desk/team/{people.mei.pk}/")
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.outcome, line.chain) == ("desk.not_found", "denied", str(people.elsewhere.pk))
    assert line.subject == str(people.mei.pk)
    assert line.details == {"route": "people:member"}


def test_a_page_one_may_not_open_is_noted(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    assert client.get("/desk/audit/").status_code == 403
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.outcome) == ("desk.denied", "denied")
    assert line.details == {"permission": "people.audit.read"}


def test_a_page_one_may_not_open_is_noted_however_long_its_address(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    assert client.get(f"/desk/coalition/interpreters/{'x' * 200}/").status_code == 403
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.outcome, line.subject) == ("desk.denied", "denied", "x" * 80)


# --- The trail --------------------------------------------------------------------------------------------------------


def test_the_trail_is_one_s_own_and_comes_in_pages(people: Personas, client: Client) -> None:
    for number in range(PAGE + 5):
        audit.record(by=OPERATOR, action=f"tests.line.{number}", now=NOW, chain=people.house.pk)
    audit.record(by=OPERATOR, action="tests.elsewhere", now=NOW, chain=people.elsewhere.pk)
    sign_in(client, people.amira)
    first = shown(client, "/desk/audit/")
    assert f"tests.line.{PAGE + 4}" in first
    assert "tests.line.1<" not in first
    assert "tests.elsewhere" not in first
    older = first.split('rel="next" href="')[1].split('"')[0]
    second = shown(client, f"/desk/audit/{older}")
    assert "tests.line.1<" in second
    assert "The operator did something that this page has no sentence for." in first
    assert f"tests.line.{PAGE + 4}" not in second


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣", ""])
def test_a_strange_page_number_is_passed_over(people: Personas, client: Client, before: str) -> None:
    sign_in(client, people.amira)
    assert client.get("/desk/audit/", {"before": before}).status_code == 200


def test_the_steward_reads_the_coalition_s_trail(people: Personas) -> None:
    audit.record(by=viewer_of(people.amira), action="partners.listing.check", now=NOW)
    page = list_trail(viewer=viewer_of(people.sol))
    assert page.lines[0].sentence == "Somebody of another organization checked a place to find help."
    assert not any(people.amira.name in one.sentence for one in page.lines)


# --- All of them ------------------------------------------------------------------------------------------------------


OWN_PAGES = (
    "/desk/account/",
    "/desk/account/languages/",
    "/desk/account/password/",
    "/desk/account/second-factor/",
    "/desk/team/",
    "/desk/team/invite/",
    "/desk/key/",
    "/desk/key/turn/",
    "/desk/key/recovery/",
    "/desk/key/recover/",
    "/desk/organisation/",
    "/desk/audit/",
)


def test_no_page_carries_script_style_or_handlers_of_its_own(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    for path in [*OWN_PAGES, f"/desk/team/{people.mei.pk}/", f"/desk/team/{people.mei.pk}/remove/"]:
        page = shown(client, path)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|data:", page), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), path
        assert not re.search(r"(src|href|action)=\"(https?:)?//", page), path


def test_every_page_is_marked_in_the_demonstration(people: Personas, client: Client) -> None:
    Coalition.objects.update(is_demonstration=True)
    sign_in(client, people.amira)
    assert all("Demonstration: the people" in shown(client, path) for path in OWN_PAGES)


def test_only_these_pages_open_without_signing_in(client: Client) -> None:
    free = set()
    for name, view in _views():
        if not getattr(view, "login_required", True):
            free.add(name)
    assert free == {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "people:invitation",
        "people:accept_invitation",
    }


def test_only_these_pages_open_before_a_second_factor() -> None:
    early = {name for name, view in _views() if getattr(view, "opens_before_second_factor", False)}
    assert early == {
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "people:sign_out_everywhere",
    }


def _views() -> list[tuple[str, Any]]:
    """Every named route under people's part of the desk."""
    flat = [(str(one.name), one.callback) for one in urls.urlpatterns if isinstance(one, URLPattern)]
    return flat + [(f"people:{one.name}", one.callback) for one in urls.people]


def test_lists_ask_the_database_as_often_for_forty_as_for_four(
    people: Personas, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, people.amira)
    client.get("/desk/team/")
    MemberFactory.create_batch(12, organisation=people.house)
    with django_assert_max_num_queries(16):
        client.get("/desk/team/")
    with django_assert_max_num_queries(12):
        client.get("/desk/audit/")


def test_what_cannot_be_done_with_the_key_is_said_on_its_page(people: Personas, client: Client) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(recovery_public_key=b"x" * 32)
    sign_in(client, people.amira)
    assert "isn&#x27;t one that this server stored" in shown_after(client.post("/desk/key/turn/"), client)


@pytest.mark.parametrize("path", ["/desk/key/recovery/", "/desk/key/turn/"])
def test_where_there_is_no_key_yet_its_pages_say_so(people: Personas, client: Client, path: str) -> None:
    young = OrganisationFactory.create(name="Young House (fictional)")
    sign_in(client, MemberFactory.create(name="Ayo", organisation=young, roles=(Role.ADMINISTRATOR,)))
    assert "Your organization has no key yet" in shown_after(client.post(path), client)


@pytest.mark.parametrize("path", ["/desk/key/recovery/", "/desk/key/turn/", "/desk/team/{}/admit/"])
def test_a_key_put_in_from_outside_stops_what_would_seal_to_it(people: Personas, client: Client, path: str) -> None:
    people.house.keys.create(version=2, public_key=b"x" * 32, public_key_proof=b"x", made_at=NOW)
    sign_in(client, people.amira)
    answer = client.post(path.format(people.rosa.pk))
    assert "isn&#x27;t one that this server stored" in shown_after(answer, client)


def test_the_only_passkey_stays_and_its_page_says_so(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    Authenticator.objects.filter(user=people.mei).update(type="webauthn", data={"name": "ring", "credential": {}})
    only = Authenticator.objects.filter(user=people.mei)
    only.exclude(pk=only[0].pk).delete()
    client.post("/desk/account/again/", {"password": PASSWORD})
    answer = client.post(f"/desk/account/second-factor/passkey/{only[0].pk}/remove/")
    assert "This is your only second factor" in shown_after(answer, client)


def test_after_changing_the_language_the_notice_is_in_the_new_one(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    given = {"name": "Mei", "public_name": "", "email": "", "locale": "zh-hant"}
    page = client.post("/desk/account/", given, follow=True).content.decode()
    assert '<html lang="zh-hant"' in page
    assert "已儲存" in page
    assert "Saved." not in page

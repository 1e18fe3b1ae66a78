"""Members: roles given and ended, details, languages, passwords, leaving."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.people.actions.invitations import MemberLeft, RoleDoesNotFit
from banyan.people.actions.members import (
    Details,
    LastAdministrator,
    RemovesThemselves,
    Serves,
    edit_details,
    end_sessions,
    remove_member,
    set_languages,
)
from banyan.people.actions.passwords import WrongPassword, change_password
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.models import Member
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.second_factors import has_second_factor
from banyan.people.queries.team import get_member, list_team
from banyan.people.rules.permissions import Role
from banyan.people.rules.usernames import LONGEST, normalise_username
from banyan.vault.errors import CannotOpen
from tests.factories import (
    NOW,
    OPERATOR,
    PASSWORD,
    MemberFactory,
    Personas,
    key_pair_of,
    sign_in,
    viewer_of,
)

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
NEW = "six grey herons at noon"


# --- Passwords --------------------------------------------------------------------------------------------------------


def test_a_new_password_opens_the_same_key(people: Personas) -> None:
    before = key_pair_of(people.mei)
    member = change_password(by=viewer_of(people.mei), old=PASSWORD, new=NEW, now=NOW)
    assert key_pair_of(member, NEW).private == before.private
    assert viewer_of(member, NEW).holds(get_current_key(people.house))
    assert member.check_password(NEW)
    with pytest.raises(CannotOpen):
        key_pair_of(member, PASSWORD)


def test_the_present_password_is_needed(people: Personas) -> None:
    with pytest.raises(WrongPassword):
        change_password(by=viewer_of(people.mei), old="a guess", new=NEW, now=NOW)
    assert Member.objects.get(pk=people.mei.pk).check_password(PASSWORD)


def test_a_row_whose_key_the_password_does_not_open_is_left_as_it_is(people: Personas) -> None:
    other = Member.objects.get(pk=people.rosa.pk).wrapped_private_key
    viewer = viewer_of(people.mei)
    Member.objects.filter(pk=people.mei.pk).update(wrapped_private_key=other)
    with pytest.raises(WrongPassword):
        change_password(by=viewer, old=PASSWORD, new=NEW, now=NOW)
    assert Member.objects.get(pk=people.mei.pk).check_password(PASSWORD)


def test_nothing_changes_when_the_new_wrap_cannot_be_made(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> bytes:
        raise MemoryError

    viewer = viewer_of(people.mei)
    monkeypatch.setattr("banyan.people.actions.passwords.wrap_private_key", fails)
    with pytest.raises(MemoryError):
        change_password(by=viewer, old=PASSWORD, new=NEW, now=NOW)
    assert key_pair_of(Member.objects.get(pk=people.mei.pk))
    assert Member.objects.get(pk=people.mei.pk).check_password(PASSWORD)


def test_changing_it_on_the_page_keeps_this_session_and_ends_the_others(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    other = sign_in(Client(), people.mei)
    answer = client.post("/desk/account/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert answer["Location"] == "/desk/account/"
    page = client.get("/desk/account/")
    assert "Your password is changed" in page.content.decode()
    assert page.wsgi_request.viewer.holds(get_current_key(people.house))  # type: ignore[attr-defined]  # the middleware's
    assert other.get("/desk/account/").status_code == 302


def test_a_wrong_present_password_is_said_at_its_field(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    page = client.post("/desk/account/password/", {"old": "a guess", "password": NEW, "again": NEW})
    assert "This isn&#x27;t your present password." in page.content.decode()
    assert NEW not in page.content.decode()


# --- Roles ------------------------------------------------------------------------------------------------------------


def test_a_role_is_given_once_and_ended_with_its_date(people: Personas) -> None:
    amira = viewer_of(people.amira)
    for _ in range(2):
        grant_role(by=amira, member=people.mei, role=Role.OUTREACH, now=NOW)
    end_role(by=amira, member=people.mei, role=Role.ADVOCATE, now=NOW)
    end_role(by=amira, member=people.mei, role=Role.ADVOCATE, now=NOW)
    assert get_member(viewer=amira, member_id=people.mei.pk).roles == (Role.OUTREACH,)
    assert people.mei.role_grants.filter(ended_at=NOW).count() == 1
    assert AuditLine.objects.filter(action="people.role.grant").count() == 1
    assert AuditLine.objects.filter(action="people.role.end").count() == 1


@pytest.mark.parametrize("who", ["mei", "dana", "tomas", "sol"])
def test_only_the_organisation_s_administrator_gives_roles(people: Personas, who: str) -> None:
    by = viewer_of(getattr(people, who))
    with pytest.raises(Denied):
        grant_role(by=by, member=people.mei, role=Role.COORDINATOR, now=NOW)
    with pytest.raises(Denied):
        end_role(by=by, member=people.mei, role=Role.ADVOCATE, now=NOW)


def test_a_role_of_the_coalition_is_given_to_nobody_of_an_organisation(people: Personas) -> None:
    with pytest.raises(RoleDoesNotFit):
        grant_role(by=viewer_of(people.amira), member=people.mei, role=Role.STEWARD, now=NOW)
    with pytest.raises(RoleDoesNotFit):
        grant_role(by=viewer_of(people.sol), member=people.nour, role=Role.ADVOCATE, now=NOW)


def test_the_last_administrator_and_the_last_steward_stay(people: Personas) -> None:
    with pytest.raises(LastAdministrator):
        end_role(by=viewer_of(people.amira), member=people.amira, role=Role.ADMINISTRATOR, now=NOW)
    with pytest.raises(LastAdministrator):
        end_role(by=viewer_of(people.sol), member=people.sol, role=Role.STEWARD, now=NOW)
    with pytest.raises(LastAdministrator):
        remove_member(by=OPERATOR, member=people.sol, now=NOW)


def test_somebody_who_left_gets_no_role(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)
    with pytest.raises(MemberLeft):
        grant_role(by=viewer_of(people.amira), member=people.rosa, role=Role.ADVOCATE, now=NOW)


# --- Leaving ----------------------------------------------------------------------------------------------------------


def test_nothing_of_a_sign_in_stays_after_leaving(people: Personas) -> None:
    sign_in(Client(), people.mei)
    edit_details(by=viewer_of(people.mei), details=Details("Mei", "Mei L.", "mei@example.org", True, "es"), now=NOW)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    gone = Member.objects.get(pk=people.mei.pk)
    assert (gone.is_active, gone.removed_at) == (False, NOW)
    assert (gone.public_key, gone.wrapped_private_key, gone.public_name, gone.email) == (None, None, "", "")
    assert not gone.has_usable_password()
    assert not has_second_factor(gone)
    assert not gone.role_grants.filter(ended_at=None).exists()
    assert viewer_of(gone).permissions == frozenset()


def test_whoever_left_is_not_removed_again(people: Personas) -> None:
    for at in (NOW, NOW + timedelta(days=3)):
        remove_member(by=viewer_of(people.amira), member=people.rosa, now=at)
    assert Member.objects.get(pk=people.rosa.pk).removed_at == NOW
    assert AuditLine.objects.filter(action="people.member.remove").count() == 1


def test_nobody_removes_themselves(people: Personas) -> None:
    MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    with pytest.raises(RemovesThemselves):
        remove_member(by=viewer_of(people.amira), member=people.amira, now=NOW)


@pytest.mark.parametrize("who", ["mei", "dana", "tomas", "sol"])
def test_only_the_organisation_s_administrator_removes_or_signs_out(people: Personas, who: str) -> None:
    by = viewer_of(getattr(people, who))
    with pytest.raises(Denied):
        remove_member(by=by, member=people.rosa, now=NOW)
    with pytest.raises(Denied):
        end_sessions(by=by, member=people.rosa, now=NOW)


def test_the_steward_removes_the_coalition_s_own_staff(people: Personas) -> None:
    remove_member(by=viewer_of(people.sol), member=people.nour, now=NOW)
    assert not Member.objects.get(pk=people.nour.pk).is_active
    assert AuditLine.objects.order_by("-pk")[0].chain == "coalition"


# --- Details and languages --------------------------------------------------------------------------------------------


def test_a_member_sets_their_own_languages_and_a_coordinator_theirs_for_them(people: Personas) -> None:
    cantonese, signs = Serves("yue", "speaks"), Serves("ase", "signs")
    set_languages(by=viewer_of(people.mei), member=people.mei, languages=frozenset({cantonese}), now=NOW)
    set_languages(by=viewer_of(people.dana), member=people.mei, languages=frozenset({cantonese, signs}), now=NOW)
    shown = get_member(viewer=viewer_of(people.rosa), member_id=people.mei.pk).languages
    assert [(one.tag, one.how_words) for one in shown] == [("ase", "signs"), ("yue", "speaks")]
    assert shown[1].name == "廣東話 · Cantonese"
    for somebody in (people.rosa, people.tomas, people.sol):
        with pytest.raises(Denied):
            set_languages(by=viewer_of(somebody), member=people.mei, languages=frozenset(), now=NOW)


def test_languages_are_added_and_taken_away_on_the_page(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    client.post("/desk/account/languages/", {"tag": "yue", "how": ["speaks", "reads"]})
    assert people.mei.languages.count() == 2
    client.post("/desk/account/languages/", {"remove": "reads yue"})
    assert [one.how for one in people.mei.languages.all()] == ["speaks"]
    assert client.post("/desk/account/languages/", {"tag": "klingon"}).status_code == 422
    assert people.mei.languages.count() == 1
    client.post("/desk/account/languages/", {"tag": "hr", "how": ["speaks"]})
    assert "hrvatski · Croatian: speaks" in client.get("/desk/account/languages/").content.decode()


def test_details_are_saved_and_the_desk_speaks_the_chosen_language(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    form = {"name": "Mei Lin", "public_name": "Mei", "locale": "es", "email": "mei@example.org", "wants_mail": "on"}
    client.post("/desk/account/", form)
    mei = Member.objects.get(pk=people.mei.pk)
    assert (mei.name, mei.public_name, mei.locale, mei.wants_mail) == ("Mei Lin", "Mei", "es", True)
    page = client.get("/desk/account/")
    assert page["Content-Language"] == "es"
    assert '<html lang="es"' in page.content.decode()


def test_wrong_details_lose_nothing_typed(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    page = client.post("/desk/account/", {"name": "Mei Lin", "locale": "es", "email": "no address"}).content.decode()
    assert 'value="Mei Lin"' in page
    assert 'value="no address"' in page


# --- The team ---------------------------------------------------------------------------------------------------------


def test_a_team_is_one_s_own_organisation_only(people: Personas) -> None:
    assert [one.member for one in list_team(viewer=viewer_of(people.mei))] == [
        people.amira,
        people.dana,
        people.mei,
        people.rosa,
    ]
    assert [one.member for one in list_team(viewer=viewer_of(people.nour))] == [people.nour, people.sol]


def test_the_team_shows_who_holds_the_key_and_since_when(people: Personas) -> None:
    team = {one.member.name: one for one in list_team(viewer=viewer_of(people.mei))}
    assert team["Mei"].holds_key_since == NOW
    assert team["Mei"].is_self
    assert team["Rosa"].waits_for_key
    assert not team["Rosa"].holds_key


def test_those_who_left_are_not_shown(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)
    assert people.rosa not in [one.member for one in list_team(viewer=viewer_of(people.mei))]


@given(st.text(max_size=200))
def test_a_username_has_one_spelling(typed: str) -> None:
    once = normalise_username(typed)
    assert len(once) <= LONGEST
    assert normalise_username(f" {typed.upper()} ") == normalise_username(typed.upper())
    assert normalise_username("Ｍei ") == "mei"

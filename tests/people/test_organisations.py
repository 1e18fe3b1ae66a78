"""Organisations: their profile, and joining, leaving and coming back."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.base.models import AuditLine
from banyan.people.actions.coalition import AlreadyFounded, found_coalition
from banyan.people.actions.invitations import InvitationGone, Invitee, accept_invitation, invite_member
from banyan.people.actions.keys import create_organisation_key
from banyan.people.actions.organisations import NotOnTheList, Opening, Profile, edit_organisation
from banyan.people.actions.partners import (
    BelongsAlready,
    NameTaken,
    NeverJoined,
    admit_partner,
    create_organisation,
    record_partner_left,
)
from banyan.people.models import Coalition, Invitation, Member, Organisation
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.organisations import get_own_organisation, get_partner, list_organisations_for_reports
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
TODAY = NOW.date()
DAY = timedelta(days=1)


def profile(**given: Any) -> Profile:
    facts = {
        "about": "We listen.",
        "about_language": "en",
        "phone": "415 555 0100",
        "takes_reports": True,
        "has_mandated_reporters": False,
        "languages": frozenset({"yue", "en"}),
        "offers": frozenset(),
        "hours": (Opening(0, time(9), time(17)),),
        "closed_on": frozenset({date(2026, 12, 25)}),
    }
    return Profile(**{**facts, **given})


# --- The profile ------------------------------------------------------------------------------------------------------


def test_an_administrator_sets_the_profile_as_a_whole(people: Personas) -> None:
    for languages in ({"es"}, {"yue", "en"}):
        changed = profile(languages=frozenset(languages))
        edit_organisation(by=viewer_of(people.amira), organisation=people.house, profile=changed, now=NOW)
    shown = get_own_organisation(viewer=viewer_of(people.mei))
    assert {one.tag for one in shown.languages.all()} == {"yue", "en"}
    assert [one.weekday for one in shown.open_hours.all()] == [0]
    assert (shown.about, shown.has_mandated_reporters) == ("We listen.", False)


@pytest.mark.parametrize("who", ["mei", "dana", "tomas", "sol"])
def test_nobody_else_sets_it(people: Personas, who: str) -> None:
    with pytest.raises(Denied):
        edit_organisation(by=viewer_of(getattr(people, who)), organisation=people.house, profile=profile(), now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"languages": frozenset({"klingon"})},
        {"offers": frozenset({"miracles"})},
        {"about_language": "klingon"},
        {"about_language": "yue"},  # Spoken: what is written in Hong Kong is zh-Hant.
    ],
)
def test_codes_that_are_on_no_list_are_refused(people: Personas, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotOnTheList):
        edit_organisation(by=viewer_of(people.amira), organisation=people.house, profile=profile(**wrong), now=NOW)


def test_the_page_shows_and_saves_it(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    edit_organisation(by=viewer_of(people.amira), organisation=people.house, profile=profile(), now=NOW)
    page = client.get("/desk/organisation/").content.decode()
    assert 'value="09:00"' in page
    assert "2026-12-25" in page
    form = {
        "about": "我們陪你走。",
        "about_language": "zh-Hant",
        "takes_reports": "on",
        "languages": ["vi"],
        "opens_1": "10:00",
        "closes_1": "16:30",
        "closed_on": "2026-07-03\n2026-11-27\n",
    }
    assert client.post("/desk/organisation/", form)["Location"] == "/desk/organisation/"
    shown = get_own_organisation(viewer=viewer_of(people.amira))
    assert (shown.about, shown.about_language) == ("我們陪你走。", "zh-Hant")
    assert '<option value="zh-Hant" selected>' in client.get("/desk/organisation/").content.decode()
    assert [(one.weekday, one.closes_at) for one in shown.open_hours.all()] == [(1, time(16, 30))]
    assert {one.closed_on for one in shown.closed_days.all()} == {date(2026, 7, 3), date(2026, 11, 27)}


def test_whoever_writes_the_first_sentence_is_taken_to_write_as_they_read(people: Personas, client: Client) -> None:
    Member.objects.filter(pk=people.amira.pk).update(locale="es")
    sign_in(client, people.amira)
    assert '<option value="es" selected>' in client.get("/desk/organisation/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"opens_1": "10:00"}, "Give both times of this day"),
        ({"opens_1": "10:00", "closes_1": "09:00"}, "closes before it opens"),
        ({"closed_on": "Christmas"}, "Write each day like"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    people: Personas, client: Client, wrong: dict[str, str], says: str
) -> None:
    sign_in(client, people.amira)
    page = client.post("/desk/organisation/", {"about": "Half written", **wrong}).content.decode()
    assert says in page
    assert "Half written" in page


def test_an_advocate_doesn_t_get_the_page(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    assert client.get("/desk/organisation/").status_code == 403


def test_the_coalition_s_staff_have_no_organisation(people: Personas) -> None:
    with pytest.raises(Http404):
        get_own_organisation(viewer=viewer_of(people.sol))


# --- Joining and leaving ----------------------------------------------------------------------------------------------


def listed(on: date) -> list[str]:
    return [one.name for one in list_organisations_for_reports(on=on)]


def test_people_choose_among_partners_of_the_day_that_have_a_key(people: Personas) -> None:
    young = OrganisationFactory.create(name="Young House", joined_on=TODAY)
    assert "Young House" not in listed(TODAY), "nothing could be sealed to it"
    keeper = MemberFactory.create(organisation=young, roles=(Role.ADMINISTRATOR,))
    create_organisation_key(by=viewer_of(keeper), organisation=young, now=NOW)
    assert "Young House" in listed(TODAY)
    assert "Young House" not in listed(TODAY - DAY)


def test_an_organisation_that_takes_no_reports_isn_t_offered(people: Personas) -> None:
    assert people.house.name in listed(TODAY)
    Organisation.objects.filter(pk=people.house.pk).update(takes_reports=False)
    assert people.house.name not in listed(TODAY)


def test_founders_come_and_go_and_return(people: Personas) -> None:
    sol = viewer_of(people.sol)
    record_partner_left(by=sol, organisation=people.house, on=TODAY, now=NOW)
    assert people.house.name in listed(TODAY - DAY)
    assert people.house.name not in listed(TODAY)
    with pytest.raises(NeverJoined):
        record_partner_left(by=sol, organisation=people.house, on=TODAY, now=NOW)
    with pytest.raises(BelongsAlready):
        admit_partner(by=sol, organisation=people.house, on=TODAY - DAY, now=NOW)
    admit_partner(by=sol, organisation=people.house, on=TODAY + DAY, now=NOW)
    assert people.house.name not in listed(TODAY)
    assert people.house.name in listed(TODAY + DAY)
    with pytest.raises(BelongsAlready):
        admit_partner(by=sol, organisation=people.house, on=TODAY + DAY, now=NOW)


@pytest.mark.parametrize("who", ["amira", "mei", "nour"])
def test_only_the_steward_takes_in_and_lets_go(people: Personas, who: str) -> None:
    by = viewer_of(getattr(people, who))
    with pytest.raises(Denied):
        create_organisation(by=by, name="New", joined_on=TODAY, now=NOW)
    with pytest.raises(Denied):
        admit_partner(by=by, organisation=people.house, on=TODAY, now=NOW)
    with pytest.raises(Denied):
        record_partner_left(by=by, organisation=people.house, on=TODAY, now=NOW)
    with pytest.raises(Denied):
        get_partner(viewer=by, organisation_id=people.house.pk)


def test_two_organisations_never_have_the_same_name(people: Personas) -> None:
    for same in ("jade lantern house (Fictional)", "  Jade Lantern House (fictional) "):
        with pytest.raises(NameTaken):
            create_organisation(by=viewer_of(people.sol), name=same, joined_on=TODAY, now=NOW)
    create_organisation(by=viewer_of(people.sol), name="Église d'Ici", joined_on=TODAY, now=NOW)
    with pytest.raises(NameTaken):
        create_organisation(by=viewer_of(people.sol), name="ÉGLISE D'ICI", joined_on=TODAY, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="JADE LANTERN HOUSE (fictional)")


def test_a_name_may_be_in_any_script(people: Personas) -> None:
    named = ("華人權益促進會", "香港 Hong Kong Centre", "北角 Hong Kong Centre", "بيت الفانوس", "Hong Kong Centre")
    for name in named:
        made = create_organisation(by=viewer_of(people.sol), name=f" {name} ", joined_on=TODAY, now=NOW)
        assert made.name == name


def test_the_steward_takes_one_in_on_the_pages(people: Personas, client: Client) -> None:
    sign_in(client, people.sol)
    form = {"name": "Young House", "joined_on": "2026-03-02", "administrator": "Ayo"}
    page = client.post("/desk/partners/new/", form).content.decode()
    assert "/desk/account/invitation/" in page
    young = Organisation.objects.get(name="Young House")
    assert Invitation.objects.get(organisation=young).roles == ["organisation_administrator"]
    again = client.post("/desk/partners/new/", form).content.decode()
    assert "There is already an organization" in again
    assert 'value="Ayo"' in again
    client.post(f"/desk/partners/{young.pk}/", {"on": "2026-03-09", "go": "leave"})
    assert "from March 2, 2026 to March 9, 2026" in client.get("/desk/partners/").content.decode()
    early = client.post(f"/desk/partners/{young.pk}/", {"on": "2026-03-05", "go": "return"}).content.decode()
    assert "belongs to the coalition already" in early
    client.post(f"/desk/partners/{young.pk}/", {"on": "2026-03-10", "go": "return"})
    assert young.memberships.count() == 2


def test_an_organisation_whose_first_invitation_cannot_be_made_is_not_taken_in(
    people: Personas, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> str:
        raise OSError

    monkeypatch.setattr("banyan.people.actions.invitations.new_secret", fails)
    sign_in(client, people.sol)
    with pytest.raises(OSError):  # noqa: PT011 - it says nothing
        client.post("/desk/partners/new/", {"name": "Young House", "joined_on": "2026-03-02", "administrator": "Ayo"})
    assert not Organisation.objects.filter(name="Young House").exists()


def test_a_first_administrator_whose_invitation_expired_is_invited_anew(people: Personas, client: Client) -> None:
    sol, young = viewer_of(people.sol), OrganisationFactory.create(name="Young House (fictional)")
    first = invite_member(by=sol, organisation=young, name="Ayo", roles=frozenset({Role.ADMINISTRATOR}), now=NOW)
    page, form = f"/desk/partners/{young.pk}/", f"/desk/partners/{young.pk}/invite/"
    with time_machine.travel(NOW, tick=False):
        sign_in(client, people.sol)
        assert "Ayo is invited" in client.get(page).content.decode()
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        sign_in(client, people.sol)
        shown = client.get(page).content.decode()
        assert "This organization has no administrator" in shown
        assert "Ayo is invited" not in shown
        assert form in shown
        assert "The name of its first administrator" in client.get(form).content.decode()
        assert client.post(form, {"administrator": ""}).status_code == 422
        made = client.post(form, {"administrator": "Ayo B."}).content.decode()
        assert "/desk/account/invitation/" in made
        assert not Invitation.objects.filter(pk=first.invitation.pk).exists(), "one is enough"
        assert "Ayo B. is invited" in client.get(page).content.decode()


def test_an_open_first_invitation_is_replaced_and_a_colleague_s_stays(people: Personas) -> None:
    sol, young = viewer_of(people.sol), OrganisationFactory.create(name="Young House (fictional)")
    others = invite_member(by=OPERATOR, organisation=young, name="Bo", roles=frozenset({Role.ADVOCATE}), now=NOW)
    first, second = (
        invite_member(by=sol, organisation=young, name=name, roles=frozenset({Role.ADMINISTRATOR}), now=NOW)
        for name in ("Ayo", "Ayo B.")
    )
    assert set(Invitation.objects.filter(organisation=young)) == {others.invitation, second.invitation}
    line = AuditLine.objects.get(action="people.member.invite", subject=str(second.invitation.pk))
    assert line.details["replaced"] == 1
    with pytest.raises(InvitationGone):
        accept_invitation(by=Invitee(first.invitation), username="ayo", name="Ayo", password=PASSWORD, now=NOW)


def test_where_somebody_administers_the_steward_invites_nobody(people: Personas, client: Client) -> None:
    sign_in(client, people.sol)
    assert (
        "This organization has no administrator"
        not in client.get(f"/desk/partners/{people.house.pk}/").content.decode()
    )
    answer = client.post(f"/desk/partners/{people.house.pk}/invite/", {"administrator": "Ayo"})
    assert answer["Location"] == f"/desk/partners/{people.house.pk}/"
    assert not Invitation.objects.filter(name="Ayo").exists()


def test_an_unknown_organisation_is_absent(people: Personas, client: Client) -> None:
    sign_in(client, people.sol)
    assert client.get(f"/desk/partners/{people.mei.pk}/").status_code == 404
    assert client.get("/desk/key/").status_code == 404, "the coalition's own staff have no key"


# --- The coalition ----------------------------------------------------------------------------------------------------


def test_a_coalition_is_founded_once(django_capture_on_commit_callbacks: Any) -> None:
    assert get_coalition().name == ""
    by = Operator("setup")
    with django_capture_on_commit_callbacks(execute=True):
        found_coalition(by=by, name="Lantern", place="san_francisco", timezone="America/Los_Angeles", now=NOW)
    assert (get_coalition().name, get_coalition().is_demonstration) == ("Lantern", False)
    with pytest.raises(AlreadyFounded):
        found_coalition(by=by, name="Another", place="san_francisco", timezone="America/Los_Angeles", now=NOW)
    assert Coalition.objects.count() == 1

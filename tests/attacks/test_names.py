"""Names are what people choose by: whom a report is kept from, whom it is handed to, who is said to have read it."""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from banyan.base.briefly import forget_everything
from banyan.base.clock import now
from banyan.base.models import AuditLine
from banyan.people.actions.members import Details, NameTaken, edit_details, remove_member
from banyan.people.actions.roles import grant_role
from banyan.people.models import Member, Organisation
from banyan.people.queries.coalition import day_here
from banyan.people.queries.team import list_nameable
from banyan.people.queries.trail import list_trail
from banyan.people.rules.permissions import Role
from banyan.reports.actions.claims import CannotTake, hand_report
from banyan.reports.actions.openings import open_report
from banyan.reports.forms.desk import HandForm
from banyan.reports.queries.intake import Choice, list_choices
from banyan.reports.queries.keys import get_report
from banyan.reports.queries.opening import list_takers
from tests.factories import MemberFactory, Personas, admit, call_in_public, sign_in, viewer_of
from tests.reports.desk.telling import tell
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def call(member: Member, name: str, public_name: str = "", locale: str = "en") -> None:
    details = Details(name, public_name, "", wants_mail=False, locale=locale)
    edit_details(by=viewer_of(member), details=details, now=now())


@pytest.mark.parametrize("taken", ["Dana", "dana", "Ｄana", "Dana\u200b", "Dana (fictional)", "DANA  (fictional) "])
def test_attack_a_colleague_takes_no_other_s_name(people: Personas, taken: str) -> None:
    """She would stand twice in the list, and whom the person ticks would be left to chance."""
    call_in_public([people.dana])
    for name, public_name, field in ((taken, "", "name"), ("Mei", taken, "public_name")):
        with pytest.raises(NameTaken) as refused:
            call(people.mei, name, public_name)
        assert refused.value.field == field
    assert Member.objects.get(pk=people.mei.pk).name == "Mei"


def test_attack_nor_that_of_somebody_who_has_left(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.dana, now=now())
    with pytest.raises(NameTaken):
        call(people.mei, "Dana")


def test_another_organisation_s_people_are_called_as_they_are(people: Personas) -> None:
    call(people.mei, "Tomas", "Tomas")
    call(people.mei, "Mei", "Mei")


def test_two_who_came_with_one_name_can_still_change_the_rest(people: Personas) -> None:
    other = MemberFactory.create(name="Mei", username="mei.w", organisation=people.house)
    call(other, "Mei", locale="es")
    assert Member.objects.get(pk=other.pk).locale == "es"
    with pytest.raises(NameTaken):
        call(other, "Mei", "Mei")


def test_a_name_that_is_taken_is_said_where_it_was_typed(people: Personas) -> None:
    typed = {"name": "Mei", "public_name": "Dana", "locale": "en", "email": ""}
    answer = sign_in(Client(), people.mei).post(reverse("people:account"), typed)
    assert answer.status_code == 422
    assert "public_name" in answer.context["form"].errors


def test_attack_the_trail_says_who_it_was_after_she_changed_her_name(people: Personas) -> None:
    report = tell(people.house)
    mei = viewer_of(people.mei)
    open_report(by=mei, report=get_report(viewer=mei, pk=report.pk), now=now())
    call(people.mei, "Dahna", "Dahna")
    said = [line.sentence for line in list_trail(viewer=viewer_of(people.amira)).lines]
    assert "Dahna (mei) opened a report." in said
    assert "Dahna (mei) changed what they are called." in said


def test_the_trail_keeps_which_details_changed_and_never_what_they_are(people: Personas) -> None:
    call(people.mei, "Mei", "Mei of the harbour", locale="es")
    line = AuditLine.objects.filter(action="people.member.details").latest("sequence")
    assert line.details == {"changed": ["public_name", "locale"]}
    call(people.mei, "Mei", "Mei of the harbour", locale="en")
    said = list_trail(viewer=viewer_of(people.amira)).lines[0].sentence
    assert said == "Mei (mei) changed their own account's details."


def test_colleagues_see_what_each_of_them_is_called_in_public(people: Personas) -> None:
    call(people.mei, "Mei", "Grace Chan")
    for member in (people.dana, people.amira):
        assert "Grace Chan" in sign_in(Client(), member).get(reverse("people:team")).content.decode()


def test_attack_two_of_one_name_are_told_apart_where_a_report_is_handed_over(people: Personas) -> None:
    report = tell(people.house)
    other = MemberFactory.create(name="MEI", username="mei.w", organisation=people.house)
    admit([other, people.rosa], by=people.amira)
    dana = viewer_of(people.dana)
    takers = list_takers(viewer=dana, report=get_report(viewer=dana, pk=report.pk))
    form = HandForm(takers=takers).as_p()
    assert all(f">{label}</option>" in form for label in ("MEI (mei.w)", "Mei (mei)", "Rosa"))


def offered(house: Organisation) -> Choice:
    """The organisation as a person sees it who chooses whom to tell."""
    forget_everything()
    return next(one for one in list_choices(on=day_here(now()), languages=(), wants=()) if one.organisation == house)


def test_attack_who_can_give_herself_the_role_that_reads_is_named_and_counted(people: Personas) -> None:
    """Amira holds the key to give it to others; once it is sent, she makes herself an advocate."""
    call_in_public([people.mei, people.dana])
    assert people.amira in list_nameable(people.house)
    unseen = offered(people.house).readers
    assert people.amira.pk in unseen.could
    assert people.amira.pk not in unseen.can, "it isn't sealed to her before she has the role"
    call_in_public([people.amira])
    assert (people.amira.pk, "Amira (fictional)") in offered(people.house).staff
    report = tell(people.house, hidden_from=frozenset({people.amira.pk}))
    grant_role(by=viewer_of(people.amira), member=people.amira, role=Role.ADVOCATE, now=now())
    amira, dana = viewer_of(people.amira), viewer_of(people.dana)
    with pytest.raises(Http404):
        get_report(viewer=amira, pk=report.pk)
    with pytest.raises(CannotTake):
        hand_report(by=dana, report=get_report(viewer=dana, pk=report.pk), to=people.amira, now=now())


def test_attack_where_she_is_not_listed_only_those_named_can_be_chosen(people: Personas) -> None:
    call_in_public([people.mei, people.dana])
    forget_everything()
    person = Person()
    person.answer("start")
    page = person.see("tell/readers/")
    assert "1 person there can read reports and is not named here." in page
    assert f'name="listed_only" value="{people.house.pk}:' in page


def test_nobody_is_left_to_read_it_where_only_she_could(people: Personas) -> None:
    call_in_public([people.mei, people.dana, people.amira])
    forget_everything()
    person = Person()
    person.answer("start")
    hidden = [str(people.mei.pk), str(people.dana.pk)]
    answer = person.answer("readers", organisations=[str(people.house.pk)], hidden_from=hidden)
    assert "would be left to read this" in answer.content.decode()

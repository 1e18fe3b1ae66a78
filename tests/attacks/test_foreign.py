"""Names and numbers that aren't theirs to use: what is refused reads the same whether it exists or not."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from banyan.base.clock import now
from banyan.people.actions.partners import record_partner_left
from banyan.people.models import Member, Organisation, OrganisationKey
from banyan.people.queries.coalition import day_here
from banyan.reports.models import Message, ReadKey, Report
from banyan.reports.queries.sealing import Reader
from tests.factories import OPERATOR, MemberFactory, Personas, admit, sign_in, viewer_of
from tests.reports.desk.telling import send
from tests.reports.public.conftest import people as people  # noqa: PLC0414 - a fixture, asked for by its name
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
TOKENS = re.compile(r'value="[A-Za-z0-9]{32,64}"')


def as_read(answer: HttpResponse, *given: UUID | str) -> str:
    """The page without what differs between any two: the form's token, and what was sent."""
    page = TOKENS.sub("", answer.content.decode())
    for one in given:
        page = page.replace(str(one), "")
    return page


def choosing(organisation: UUID | str, *hidden: UUID | str) -> HttpResponse:
    fatima = Person()
    fatima.answer("start")
    chosen = {"organisations": [str(organisation)], "hidden_from": [str(one) for one in hidden]}
    return fatima.answer("readers", **chosen)


def stopped(people: Personas) -> UUID:
    people.elsewhere.memberships.update(left_on=now().date() - timedelta(days=1))
    return people.elsewhere.pk


def keyless(people: Personas) -> UUID:
    OrganisationKey.objects.filter(organisation=people.elsewhere).delete()
    return people.elsewhere.pk


@pytest.mark.parametrize("how", [stopped, keyless])
def test_attack_an_organisation_that_takes_no_reports_cannot_be_chosen_by_its_number(
    people: Personas, how: Callable[[Personas], UUID]
) -> None:
    theirs, unknown = how(people), uuid4()
    refused = choosing(theirs)
    assert refused.status_code == 422
    assert as_read(refused, theirs) == as_read(choosing(unknown), unknown)


def left(people: Personas) -> None:
    record_partner_left(by=OPERATOR, organisation=people.elsewhere, on=day_here(now()), now=now())


def closed(people: Personas) -> None:
    Organisation.objects.filter(pk=people.elsewhere.pk).update(takes_reports=False)


@pytest.mark.parametrize("meanwhile", [left, closed])
@pytest.mark.parametrize("hides", [False, True])
def test_attack_an_organisation_that_left_this_very_moment_is_told_nothing(
    people: Personas, meanwhile: Callable[[Personas], None], *, hides: bool
) -> None:
    """Pages remember for some seconds whom they offer: this one, and every other process."""
    admit([MemberFactory.create(organisation=people.elsewhere)], by=people.tomas)
    fatima = Person()
    fatima.fill_in(people.elsewhere, hidden_from=(str(people.tomas.pk),) if hides else ())
    assert "Harbour Kitchen" in fatima.see("tell/check/")
    meanwhile(people)
    refused = fatima.send()
    assert refused.status_code == 422
    assert "takes no reports just now" in refused.content.decode()
    assert not Report.objects.exists()


def test_staff_of_an_organisation_that_left_still_enter_what_they_were_told(people: Personas) -> None:
    left(people)
    send(Reader(people.elsewhere), by=viewer_of(people.tomas), now=now())
    assert Report.objects.get().organisation == people.elsewhere


def test_attack_whom_else_an_organisation_employs_cannot_be_asked_by_number(people: Personas) -> None:
    """Amira works there and is named nowhere: her number reads as one that nobody has."""
    nobody = uuid4()
    refused = choosing(people.house.pk, people.amira.pk)
    assert refused.status_code == 422
    assert as_read(refused, people.amira.pk) == as_read(choosing(people.house.pk, nobody), nobody)


def test_attack_a_member_elsewhere_named_beside_one_organisation_changes_nothing_there(people: Personas) -> None:
    """Tomas is offered with his own organisation; named for another one he neither restricts nor leaks."""
    fatima = Person()
    fatima.fill_in(people.house, hidden_from=(str(people.tomas.pk),))
    assert fatima.send().status_code == 303
    report = Report.objects.get()
    assert not report.is_restricted
    assert not ReadKey.objects.filter(member=people.tomas).exists()


@pytest.mark.parametrize("bad", ["", "x", "0" * 36, "../../x", "' or 1=1 --", "\x00", "ﬀ" * 40])
def test_attack_a_number_that_is_none_is_refused_in_words(people: Personas, bad: str) -> None:
    assert choosing(bad).status_code == 422
    assert choosing(people.house.pk, bad).status_code == 422


def test_attack_a_colleague_of_another_organisation_is_never_named_when_entering(people: Personas) -> None:
    desk = sign_in(Client(HTTP_HOST="localhost"), people.mei)
    page = desk.get("/desk/reports/new/").content.decode()
    codes = dict(re.findall(r'name="(receipt|receipt_of_digits)" value="([^"]+)"', page))
    assert "Tomas" not in page

    def enter(hidden: Member | UUID) -> HttpResponse:
        pk = hidden.pk if isinstance(hidden, Member) else hidden
        given = {**codes, "channel": "phone", "written_in": "en", "hidden_from": str(pk)}
        answer: HttpResponse = desk.post("/desk/reports/new/", given)  # type: ignore[assignment]
        return answer

    nobody = uuid4()
    refused = enter(people.tomas)
    assert refused.status_code == 422
    assert as_read(refused, people.tomas.pk) == as_read(enter(nobody), nobody)
    assert not Report.objects.exists()


def test_attack_a_report_is_never_handed_to_another_organisation(people: Personas) -> None:
    Person().tell(people.house)
    report, nobody = Report.objects.get(), uuid4()
    desk = sign_in(Client(HTTP_HOST="localhost"), people.mei)
    answers = [desk.post(f"/desk/reports/{report.pk}/hand/", {"to": str(pk)}) for pk in (people.tomas.pk, nobody)]
    assert [one.status_code for one in answers] == [422, 422]
    assert "Tomas" not in answers[0].content.decode()
    report.refresh_from_db()
    assert report.claimed_by is None
    assert not ReadKey.objects.filter(member=people.tomas).exists()


def test_attack_a_visit_writes_only_into_its_own_reports(people: Personas) -> None:
    mine, other = Person(), Person()
    mine.come_back(mine.tell(people.house))
    other.tell(people.elsewhere)
    theirs = Report.objects.get(organisation=people.elsewhere)
    unknown = uuid4()
    for path in ("write", "file", "take-back"):
        refused = mine.press(f"back/{theirs.pk}/{path}/", text="Fictional.")
        assert refused.status_code == 404
        assert as_read(refused, theirs.pk) == as_read(mine.press(f"back/{unknown}/{path}/", text="x"), unknown)
    assert not Message.objects.exists()
    theirs.refresh_from_db()
    assert theirs.state == "waiting"


def test_attack_whoever_wears_out_the_door_for_codes_shuts_it_for_themselves_alone(people: Personas) -> None:
    """A whole household's addresses are one client; the one next door is another, and sending never waits."""
    fatima = Person(address="2001:db8:1::7")
    code = fatima.tell(people.house)
    for number in range(40):
        guesser = Person(address=f"2001:db8:2::{number:x}")
        last = guesser.come_back("0" * 26).content.decode()
    assert "Please wait a minute" in last
    assert fatima.come_back(code).status_code == 303
    worn_out = Person(address="2001:db8:2::ffff")
    assert worn_out.come_back(code).status_code == 422
    worn_out.tell(people.house)
    assert Report.objects.count() == 2

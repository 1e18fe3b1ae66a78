"""Who can read what somebody told, and who can't."""

import pytest

from banyan.base.briefly import forget_everything
from banyan.people.actions.members import remove_member
from banyan.people.models import Organisation
from banyan.people.queries.team import list_readers
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.keys import open_data_key
from banyan.reports.queries.opening import list_takers, unseal_content
from banyan.vault.errors import CannotOpen
from tests.factories import NOW, Personas, viewer_of
from tests.reports.public.person import WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def test_each_organisation_gets_a_copy_that_the_other_cannot_open(people: Personas) -> None:
    Person().tell(people.house, people.elsewhere)
    ours, theirs = (Report.objects.get(organisation=one) for one in (people.house, people.elsewhere))
    assert open_data_key(report=ours, viewer=viewer_of(people.mei)) != open_data_key(
        report=theirs, viewer=viewer_of(people.tomas)
    )
    for report, stranger in ((ours, people.tomas), (theirs, people.mei)):
        with pytest.raises(CannotOpen):
            open_data_key(report=report, viewer=viewer_of(stranger))


def test_whoever_is_named_cannot_open_it_and_the_others_can(people: Personas) -> None:
    Person().tell(people.house, hidden_from=(str(people.mei.pk),))
    report = Report.objects.get()
    assert report.is_restricted
    assert not ReadKey.objects.filter(report=report, member=None).exists()
    key = open_data_key(report=report, viewer=viewer_of(people.dana))
    assert unseal_content(report=report, data_key=key)["words"] == WORDS
    with pytest.raises(CannotOpen):
        open_data_key(report=report, viewer=viewer_of(people.mei))


def test_whoever_is_named_is_never_offered_as_somebody_to_hand_it_to(people: Personas) -> None:
    Person().tell(people.house, hidden_from=(str(people.mei.pk),))
    takers = list_takers(viewer=viewer_of(people.dana), report=Report.objects.get())
    assert people.mei not in takers


def test_naming_somebody_at_one_organisation_says_nothing_to_another(people: Personas) -> None:
    Person().tell(people.house, people.elsewhere, hidden_from=(str(people.mei.pk),))
    theirs = Report.objects.get(organisation=people.elsewhere)
    assert not theirs.is_restricted
    key = open_data_key(report=theirs, viewer=viewer_of(people.tomas))
    assert "hidden_from" not in unseal_content(report=theirs, data_key=key)


def test_when_everybody_is_named_the_person_is_told_to_choose_another_place(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    everybody = [str(one.pk) for one in list_readers(people.elsewhere)]
    answer = fatima.answer("readers", organisations=[str(people.elsewhere.pk)], hidden_from=everybody)
    assert answer.status_code == 422
    assert "Nobody at Harbour Kitchen (fictional) would be left" in answer.content.decode()
    assert not Report.objects.exists()


def test_somebody_without_a_public_name_is_never_shown(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    page = fatima.see("tell/readers/")
    assert "Mei (fictional)" in page
    assert "Amira" not in page


def test_who_speaks_the_language_and_offers_the_help_comes_first(people: Personas) -> None:
    people.elsewhere.languages.create(tag="es")
    people.house.languages.create(tag="en")
    page = Person("es")
    page.answer("start")
    text = page.see("tell/readers/")
    assert text.index("Harbour Kitchen") < text.index("Jade Lantern House")


def test_an_organisation_that_stopped_taking_reports_is_said_at_sending(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    Organisation.objects.filter(pk=people.house.pk).update(takes_reports=False)
    forget_everything()
    assert fatima.send().status_code == 422
    assert not Report.objects.exists()


def test_before_any_free_text_stands_who_reads_it_and_what_cannot_be_promised(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    fatima.answer("readers", organisations=[str(people.house.pk)])
    for code in ("words", "contact"):
        page = fatima.see(f"tell/{code}/")
        before = page[: page.index("<form")]
        assert "Only these can read it: Jade Lantern House (fictional)." in before
        assert "must by law" in before
        assert "A court can sometimes" in before


def test_when_all_it_was_locked_for_have_left_the_person_reads_so_and_what_they_can_do(people: Personas) -> None:
    """Kept from Mei, so only Dana reads it; then Dana is removed. What another organisation reads is as before."""
    fatima = Person()
    code = fatima.tell(people.house, people.elsewhere, hidden_from=(str(people.mei.pk),))
    fatima.come_back(code)
    assert "Nobody at" not in fatima.see("back/all/")
    remove_member(by=viewer_of(people.amira), member=people.dana, now=NOW)
    page = fatima.see("back/all/")
    assert page.count("Nobody at Jade Lantern House (fictional) can open this report now") == 1
    assert "Nobody at Harbour" not in page
    assert 'value="again"' in page
    assert fatima.press("back/aside/", go="again")["Location"] == "/en/tell/start/"
    assert "Dana (fictional)" not in page
    assert page.count("Who can read it, and since when") == 1

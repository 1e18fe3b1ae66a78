"""Who can read what somebody told, and who can't."""

import re
from collections.abc import Callable

import pytest

from banyan.base import clock
from banyan.base.briefly import forget_everything
from banyan.people.actions.members import Details, edit_details, remove_member
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.models import Member, Organisation
from banyan.people.queries.team import list_readers
from banyan.people.rules.permissions import Role
from banyan.reports.actions.drafts import LIFE, save_draft
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.drafts import draft_key_of, get_draft
from banyan.reports.queries.keys import open_data_key, reports_in_sight
from banyan.reports.queries.opening import list_takers, unseal_content
from banyan.vault.errors import CannotOpen
from tests.factories import NOW, Personas, call_in_public, viewer_of
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


def seen_on(fatima: Person) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', fatima.see("tell/check/"))
    assert found is not None
    return found[1]


def test_only_what_the_page_showed_is_sent_from_it(people: Personas) -> None:
    """Two tabs: one shows that it is kept from Mei, then an older page of the other is sent."""
    fatima = Person()
    fatima.fill_in(people.house, hidden_from=(str(people.mei.pk),))
    seen = seen_on(fatima)
    assert fatima.answer("readers", organisations=[str(people.house.pk)]).status_code == 303
    asked = fatima.press("tell/check/", seen=seen)
    assert asked.status_code == 422
    assert "was changed on another page" in asked.content.decode()
    assert not Report.objects.exists()
    assert fatima.press("tell/check/", seen=seen_on(fatima)).status_code == 303
    assert Report.objects.exists()


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


def test_who_is_asked_first_which_languages_they_speak_or_sign_is_matched_by_them(people: Personas) -> None:
    """A Deaf person and a speaker of Mam who read English: the page's own language says nothing about them."""
    people.elsewhere.languages.create(tag="ase")
    people.house.languages.create(tag="en")
    bring = "They will bring an interpreter."
    deaf = Person()
    deaf.answer("start")
    assert deaf.answer("what", speaks=["ase"])["Location"] == "/en/tell/readers/"
    page = deaf.see("tell/readers/")
    assert page.index("Harbour Kitchen") < page.index("Jade Lantern House") < page.index(bring)
    mam = Person()
    mam.answer("start")
    mam.answer("what", also_speaks="Mam")
    assert mam.see("tell/readers/").count(bring) == 2


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
    for code in ("young", "words", "contact"):
        page = fatima.see(f"tell/{code}/")
        before = page[: page.index("<form")]
        assert "Only these can read it: Jade Lantern House (fictional)." in before
        assert "By law, some staff must tell the authorities" in before
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


# --- Between choosing and sending -------------------------------------------------------------------------------------


def unlist(people: Personas) -> None:
    """Mei blanks the name that the public is shown of her; any member may, of their own."""
    details = Details(name="Mei", public_name="", email="", wants_mail=False, locale="en")
    edit_details(by=viewer_of(people.mei), details=details, now=NOW)
    forget_everything()


def read_no_more(people: Personas) -> None:
    """Mei's role ends, and is given again once the report is there."""
    end_role(by=viewer_of(people.amira), member=people.mei, role=Role.ADVOCATE, now=NOW)
    forget_everything()


def leave(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    forget_everything()


@pytest.mark.parametrize("meanwhile", [unlist, read_no_more, leave])
def test_attack_a_colleague_who_is_named_disappears_from_the_list_before_it_is_sent(
    people: Personas, meanwhile: Callable[[Personas], None]
) -> None:
    fatima = Person()
    fatima.fill_in(people.house, hidden_from=(str(people.mei.pk),))
    meanwhile(people)
    checked = fatima.see("tell/check/")
    assert "Who should not see it" in checked
    assert "Mei (fictional)" in checked, "as she was called when she was named"
    assert fatima.send().status_code == 303
    report = Report.objects.get()
    assert report.is_restricted
    assert [wrap.member for wrap in report.read_keys.all()] == [people.dana]
    mei = Member.objects.get(pk=people.mei.pk)
    if mei.is_active:
        grant_role(by=viewer_of(people.amira), member=mei, role=Role.ADVOCATE, now=NOW)
        assert not reports_in_sight(viewer=viewer_of(mei)).exists()
    assert people.mei not in list_takers(viewer=viewer_of(people.dana), report=report)


def test_attack_her_tick_is_still_there_for_whoever_looks_at_the_page_again(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house, hidden_from=(str(people.mei.pk),))
    unlist(people)
    page = fatima.see("tell/readers/")
    assert f'value="{people.mei.pk}" checked' in page
    assert page.count('<details class="why" open>') == 1, "she needn't look for it"
    again = fatima.answer("readers", organisations=[str(people.house.pk)], hidden_from=[str(people.mei.pk)])
    assert again.status_code == 303
    fatima.send()
    assert Report.objects.get().is_restricted


def test_attack_she_disappears_while_the_page_is_open(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    fatima.see("tell/readers/")
    unlist(people)
    answer = fatima.answer("readers", organisations=[str(people.house.pk)], hidden_from=[str(people.mei.pk)])
    assert answer.status_code == 422
    assert "The names shown here have changed" in answer.content.decode()
    assert str(people.mei.pk) not in answer.content.decode()


def test_a_name_that_cannot_be_placed_sends_nothing_and_is_said(people: Personas) -> None:
    """A draft from before names were kept beside the ticks."""
    fatima = Person()
    fatima.fill_in(people.house, hidden_from=(str(people.mei.pk),))
    key = draft_key_of(fatima.browser.cookies["draft"].value)
    assert key is not None
    content = get_draft(key=key, now=clock.now())
    assert content is not None
    del content["shown"]
    save_draft(key=key, content=content, now=clock.now(), life=LIFE, most=None)
    unlist(people)
    answer = fatima.send()
    assert answer.status_code == 422
    assert "Please look again at who should not see this." in answer.content.decode()
    assert not Report.objects.exists()


def test_an_organisation_that_fell_away_is_said_also_beside_another(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house, people.elsewhere)
    Organisation.objects.filter(pk=people.house.pk).update(takes_reports=False)
    forget_everything()
    assert fatima.send().status_code == 422
    assert not Report.objects.exists()


# --- Those whose names aren't listed ----------------------------------------------------------------------------------


def test_the_question_is_asked_also_where_nobody_is_listed(people: Personas) -> None:
    call_in_public([people.mei, people.dana], "")
    fatima = Person()
    fatima.answer("start")
    page = fatima.see("tell/readers/")
    assert page.count("Is there anyone there who should not see this?") == 2
    assert "3 people there can read reports and are not named here." in page
    assert "choose another organization" in page
    assert "Only the people named here may read it" not in page


def listing(page: str, organisation: Organisation) -> str:
    found = re.search(rf'name="listed_only" value="({organisation.pk}:[^"]+)"', page)
    assert found
    return found[1]


def test_only_those_whose_names_are_shown_may_be_chosen(people: Personas) -> None:
    call_in_public([people.mei], "")
    fatima = Person()
    fatima.fill_in(people.house)
    page = fatima.see("tell/readers/")
    assert "2 people there can read reports and are not named here." in page
    chosen = {"organisations": [str(people.house.pk)], "listed_only": [listing(page, people.house)]}
    assert fatima.answer("readers", **chosen).status_code == 303
    assert f'value="{listing(page, people.house)}" checked' in fatima.see("tell/readers/")
    assert "Only the people who were named" in fatima.see("tell/check/")
    # Mei lists herself before it is sent.
    call_in_public([people.mei])
    forget_everything()
    assert fatima.send().status_code == 303
    report = Report.objects.get()
    assert report.is_restricted
    assert [wrap.member for wrap in report.read_keys.all()] == [people.dana]
    assert list_takers(viewer=viewer_of(people.dana), report=report) == [people.dana]


def test_attack_somebody_lists_herself_while_the_page_is_open(people: Personas) -> None:
    call_in_public([people.mei], "")
    fatima = Person()
    fatima.answer("start")
    seen = listing(fatima.see("tell/readers/"), people.house)
    call_in_public([people.mei])
    forget_everything()
    answer = fatima.answer("readers", organisations=[str(people.house.pk)], listed_only=[seen])
    assert answer.status_code == 422
    assert "The names shown here have changed" in answer.content.decode()


def test_when_all_who_are_listed_are_ticked_and_only_they_may_read_nobody_is_left(people: Personas) -> None:
    call_in_public([people.mei], "")
    fatima = Person()
    fatima.answer("start")
    chosen = {
        "organisations": [str(people.house.pk)],
        "listed_only": [listing(fatima.see("tell/readers/"), people.house)],
        "hidden_from": [str(people.dana.pk)],
    }
    answer = fatima.answer("readers", **chosen)
    assert answer.status_code == 422
    assert "Nobody at Jade Lantern House (fictional) would be left" in answer.content.decode()


@pytest.mark.parametrize("path", ["tell/readers/", "paper/", "help/"])
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Someone to talk to, a safe place to stay"),
        ("zh-hant", "找人談談、安全的住處"),
        ("ar", "شخص أتحدث معه، مكان آمن للإقامة"),
    ],
)
def test_what_an_organisation_can_do_stands_in_the_readers_language(
    people: Personas, path: str, language: str, says: str
) -> None:
    for need in ("place_to_stay", "someone_to_talk_to"):
        people.house.offers.create(need=need)
    fatima = Person(language)
    fatima.answer("start")
    assert says in fatima.see(path)


@pytest.mark.parametrize("path", ["tell/readers/", "paper/", "help/"])
@pytest.mark.parametrize(("tag", "runs"), [("zh-Hant", "ltr"), ("ur", "rtl")])
def test_an_organisation_s_own_words_say_which_language_they_are_in(
    people: Personas, path: str, tag: str, runs: str
) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(about="陪伴受傷害的人", about_language=tag)
    fatima = Person()
    fatima.answer("start")
    assert f'<span lang="{tag}" dir="{runs}">陪伴受傷害的人</span>' in fatima.see(path)

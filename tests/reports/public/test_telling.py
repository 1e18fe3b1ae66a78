"""Telling what happened, page by page, without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from banyan.base.clock import now
from banyan.reports.models import Coding, Draft, Receipt, Report
from banyan.reports.queries.opening import unseal_report
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.rules.steps import STEPS
from tests.factories import Personas, viewer_of
from tests.reports.public.person import ANSWERS, WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def test_a_whole_report_reaches_the_organisation_and_gives_a_receipt(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    report = Report.objects.get()
    assert report.organisation == people.house
    assert (report.wants, report.speaks, report.written_in) == (["someone_to_talk_to"], ["en"], "en")
    coding = Coding.objects.get(report=report)
    assert (coding.kinds, coding.bias, coding.told) == (["threats"], "not_sure", ["nobody"])
    assert unseal_report(viewer=viewer_of(people.mei), report=report).words == WORDS
    assert fatima.come_back(code).status_code == 303


def test_every_page_can_be_opened_and_is_kept_out_of_every_cache(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start", wants=["someone_to_talk_to"])
    for step in STEPS:
        answer = fatima.browser.get(fatima.url(f"tell/{step.code}/"))
        assert answer.status_code == 200, step.code
        assert answer["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in str(answer.headers)
        assert "sessionid" not in answer.cookies
        assert "desk" not in answer.cookies


def test_nothing_is_asked_but_who_may_read_it(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    for code in ("who", "what", "words", "when", "why", "contact"):
        assert fatima.press(f"tell/{code}/", go="skip").status_code == 303
    assert fatima.send().status_code == 422
    assert not Report.objects.exists()
    assert fatima.answer("readers").status_code == 422
    fatima.answer("readers", organisations=[str(people.house.pk)])
    assert fatima.send().status_code == 303
    assert Report.objects.get().content is not None


def test_going_back_loses_nothing_valid_or_not(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    fatima.press("tell/when/", go="back", date_year="2999", date_month="01", where="Fictional Street")
    assert 'value="Fictional Street"' in fatima.see("tell/when/")
    assert 'value="2999"' in fatima.see("tell/when/")


def test_bad_input_is_shown_again_with_what_was_typed_and_what_to_mend(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    answer = fatima.answer("contact", channels=["phone"], code_name="Lily")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="Lily"' in text
    assert 'role="alert"' in text
    assert "Please write the number or address" in text


def test_switching_language_in_the_middle_keeps_what_was_typed(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    moved = fatima.press("tell/words/", language="ar", words="نص خيالي")
    assert (moved.status_code, moved["Location"]) == (303, "/ar/tell/words/")
    page = fatima.browser.get("/ar/tell/words/").content.decode()
    assert "نص خيالي" in page
    assert 'dir="rtl"' in page


def test_switching_language_keeps_what_is_not_valid_too(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    fatima.press("tell/contact/", language="es", channels=["phone"], code_name="Lily")
    page = fatima.browser.get("/es/tell/contact/").content.decode()
    assert 'value="Lily"' in page
    assert re.search(r'value="phone"[^>]*checked', page)


def test_choosing_a_language_keeps_what_was_typed_and_goes_on_with_the_same_page(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    moved = fatima.press("tell/words/", language="choose", words=WORDS)
    assert moved["Location"] == "/en/tell/words/languages/"
    page = fatima.see("tell/words/languages/")
    for language in ("zh-hant", "zh-hans", "es", "vi", "fil", "ar"):
        assert f'href="/{language}/tell/words/"' in page
    assert WORDS in fatima.browser.get("/vi/tell/words/").content.decode()


def test_every_page_leads_to_itself_in_every_language(people: Personas) -> None:
    for path in ("", "help/", "safety/", "protection/", "back/"):
        page = Person().see(path)
        for language in ("zh-hant", "ar", "es"):
            assert f'href="/{language}/{path}"' in page


def test_only_digits_where_latin_letters_are_a_barrier(people: Personas) -> None:
    lin = Person("zh-hant")
    lin.answer("start")
    assert re.search(r'name="numbers_only"[^>]*checked', lin.see("tell/contact/"))
    lin.answers["contact"] |= {"numbers_only": "on"}
    assert re.fullmatch(r"[0-9]{26}", lin.tell(people.house))
    skipping = Person("ar")
    skipping.fill_in(people.house)
    skipping.press("tell/contact/", go="skip")
    skipping.answer("contact", channels=["receipt"], numbers_only="on")
    skipping.send()
    assert re.fullmatch(r"[0-9]{26}", skipping.receipt())
    assert re.search(r"[A-Z]", Person("en").tell(people.house)) is not None


def test_pressing_twice_makes_one_report_and_shows_one_receipt(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    assert fatima.send()["Location"] == fatima.send()["Location"] == "/en/tell/kept/"
    assert fatima.receipt() == fatima.receipt()
    assert Report.objects.count() == Receipt.objects.count() == 1


def test_two_tabs_send_once(people: Personas) -> None:
    """Both tabs hold the same cookie; the second was opened before the first one sent."""
    fatima, other = Person(), Person()
    fatima.fill_in(people.house)
    other.browser.cookies = fatima.browser.cookies
    other.see("tell/check/")
    fatima.send()
    code = fatima.receipt()
    assert other.send()["Location"] == "/en/tell/kept/"
    assert other.receipt() == code
    assert Report.objects.count() == 1


def test_an_answer_lost_after_the_report_was_stored_shows_the_same_receipt(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server dies between commit and answer: the draft still says it wasn't sent."""
    fatima = Person()
    fatima.fill_in(people.house)
    fatima.browser.raise_request_exception = False

    def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("banyan.reports.views.public.drafts.save_draft", die)
        assert fatima.send().status_code == 500
    stored = Receipt.objects.get()
    assert fatima.send().status_code == 303
    assert Receipt.objects.get() == stored
    assert Report.objects.count() == 1
    assert fatima.come_back(fatima.receipt()).status_code == 303


def test_after_a_lost_answer_an_organisation_added_meanwhile_is_told_too(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    fatima.browser.raise_request_exception = False

    def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("banyan.reports.views.public.drafts.save_draft", die)
        fatima.send()
    fatima.answer("readers", organisations=[str(people.house.pk), str(people.elsewhere.pk)])
    assert fatima.send().status_code == 303
    assert set(Report.objects.values_list("organisation", flat=True)) == {people.house.pk, people.elsewhere.pk}
    assert Receipt.objects.count() == 1


def test_a_draft_that_expired_says_so_and_keeps_what_was_just_sent(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start", wants=["someone_to_talk_to"])
    fatima.answer("who", for_whom="self")
    Draft.objects.using("drafts").update(expires_at=now() - timedelta(seconds=1))
    moved = fatima.answer("words", words=WORDS)
    assert (moved.status_code, moved["Location"]) == (303, "/en/tell/start/")
    assert "erased" in fatima.see("tell/start/")
    assert WORDS in fatima.see("tell/words/")
    assert not re.search(r'value="self"[^>]*checked', fatima.see("tell/who/"))


def test_an_expired_draft_keeps_nothing_of_what_came_before_in_the_store(people: Personas) -> None:
    first, second = Person(), Person()
    first.answer("start")
    Draft.objects.using("drafts").update(expires_at=now() - timedelta(seconds=1))
    second.answer("start")
    assert Draft.objects.using("drafts").count() == 1


def test_a_clock_that_jumps_back_loses_no_draft(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    earlier = now() - timedelta(days=2)
    monkeypatch.setattr("banyan.reports.views.public.sending.now", lambda: earlier)
    monkeypatch.setattr("banyan.reports.views.public.steps.now", lambda: earlier)
    people.house.memberships.update(joined_on=earlier.date() - timedelta(days=1))
    assert fatima.send().status_code == 303
    assert Report.objects.count() == 1


def test_from_the_seventh_report_of_one_client_a_burst_is_marked_and_none_refused(people: Personas) -> None:
    for _ in range(7):
        Person(address="198.51.100.9").tell(people.house)
    Person(address="198.51.100.10").tell(people.house)
    assert Report.objects.filter(is_burst=True).count() == 1
    assert Report.objects.count() == 8


def test_leaving_ends_the_draft_at_once(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    left = fatima.browser.get("/leave/")
    assert left.status_code == 303
    assert not left["Location"].startswith("/")
    assert left.cookies["draft"]["max-age"] == 0
    assert not Draft.objects.using("drafts").exists()
    assert fatima.browser.get("/en/tell/check/").status_code == 302


def test_closing_the_receipt_page_ends_the_draft(people: Personas) -> None:
    fatima = Person()
    fatima.tell(people.house)
    assert fatima.press("tell/finish/").status_code == 303
    assert not Draft.objects.using("drafts").exists()


def test_after_sending_the_draft_holds_no_answer(people: Personas) -> None:
    fatima = Person()
    fatima.tell(people.house)
    assert WORDS not in fatima.see("tell/kept/")
    assert fatima.browser.get("/en/tell/words/")["Location"] == "/en/tell/kept/"


def test_an_answer_that_no_longer_applies_is_left_behind(people: Personas) -> None:
    fatima = Person()
    fatima.answers["who"] = {"for_whom": "relative_or_friend"}
    fatima.fill_in(people.house)
    assert fatima.answer("them", knows="knows_and_agrees").status_code == 303
    fatima.answer("who", for_whom="self", age_band="from_25_to_59")
    fatima.send()
    assert Coding.objects.get().knows == ""


@override_settings(SESSION_COOKIE_SECURE=True)
def test_cookies_hold_a_key_only_and_are_strict(people: Personas) -> None:
    cookie = Person().answer("start").cookies["__Host-draft"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert cookie["expires"] == cookie["max-age"] == ""
    assert len(cookie.value) == 43


def test_the_answers_here_are_those_of_the_pages() -> None:
    assert set(ANSWERS) <= {step.code for step in STEPS}


def test_a_code_of_numbers_is_made_for_whoever_wants_one(people: Personas) -> None:
    fatima = Person()
    fatima.answers["contact"] |= {"numbers_only": "on"}
    code = fatima.tell(people.house)
    assert re.fullmatch(r"[0-9]{26}", code)
    assert fatima.come_back(code).status_code == 303


def test_a_code_that_a_report_went_out_under_is_never_changed(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer was lost; going back and asking for numbers mustn't make a second report."""
    fatima = Person()
    fatima.fill_in(people.house)
    fatima.browser.raise_request_exception = False

    def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("banyan.reports.views.public.drafts.save_draft", die)
        fatima.send()
    fatima.answer("contact", channels=["receipt"], numbers_only="on")
    fatima.send()
    assert Report.objects.count() == 1
    assert fatima.come_back(fatima.receipt()).status_code == 303


def test_a_language_beyond_the_few_can_be_chosen_and_is_shown_again(people: Personas) -> None:
    fatima = Person()
    fatima.answers["what"] |= {"also_speaks": "Mam, croata, Wakandan"}
    fatima.fill_in(people.house)
    assert "Qyol Mam" in fatima.see("tell/check/")
    assert 'value="Qyol Mam, Croatian, Wakandan"' in fatima.see("tell/what/")
    assert "hrvatski (Croatian)" in fatima.see("tell/check/")
    assert "Wakandan" in fatima.see("tell/check/")
    fatima.send()
    assert Report.objects.get().speaks == ["en", "mam", "hr"]


def test_a_language_of_the_world_stands_in_the_readers_own_words_when_they_come_back_to_it(people: Personas) -> None:
    fatima = Person("zh-hant")
    fatima.answers["what"] |= {"also_speaks": "克羅埃西亞話、緬甸文"}
    fatima.fill_in(people.house)
    assert 'value="克羅埃西亞文, မြန်မာ"' in fatima.see("tell/what/")
    fatima.answers["what"]["also_speaks"] = "克羅埃西亞文, မြန်မာ"
    fatima.fill_in(people.house)
    fatima.send()
    assert Report.objects.get().speaks == ["en", "hr", "my"]


def test_a_young_person_reads_that_they_can_tell_alone(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    assert fatima.answer("who", for_whom="self", age_band="from_13_to_17")["Location"] == "/en/tell/young/"
    page = fatima.see("tell/young/")
    assert "You can tell us on your own." in page
    assert "staff must by law tell the people who protect children" in page


@pytest.mark.parametrize(
    ("for_whom", "says"),
    [
        ("relative_or_friend", "ask them first"),
        ("witness", "Thank you for not looking away"),
        ("community", "no names are needed"),
    ],
)
def test_whoever_tells_for_others_is_asked_whether_they_know(people: Personas, for_whom: str, says: str) -> None:
    fatima = Person()
    fatima.answer("start")
    moved = fatima.answer("who", for_whom=for_whom, age_band="from_0_to_12")
    assert moved["Location"] == "/en/tell/them/"
    page = fatima.see("tell/them/")
    assert says in page
    assert "If they are under 18" in page
    assert "Do they know that you are telling us?" in page


def test_somebody_who_is_not_safe_is_told_not_to_wait(people: Personas) -> None:
    fatima = Person()
    fatima.answers["contact"] |= {"is_safe_now": "no"}
    fatima.tell(people.house)
    page = fatima.see("tell/kept/")
    assert page.index('href="tel:911"') < page.index("Your receipt code")
    calm = Person()
    calm.tell(people.house)
    assert "Please do not wait" not in calm.see("tell/kept/")


def test_every_answer_on_the_check_page_leads_back_to_its_question(people: Personas) -> None:
    fatima = Person()
    fatima.answers["when"] |= {"date_day": "14", "time": "noon", "places": ["home"], "where": "By the fountain"}
    fatima.answers["why"] |= {"doers": ["stranger"], "bases": ["asian"], "communities": ["asian"], "loss": "A phone"}
    fatima.answers["contact"] |= {
        "is_safe_now": "yes",
        "channels": ["phone"],
        "address": "555-0150",
        "code_name": "Lily",
    }
    fatima.fill_in(people.house)
    ways = re.findall(r'href="/en/(tell/(\w+)/)\?to=check#(\w+)"', fatima.see("tell/check/"))
    assert {step for _path, step, _field in ways} == {
        "start", "who", "what", "readers", "words", "when", "why", "contact"
    }  # fmt: skip
    for path, step, field in ways:
        assert step == "readers" or f'id="{field}"' in fatima.see(path), field
    changed = fatima.press("tell/what/?to=check", go="next", kinds=["vandalism"])
    assert changed["Location"] == "/en/tell/check/"


def test_the_longest_words_of_many_short_lines_are_taken_as_the_browser_counts_them(people: Personas) -> None:
    """A browser lets 20,000 letters be written and sends each end of a line as two."""
    words = "ab\r\n" * 6_660
    fatima = Person()
    fatima.answers["words"] = {"words": words}
    code = fatima.tell(people.house)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert list_told(visit=visit)[0].content["words"] == words.replace("\r\n", "\n").strip()

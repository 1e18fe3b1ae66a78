"""When it happened is asked in one way, and why in one: nothing that is typed is lost or misread."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from banyan.base.briefly import forget_everything
from banyan.harms.queries import list_choices
from banyan.people.models import Coalition
from banyan.reports.figures import count_told
from banyan.reports.forms.steps import FORMS, WhenForm
from banyan.reports.models import Coding
from banyan.reports.queries.facts import coded_facts, corrected_of
from banyan.reports.queries.receipts import list_told, open_visit
from tests.factories import Personas, viewer_of
from tests.reports.public.person import Person

TODAY = date(2026, 3, 2)
DAY = {"date_year": "2025", "date_month": "03", "date_day": "14"}


def test_whoever_gives_two_answers_that_cannot_both_be_so_reads_which_two() -> None:
    form = FORMS["start"](MultiValueDict({"wants": ["someone_to_talk_to", "only_counted"]}))
    assert form.errors["wants"] == [
        "“I only want it to be counted” and “Someone to talk to” cannot both be so. Please take one away."
    ]


def asked(**given: str) -> WhenForm:
    return WhenForm(MultiValueDict({name: [value] for name, value in given.items()}), place="", today=TODAY)


@pytest.mark.parametrize(
    ("given", "occasion", "month", "when"),
    [
        ({}, "", "", ""),
        (DAY, "day", "2025-03", "2025-03-14"),
        ({**DAY, "time": "about noon"}, "day", "2025-03", "2025-03-14, about noon"),
        ({**DAY, "date_day": "٤"}, "day", "2025-03", "2025-03-04"),
        ({**DAY, "date_day": ""}, "month", "2025-03", ""),
        ({**DAY, "date_day": "", "time": "at night"}, "month", "2025-03", "at night"),
        ({"date_year": "2025"}, "year", "", "2025"),
        ({**DAY, "occasion": "dated"}, "day", "2025-03", "2025-03-14"),
        ({**DAY, "occasion": "ongoing"}, "ongoing", "2025-03", "2025-03-14"),
        ({"occasion": "ongoing"}, "ongoing", "", ""),
        ({"occasion": "not_sure", "time": "in the morning"}, "not_sure", "", "in the morning"),
    ],
)
def test_what_is_typed_counts_whatever_was_picked(given: dict[str, str], occasion: str, month: str, when: str) -> None:
    form = asked(**given)
    assert form.is_valid(), form.errors
    assert [form.cleaned_data[name] for name in ("occasion", "month", "when")] == [occasion, month, when]


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({**DAY, "occasion": "not_sure"}, "occasion", "You wrote a date and also chose"),
        ({"occasion": "dated"}, "date", "none stands here"),
        ({"date_month": "03"}, "date", "write the year too"),
        ({"date_day": "3"}, "date", "write the year too"),
        ({"date_year": "2025", "date_day": "3"}, "date", "choose the month too"),
        ({**DAY, "date_day": "31", "date_month": "02"}, "date", "no such day"),
        ({**DAY, "date_day": "x"}, "date", "no such day"),
        ({"date_year": "25-3"}, "date", "look at the year again"),
        ({**DAY, "date_year": "2026"}, "date", "has not come yet"),
        ({"date_year": "1825"}, "date", "look at the year again"),
    ],
)
def test_what_cannot_be_so_is_asked_about_in_words(given: dict[str, str], field: str, says: str) -> None:
    form = asked(**given)
    assert list(form.errors) == [field]
    assert says in str(form.errors[field])


@pytest.mark.django_db(databases=["default", "drafts"])
def test_the_day_is_sealed_and_only_the_month_is_counted(people: Personas) -> None:
    fatima = Person()
    fatima.answers["when"] = {**DAY, "time": "about noon"}
    code = fatima.tell(people.house)
    coding = Coding.objects.get()
    assert (coding.occasion, coding.month) == ("day", date(2025, 3, 1))
    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert list_told(visit=visit)[0].content["when"] == "2025-03-14, about noon"


@pytest.mark.django_db(databases=["default", "drafts"])
@pytest.mark.parametrize(
    ("zone", "at", "today", "tomorrow"),
    [
        ("Asia/Manila", datetime(2026, 3, 2, 22, tzinfo=UTC), 3, 4),  # Six in the morning there.
        ("Asia/Kolkata", datetime(2026, 3, 2, 19, tzinfo=UTC), 3, 4),  # Half an hour past midnight there.
        ("America/Los_Angeles", datetime(2026, 3, 3, 4, tzinfo=UTC), 2, 3),  # Eight in the evening there.
    ],
)
def test_today_has_come_and_tomorrow_has_not(
    people: Personas, zone: str, at: datetime, today: int, tomorrow: int
) -> None:
    Coalition.objects.update(timezone=zone)
    forget_everything()
    with time_machine.travel(at, tick=False):
        fatima = Person()
        fatima.answer("start", **fatima.answers["start"])
        early = fatima.answer("when", date_year="2026", date_month="03", date_day=str(tomorrow))
        assert "has not come yet" in early.content.decode()
        assert fatima.answer("when", date_year="2026", date_month="03", date_day=str(today)).status_code == 303


@pytest.mark.django_db(databases=["default", "drafts"])
def test_going_back_shows_the_date_as_it_was_typed(people: Personas) -> None:
    fatima = Person()
    fatima.answers["when"] = {**DAY, "time": "about noon"}
    fatima.fill_in(people.house)
    page = fatima.see("tell/when/")
    for shown in ('value="2025"', 'value="03" selected', 'value="14"', 'value="about noon"'):
        assert shown in page, shown
    assert "March 14, 2025<br>about noon" in fatima.see("tell/check/")


@pytest.mark.django_db(databases=["default", "drafts"])
@pytest.mark.parametrize(
    ("language", "called"),
    [("zh-hant", "Chinatown · 華埠／唐人街"), ("ar", "Chinatown · الحي الصيني"), ("vi", "Chinatown")],
)
def test_a_neighborhood_is_found_by_its_own_name_and_staff_read_it_in_english(
    people: Personas, language: str, called: str
) -> None:
    fatima = Person(language)
    fatima.answers["when"] = {**DAY, "neighbourhood": "chinatown"}
    fatima.fill_in(people.house)
    assert f'<option value="chinatown" selected>{called}</option>' in fatima.see("tell/when/")
    assert f"<bdi>{called}</bdi>" in fatima.see("tell/check/")
    fatima.send()
    with translation.override(language):
        assert "Chinatown" in [fact.value for fact in coded_facts(corrected_of(Coding.objects.get()))]


@pytest.mark.django_db(databases=["default", "drafts"])
def test_a_community_named_as_the_reason_is_counted_without_being_ticked_again(people: Personas) -> None:
    fatima = Person()
    fatima.answers["why"] = {"bias": "yes", "bases": ["asian"]}
    fatima.tell(people.house)
    assert Coding.objects.get().communities == []
    counted = count_told(
        viewer=viewer_of(people.nour),
        since=date(2025, 1, 1),
        until=date(2025, 12, 31),
        by="year",
        community="asian",
        with_kept=False,
    )
    assert sum(row.count for row in counted) > 0


@pytest.mark.django_db(databases=["default", "drafts"])
def test_a_list_is_folded_until_something_in_it_is_chosen(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    folds = fatima.see("tell/why/").count('<details class="fold')
    assert folds > len(("doers", "communities"))
    fatima.answer("why", bases=["asian", "language"], doers=["stranger"], told=["nobody"])
    page = fatima.see("tell/why/")
    assert page.count('<details class="fold" open>') == len(("origin", "arrival", "doers", "told"))
    assert page.count('<details class="fold') == folds
    assert {choice.code for choice in list_choices("bias_bases")} <= set(page.split('"'))

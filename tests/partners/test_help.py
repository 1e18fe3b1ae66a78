"""Find help now: what the public reads, and who keeps it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.briefly import forget_everything
from banyan.base.models import AuditLine
from banyan.harms.rules.neighbourhoods import PLACES
from banyan.partners.actions.listings import Details, check_listing, edit_listing, load_listings
from banyan.partners.models import HelpListing
from banyan.partners.queries.listings import list_help
from banyan.partners.rules.seeds import SEEDS, seeds_for
from banyan.people.actions.partners import record_partner_left
from banyan.people.models import Coalition, Organisation, OrganisationLanguage
from tests.factories import NOW, OPERATOR, Personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"], transaction=False)
DETAILS = Details(
    group="not_police",
    name="Fictional Night Line",
    about="Somebody to talk to. Fictional.",
    about_language="en",
    phone="555-0111",
    text_to="",
    text_word="",
    website="",
    hours="",
    languages=("vi",),
    place="",
    is_shown=True,
)


def page(language: str = "en") -> str:
    """As a process shows it that remembers nothing."""
    forget_everything()
    return Client(HTTP_HOST="localhost").get(f"/{language}/help/").content.decode()


def test_somebody_in_danger_finds_lines_that_can_be_called_and_texted(people: Personas) -> None:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    text = page()
    for address in ("tel:911", "tel:988", "tel:18007997233", "sms:88788?body=START", "sms:741741?body=HOME", "tel:711"):
        assert f'href="{address}"' in text
    assert text.index("In an emergency") < text.index("Help that is not the police") < text.index("Jade Lantern House")
    assert "415-647-7273" in text


def test_lines_that_are_loaded_are_shown_at_once(people: Personas, django_capture_on_commit_callbacks: Any) -> None:
    assert list_help(place="san_francisco") == []
    with django_capture_on_commit_callbacks(execute=True):
        load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    assert list_help(place="san_francisco")


def test_a_partner_s_number_is_dialled_however_it_is_written(people: Personas) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(phone="(415) 555-0100")
    text = page()
    assert 'href="tel:4155550100"' in text
    assert ">(415) 555-0100<" in text


@pytest.mark.parametrize("path", ["help/", "paper/"])
def test_a_partner_stands_there_until_the_day_it_leaves_begins_where_it_is(people: Personas, path: str) -> None:
    record_partner_left(by=viewer_of(people.sol), organisation=people.elsewhere, on=date(2026, 3, 3), now=NOW)
    midnight = datetime(2026, 3, 3, 8, tzinfo=UTC)  # In San Francisco.
    for moment, is_there in ((midnight - timedelta(hours=1), True), (midnight, False)):
        forget_everything()
        with time_machine.travel(moment, tick=False):
            assert ("Harbour Kitchen" in Client().get(f"/en/{path}").content.decode()) is is_there


def test_what_nobody_checked_says_so_once_with_its_day(people: Personas) -> None:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    text = page()
    assert text.count("These numbers were collected from public websites on Nov. 23, 2026.") == 1
    assert text.count("The coalition has not called them itself yet.") == 1
    assert "has not checked" not in text


def test_an_entry_that_differs_from_the_rest_says_so(people: Personas) -> None:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    dana = viewer_of(people.dana)
    hotline = HelpListing.objects.get(name="National Domestic Violence Hotline")
    check_listing(by=dana, listing=hotline, shown=hotline.digest, on=date(2026, 3, 2), now=NOW)
    edit_listing(by=dana, listing=None, details=DETAILS, now=NOW)
    text = page()
    assert text.count("Last checked on March 2, 2026") == 1
    assert text.count("Where a later day is shown, the coalition has checked it itself.") == 1
    assert text.count("The coalition has not checked this yet.") == 1, "what staff wrote stands at no website"
    for listing in HelpListing.objects.exclude(name__in=["711", "211"]):
        check_listing(by=dana, listing=listing, shown=listing.digest, on=date(2026, 3, 2), now=NOW)
    text = page()
    assert "were collected" not in text
    assert text.count("The coalition has not checked this yet. It stands so at fcc.gov.") == 1


def test_what_staff_changed_no_longer_names_the_source_it_came_from(people: Personas) -> None:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    line = HelpListing.objects.get(name="711")
    changed = edit_listing(by=viewer_of(people.dana), listing=line, details=DETAILS, now=NOW)
    assert changed.source == ""


def test_another_place_does_not_show_this_citys_lines(people: Personas) -> None:
    assert "311" not in [seed.name for seed in seeds_for("elsewhere")]
    assert "911" in [seed.name for seed in seeds_for("elsewhere")]


def test_loading_twice_adds_nothing_and_changes_nothing(people: Personas) -> None:
    first = load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    HelpListing.objects.filter(name="311").update(about="Changed here.")
    assert load_listings(by=OPERATOR, place="san_francisco", now=NOW) == 0
    assert HelpListing.objects.count() == first
    assert HelpListing.objects.get(name="311").about == "Changed here."


def test_seeds_fit_their_columns_and_can_be_reached() -> None:
    groups, places = set(HelpListing.Group.values), {"", *(place.code for place in PLACES)}
    for seed in SEEDS:
        assert seed.group in groups
        assert seed.place in places
        assert seed.phone or seed.text_to
        assert len(seed.about) <= 280
        assert len(seed.hours) <= 80
        assert seed.source
        HelpListing(**{field: getattr(seed, field) for field in ("group", "name", "about", "website")}).clean_fields(
            exclude=[
                "checked_by",
                "checked_on",
                "languages",
                "phone",
                "text_to",
                "text_word",
                "source",
                "hours",
                "place",
            ]
        )
    assert len({seed.name for seed in SEEDS}) == len(SEEDS)


def test_a_change_counts_as_not_checked_but_hiding_one_does_not(people: Personas) -> None:
    dana = viewer_of(people.dana)
    made = edit_listing(by=dana, listing=None, details=DETAILS, now=NOW)
    check_listing(by=dana, listing=made, shown=made.digest, on=date(2026, 3, 2), now=NOW)
    made.refresh_from_db()
    hidden = edit_listing(by=dana, listing=made, details=Details(**{**_fields(DETAILS), "is_shown": False}), now=NOW)
    assert hidden.checked_on == date(2026, 3, 2)
    changed = edit_listing(
        by=dana, listing=hidden, details=Details(**{**_fields(DETAILS), "phone": "555-0112"}), now=NOW
    )
    assert changed.checked_on is None


@pytest.mark.parametrize("who", ["mei", "amira", "nour"])
def test_who_may_not_keep_the_list_is_refused_and_it_is_noted(people: Personas, who: str) -> None:
    with pytest.raises(Denied):
        edit_listing(by=viewer_of(getattr(people, who)), listing=None, details=DETAILS, now=NOW)
    assert not HelpListing.objects.exists()
    assert AuditLine.objects.filter(action="partners.listing.edit", outcome="denied").count() == 1


@pytest.mark.parametrize("who", ["dana", "sol"])
def test_a_coordinator_and_the_steward_keep_the_list_at_the_desk(people: Personas, who: str) -> None:
    desk = sign_in(Client(HTTP_HOST="localhost"), getattr(people, who))
    given = {**_fields(DETAILS), "is_shown": "on", "languages": ["vi"]}
    assert desk.post("/desk/help/new/", given).status_code == 302
    made = HelpListing.objects.get()
    assert "Fictional Night Line" in desk.get("/desk/help/").content.decode()
    assert desk.post(f"/desk/help/{made.pk}/", {**given, "phone": "555-0112"}).status_code == 302
    made.refresh_from_db()
    assert f'name="shown" value="{made.digest}"' in desk.get("/desk/help/").content.decode()
    assert desk.post(f"/desk/help/{made.pk}/checked/", {"shown": made.digest}).status_code == 302
    made.refresh_from_db()
    assert (made.phone, made.checked_by) == ("555-0112", getattr(people, who))
    assert "Last checked on" in page()


def test_attack_who_checked_a_number_vouches_for_another_that_was_put_there_meanwhile(people: Personas) -> None:
    line = edit_listing(by=viewer_of(people.sol), listing=None, details=DETAILS, now=NOW)
    dana = sign_in(Client(), people.dana)
    shown = re.findall(r'name="shown" value="([0-9a-f]*)"', dana.get("/desk/help/").content.decode())
    edit_listing(by=viewer_of(people.sol), listing=line, details=replace(DETAILS, phone="555-0666"), now=NOW)
    for form in ({"shown": shown[0]} if shown else {}, {}):
        answer = dana.post(f"/desk/help/{line.pk}/checked/", form, follow=True)
        assert "changed since you opened this list" in answer.content.decode()
        line.refresh_from_db()
        assert (line.phone, line.checked_on, line.checked_by) == ("555-0666", None, None)


def test_a_listing_that_cannot_be_reached_is_not_saved(people: Personas) -> None:
    desk = sign_in(Client(HTTP_HOST="localhost"), people.dana)
    answer = desk.post("/desk/help/new/", {**_fields(DETAILS), "phone": "", "languages": []})
    assert "Give a phone number" in answer.content.decode()
    assert not HelpListing.objects.exists()


def test_the_desks_pages_are_closed_to_others(people: Personas) -> None:
    desk = sign_in(Client(HTTP_HOST="localhost"), people.mei)
    for path in ("/desk/help/", "/desk/help/new/", f"/desk/help/{uuid4()}/"):
        assert desk.get(path).status_code == 403
    assert Client(HTTP_HOST="localhost").get("/desk/help/").status_code == 302
    assert sign_in(Client(HTTP_HOST="localhost"), people.dana).get(f"/desk/help/{uuid4()}/").status_code == 404


def test_what_staff_write_is_never_taken_for_markup(people: Personas) -> None:
    edit_listing(
        by=viewer_of(people.dana),
        listing=None,
        details=Details(**{**_fields(DETAILS), "about": "<script>alert(1)</script>"}),
        now=NOW,
    )
    text = page()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_what_staff_write_carries_its_language_and_what_is_translated_does_not(people: Personas) -> None:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    Coalition.objects.update(is_demonstration=True)  # Every language is open.
    own = {"about": "شخص تتحدث إليه.", "hours": "كل يوم", "about_language": "ar"}
    edit_listing(by=viewer_of(people.dana), listing=None, details=Details(**{**_fields(DETAILS), **own}), now=NOW)
    chinese = page("zh-hant")
    assert chinese.count('lang="ar" dir="rtl"') == 2, "its sentence and its hours"
    assert '<p lang="ar" dir="rtl">شخص تتحدث إليه.</p>' in chinese
    assert '<span lang="ar" dir="rtl">كل يوم</span>' in chinese
    assert 'dir="ltr">Police, fire' not in chinese
    assert '<p lang="en"' not in chinese, "the lines that came with set-up are translated"


def _fields(details: Details) -> dict[str, Any]:
    return {name: getattr(details, name) for name in Details.__slots__}


def test_a_line_that_answers_in_the_reader_s_language_comes_first_among_its_kind(people: Personas) -> None:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    Coalition.objects.update(is_demonstration=True)  # Every language is open.
    dana = viewer_of(people.dana)
    edit_listing(by=dana, listing=None, details=Details(**{**_fields(DETAILS), "group": "crisis_line"}), now=NOW)
    ours, first = "Fictional Night Line", "988 Suicide"
    vietnamese, english = page("vi"), page("en")
    assert vietnamese.index('tel:911"') < vietnamese.index(ours) < vietnamese.index(first)
    assert english.index(first) < english.index(ours)
    assert english.index("CA vs Hate") < english.index("Trans Lifeline"), "Where no language is named, English is one."


def test_whoever_speaks_the_reader_s_language_comes_first_and_every_group_is_one_touch_away(people: Personas) -> None:
    OrganisationLanguage.objects.create(organisation=people.house, tag="yue")
    OrganisationLanguage.objects.create(organisation=people.elsewhere, tag="es")
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    Coalition.objects.update(is_demonstration=True)
    chinese, spanish = page("zh-hant"), page("es")
    ours, theirs = people.house.name, people.elsewhere.name
    assert chinese.index(ours) < chinese.index(theirs)
    assert spanish.index(theirs) < spanish.index(ours)
    for name in re.findall(r'href="#(\w+)"', chinese):
        assert f'id="{name}"' in chinese, name
    assert {"emergency", "partners"} <= set(re.findall(r'href="#(\w+)"', chinese))

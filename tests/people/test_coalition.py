"""The coalition's own facts, as its steward keeps them: name, place, time zone, the way out, and who interprets."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.base.models import AuditLine
from banyan.people.actions.coalition import (
    CannotLeaveThere,
    Facts,
    NoSuchZone,
    edit_coalition,
    found_coalition,
)
from banyan.people.actions.interpreters import (
    InterpreterDetails,
    NoNumber,
    NoSuchLanguage,
    remove_interpreter,
    set_interpreter,
)
from banyan.people.models import ANY, Coalition, InterpreterContact
from banyan.people.queries.coalition import day_here, get_coalition
from banyan.people.queries.interpreters import find_interpreter, get_interpreter, list_interpreters
from tests.factories import NOW, Personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LINE = InterpreterDetails("Interpreter line (fictional)", "555-0100")
NADIA = InterpreterDetails("Nadia (fictional)", text_to="+1 415 555 0107", hours="الإثنين إلى الجمعة، 9–17")


def facts(**given: Any) -> Facts:
    usual = {
        "name": "Harbour Coalition (fictional)",
        "place": "san_francisco",
        "timezone": "America/New_York",
        "leave_to": "https://example.org/weather/",
    }
    return Facts(**{**usual, **given})


def lines(action: str) -> list[AuditLine]:
    return list(AuditLine.objects.filter(action=action).order_by("sequence"))


# --- Its facts --------------------------------------------------------------------------------------------------------


def test_the_steward_sets_them_and_the_trail_says_which_changed(people: Personas) -> None:
    sol = viewer_of(people.sol)
    assert edit_coalition(by=sol, facts=facts(), now=NOW) == ["name", "timezone", "leave_to"]
    assert get_coalition().timezone == "America/New_York"
    assert edit_coalition(by=sol, facts=facts(), now=NOW) == []
    [first] = lines("people.coalition.edit")
    assert (first.actor, first.chain) == (sol.actor_code, "coalition")
    assert first.details == {
        "changed": ["name", "timezone", "leave_to"],
        "timezone": "America/New_York",
        "leave_to": "https://example.org/weather/",
    }


@pytest.mark.parametrize("who", ["mei", "dana", "amira", "tomas", "nour"])
def test_nobody_else_sets_them(people: Personas, who: str, client: Client) -> None:
    by = viewer_of(getattr(people, who))
    with pytest.raises(Denied):
        edit_coalition(by=by, facts=facts(), now=NOW)
    with pytest.raises(Denied):
        set_interpreter(by=by, language="ar", contact=NADIA, now=NOW)
    with pytest.raises(Denied):
        remove_interpreter(by=by, language="ar", now=NOW)
    with pytest.raises(Denied):
        list_interpreters(viewer=by)
    with pytest.raises(Denied):
        get_interpreter(viewer=by, language="ar")
    assert sign_in(client, getattr(people, who)).post("/desk/coalition/", {"name": "Mine"}).status_code == 403


def test_a_zone_that_no_clock_knows_is_refused(people: Personas) -> None:
    with pytest.raises(NoSuchZone):
        edit_coalition(by=viewer_of(people.sol), facts=facts(timezone="Mars/Olympus"), now=NOW)
    assert get_coalition().timezone == "America/Los_Angeles"
    Coalition.objects.all().delete()
    with pytest.raises(NoSuchZone):
        found_coalition(by=Operator("setup"), name="New", place="", timezone="Mars/Olympus", now=NOW)


@pytest.mark.parametrize(
    "address", ["http://example.org/", "https://help.example.net/en/", "https://HELP.example.net./"]
)
def test_leaving_leads_neither_in_the_open_nor_back_here(
    people: Personas, settings: LazySettings, address: str
) -> None:
    settings.ALLOWED_HOSTS = ["help.example.net", "*"]
    with pytest.raises(CannotLeaveThere):
        edit_coalition(by=viewer_of(people.sol), facts=facts(leave_to=address), now=NOW)


def test_the_page_saves_them_and_leaving_leads_there(
    people: Personas, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, people.sol)
    page = client.get("/desk/coalition/").content.decode()
    assert '<option value="America/Los_Angeles" selected>Los Angeles</option>' in page
    form = {"name": "Harbour", "place": "", "timezone": "Asia/Manila", "leave_to": "https://example.org/"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/desk/coalition/", form)["Location"] == "/desk/coalition/"
    assert (get_coalition().name, get_coalition().place) == ("Harbour", "")
    assert Client().get("/leave/")["Location"] == "https://example.org/"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/desk/coalition/", {**form, "leave_to": " "}).status_code == 302
    assert Client().get("/leave/")["Location"] == "https://www.weather.gov/"


def test_a_mistake_is_said_and_nothing_typed_is_lost(people: Personas, client: Client) -> None:
    sign_in(client, people.sol)
    form = {"name": "Half written", "place": "san_francisco", "timezone": "Asia/Manila", "leave_to": "weather.example"}
    page = client.post("/desk/coalition/", form).content.decode()
    assert "Give the plain address of another website" in page
    assert "Half written" in page
    assert "weather.example" in page
    assert "Select a valid choice" in client.post("/desk/coalition/", {**form, "timezone": "x"}).content.decode()


def test_a_zone_that_is_gone_from_the_machines_list_is_said_too(
    people: Personas, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, people.sol)
    monkeypatch.setattr("banyan.people.actions.coalition.is_zone", lambda _name: False)
    form = {"name": "Harbour", "place": "", "timezone": "Asia/Manila", "leave_to": ""}
    assert "There is no time zone of this name" in client.post("/desk/coalition/", form).content.decode()


def test_a_place_that_we_have_no_neighbourhoods_of_stays_as_it_is(people: Personas, client: Client) -> None:
    Coalition.objects.update(place="oakland")
    get_coalition.forget()
    page = sign_in(client, people.sol).get("/desk/coalition/").content.decode()
    assert '<option value="oakland" selected>' in page


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Los_Angeles", date(2026, 3, 31)),
        ("UTC", date(2026, 3, 31)),
        ("Asia/Kolkata", date(2026, 4, 1)),  # Half an hour past midnight: its hours aren't those of UTC.
        ("Asia/Manila", date(2026, 4, 1)),
    ],
)
def test_its_day_is_that_of_its_own_clock(people: Personas, zone: str, day: date) -> None:
    edit_coalition(by=viewer_of(people.sol), facts=facts(timezone=zone), now=NOW)
    assert day_here(datetime(2026, 3, 31, 19, 0, tzinfo=UTC)) == day


# --- Who interprets ---------------------------------------------------------------------------------------------------


def test_each_language_has_its_own_and_the_others_share_one(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    sol = viewer_of(people.sol)
    assert find_interpreter("ar") is None
    with django_capture_on_commit_callbacks(execute=True):
        set_interpreter(by=sol, language=ANY, contact=LINE, now=NOW)
        set_interpreter(by=sol, language="ar", contact=NADIA, now=NOW)
    found = {code: find_interpreter(code) for code in ("ar", "vi", "en")}
    assert [one.name if one else "" for one in found.values()] == [NADIA.name, LINE.name, LINE.name]
    with django_capture_on_commit_callbacks(execute=True):
        set_interpreter(by=sol, language="ar", contact=InterpreterDetails("Samir (fictional)", "555-0108"), now=NOW)
    assert InterpreterContact.objects.get(language="ar").text_to == ""
    with django_capture_on_commit_callbacks(execute=True):
        remove_interpreter(by=sol, language="ar", now=NOW)
    again = find_interpreter("ar")
    assert again is not None
    assert again.name == LINE.name
    slots = {one.code: one.contact for one in list_interpreters(viewer=sol)}
    assert list(slots) == ["zh-hant", "zh-hans", "es", "vi", "fil", "ar", "any"]
    assert [code for code, contact in slots.items() if contact] == ["any"]


def test_the_trail_says_for_which_language_and_never_the_number(people: Personas) -> None:
    sol = viewer_of(people.sol)
    set_interpreter(by=sol, language="ar", contact=NADIA, now=NOW)
    remove_interpreter(by=sol, language="ar", now=NOW)
    [told] = lines("people.interpreter.set")
    assert (told.subject, told.details) == ("ar", {"phone": False, "text": True})
    assert [line.subject for line in lines("people.interpreter.remove")] == ["ar"]
    trail = str(list(AuditLine.objects.values())).replace(" ", "")
    assert "5550107" not in trail  # Fewer digits stand in some hash or other now and then.


@pytest.mark.parametrize("given", [("Nobody",), ("A", "five five five"), ("A", "555-0100", "x")])
def test_a_contact_that_no_phone_reaches_is_refused(people: Personas, given: tuple[str, ...]) -> None:
    with pytest.raises(NoNumber):
        set_interpreter(by=viewer_of(people.sol), language="ar", contact=InterpreterDetails(*given), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        InterpreterContact.objects.create(language="ar", name="Nobody")


def test_a_language_without_pages_has_no_contact(people: Personas) -> None:
    with pytest.raises(NoSuchLanguage):
        set_interpreter(by=viewer_of(people.sol), language="en", contact=LINE, now=NOW)
    with pytest.raises(Http404):
        get_interpreter(viewer=viewer_of(people.sol), language="tlh")


def test_the_steward_keeps_them_on_the_pages(people: Personas, client: Client) -> None:
    sign_in(client, people.sol)
    assert client.get("/desk/coalition/interpreters/en/").status_code == 404
    wrong = client.post("/desk/coalition/interpreters/ar/", {"name": "Nadia", "phone": "ask me"}).content.decode()
    assert "digits, spaces and dashes only" in wrong
    assert "ask me" in wrong
    right = {"name": "Nadia", "text_to": "415 555 0107", "hours": "9–17"}
    assert client.post("/desk/coalition/interpreters/ar/", right)["Location"] == "/desk/coalition/"
    assert "415 555 0107" in client.get("/desk/coalition/").content.decode()
    assert 'value="9–17"' in client.get("/desk/coalition/interpreters/ar/").content.decode()
    client.post("/desk/coalition/interpreters/ar/", {"go": "remove"})
    assert not InterpreterContact.objects.exists()


# --- What stood there before ------------------------------------------------------------------------------------------


@pytest.mark.django_db(databases=["default", "drafts"], transaction=True)
@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("the interpreter line (fictional), 555-0100", ("the interpreter line (fictional)", "555-0100")),
        ("+1 415 555 0100", ("+1 415 555 0100", "+1 415 555 0100")),
        ("ask at the desk", None),
        ("", None),
    ],
)
def test_the_one_line_of_before_goes_on_for_every_language(line: str, kept: tuple[str, str] | None) -> None:
    executor = MigrationExecutor(connection)
    try:
        before = executor.migrate([("people", "0001_first")]).apps
        before.get_model("people", "Coalition").objects.create(name="Lantern", place="", interpreter_contact=line)
        executor.loader.build_graph()
        executor.migrate([("people", "0002_interpreters_by_language")])
        found = InterpreterContact.objects.filter(language=ANY).values_list("name", "phone").first()
        assert found == kept
        executor.loader.build_graph()
        back = executor.migrate([("people", "0001_first")]).apps.get_model("people", "Coalition").objects.get()
        assert back.interpreter_contact == (", ".join(kept) if kept else "")
    finally:
        executor.loader.build_graph()
        executor.migrate(executor.loader.graph.leaf_nodes())

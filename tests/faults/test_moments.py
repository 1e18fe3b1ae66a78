"""Bad moments: a clock that jumps, two tabs, a button pressed twice, a visit that ends while somebody writes."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from banyan.base.clock import now
from banyan.reports.models import Draft, Message, Report
from tests.bench.browser import Answer, Browser
from tests.bench.journeys import SEE_OTHER, expect
from tests.factories import Personas
from tests.faults.real import prepare, serving
from tests.faults.test_kill import assert_whole, fill_many, receipt_of, settle
from tests.reports.public.conftest import people as people  # noqa: PLC0414 - a fixture, asked for by its name
from tests.reports.public.person import WORDS, Person

records = pytest.mark.django_db(databases=["default", "drafts"])
PLACES = ("sending", "steps", "visits")
Jump = Callable[[timedelta], None]
MORE = "Fictional. A long message that took more than a quarter of an hour to write."


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch, people: Personas) -> Jump:
    """Set the server's clock so far ahead or back."""
    people.house.memberships.update(joined_on=now().date() - timedelta(days=900))

    def move(by: timedelta) -> None:
        def then() -> datetime:
            return now() + by

        for place in PLACES:
            monkeypatch.setattr(f"banyan.reports.views.public.{place}.now", then)

    return move


def end_what_expires() -> None:
    Draft.objects.using("drafts").update(expires_at=now() - timedelta(seconds=1))


@records
def test_a_clock_that_jumps_back_and_forth_stops_no_report_and_no_visit(people: Personas, jump: Jump) -> None:
    fatima = Person()
    for minutes, step in ((0, "start"), (-90, "who"), (10, "what")):
        jump(timedelta(minutes=minutes))
        assert fatima.answer(step, **fatima.answers[step]).status_code == 303
    fatima.answer("readers", organisations=[str(people.house.pk)])
    fatima.answer("words", words=WORDS)
    jump(timedelta(days=-400))
    assert fatima.send()["Location"] == "/en/tell/kept/"
    jump(timedelta(days=-401))
    assert fatima.send()["Location"] == "/en/tell/kept/"
    code = fatima.receipt()
    jump(timedelta(0))
    assert fatima.come_back(code).status_code == 303
    pk = Report.objects.get().pk
    for number, minutes in enumerate((0, -600_000, -599_990, -900_000)):
        jump(timedelta(minutes=minutes))
        assert fatima.write(pk, f"{MORE} {number}").status_code == 303
    page = fatima.see("back/all/")
    shown = [int(one) for one in re.findall(rf"{re.escape(MORE)} (\d)", page)]
    assert shown == [0, 1, 2, 3], "in the order they were written, whatever the clock said"


@records
def test_a_clock_that_jumps_far_ahead_keeps_what_is_on_the_page(people: Personas, jump: Jump) -> None:
    """Every draft seems to have expired: what was just sent is kept, and the page says what happened."""
    fatima = Person()
    fatima.fill_in(people.house)
    jump(timedelta(days=400))
    assert fatima.answer("words", words=MORE)["Location"] == "/en/tell/start/"
    assert "erased" in fatima.see("tell/start/")
    assert MORE in fatima.see("tell/words/")


@records
def test_two_tabs_on_different_pages_lose_nothing_of_each_other(people: Personas) -> None:
    fatima, other = Person(), Person()
    fatima.fill_in(people.house)
    other.browser.cookies = fatima.browser.cookies
    other.see("tell/what/")
    assert fatima.answer("words", words=MORE).status_code == 303
    assert other.answer("what", kinds=["stalking"]).status_code == 303
    page = fatima.see("tell/check/")
    assert MORE in page
    assert re.search(r'value="stalking"[^>]*checked', fatima.see("tell/what/"))


@records
def test_a_page_left_in_another_tab_after_sending_leads_to_the_receipt(people: Personas) -> None:
    fatima, other = Person(), Person()
    fatima.fill_in(people.house)
    other.browser.cookies = fatima.browser.cookies
    fatima.send()
    assert other.answer("words", words=MORE)["Location"] == "/en/tell/kept/"
    assert other.receipt() == fatima.receipt()
    assert Report.objects.count() == 1


@records
def test_a_draft_that_expired_before_sending_sends_nothing_half(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    end_what_expires()
    assert fatima.send()["Location"] == "/en/tell/start/"
    assert not Report.objects.exists()


@records
def test_a_visit_that_ended_while_somebody_wrote_keeps_the_message_until_the_code_comes(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    fatima.come_back(code)
    pk = Report.objects.get().pk
    end_what_expires()
    late = fatima.write(pk, MORE)
    page = late.content.decode()
    assert late.status_code == 422
    assert "quarter of an hour" in page
    assert MORE in page
    mistyped = fatima.press("back/", code=code[:-1], **{f"{pk}-text": MORE})
    assert MORE in mistyped.content.decode()
    assert fatima.press("back/", code=code, **{f"{pk}-text": MORE}).status_code == 303
    assert not Message.objects.exists(), "nothing is sent before the person presses Send"
    assert re.search(rf"<textarea[^>]*>{MORE}</textarea>", fatima.see("back/all/"))
    assert fatima.write(pk, MORE).status_code == 303
    assert Message.objects.count() == 1
    assert not re.search(r"<textarea[^>]*>Fictional", fatima.see("back/all/"))


@records
def test_a_message_that_is_not_valid_is_shown_again_to_mend(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    answer = fatima.write(Report.objects.get().pk, "x" * 20_001)
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()


@records
def test_whatever_else_is_pressed_after_a_visit_ended_asks_for_the_code(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    report = Report.objects.get()
    end_what_expires()
    for path in (f"back/{report.pk}/file/", f"back/{report.pk}/take-back/"):
        assert fatima.press(path)["Location"] == "/en/back/"
        assert fatima.browser.get(fatima.url(path))["Location"] == "/en/back/"
    report.refresh_from_db()
    assert report.state == "waiting"


@records
def test_a_message_sent_twice_in_a_row_is_one_and_saying_it_again_later_is_two(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    pk = Report.objects.get().pk
    for text in (MORE, MORE, "Fictional. Something else.", MORE):
        fatima.write(pk, text)
    assert Message.objects.count() == 3


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("twice")
    prepare(made)
    return made


def twins_of(browser: Browser) -> list[Browser]:
    """Connections of the same browser: the same cookies and the same page."""
    return [Browser(browser.port, dict(browser.cookies), token=browser.token) for _ in range(4)]


async def at_once(browser: Browser, path: str, fields: list[tuple[str, str]]) -> list[Answer]:
    twins = twins_of(browser)
    answers = await asyncio.gather(*(one.post(path, fields) for one in twins))
    await settle(*twins)
    return answers


def test_pressing_four_times_at_the_same_moment_makes_one_report_and_one_message(data: Path) -> None:
    """Really at once: two processes with threads, on a store that takes one writer at a time."""
    with serving(data) as running:
        before = assert_whole(data, at_least=0)["reports"]

        async def press() -> None:
            for browser in await fill_many(running.port, 4):
                for answer in await at_once(browser, "/en/tell/check/", []):
                    expect(answer, SEE_OTHER, 302)
                    assert answer.headers["location"] == "/en/tell/kept/"
                code = await receipt_of(browser)
                expect(await browser.post("/en/back/", [("code", code)]), SEE_OTHER)
                page = expect(await browser.get("/en/back/all/"), 200)
                found = re.search(r'formaction="/en/back/([^/]+)/write/"', page.body.decode())
                assert found
                pk = found[1]
                for answer in await at_once(browser, f"/en/back/{pk}/write/", [(f"{pk}-text", MORE)]):
                    expect(answer, SEE_OTHER)
                page = expect(await browser.get("/en/back/all/"), 200)
                assert page.body.count(MORE.encode()) == 1
                await settle(browser)

        asyncio.run(press())
    after = assert_whole(data, at_least=before + 4)
    assert after["reports"] - before == 4
    assert after["receipts"] == after["reports"]

"""kill -9 at any moment: what somebody was shown a receipt for is there, whole, and sending again makes nothing twice.

What isn't tried here is a power cut: a killed process leaves what it wrote with the system. For that, the records'
store flushes every commit (`synchronous=FULL` in the settings).
"""

import asyncio
import contextlib
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.bench.browser import Browser, FailedError
from tests.bench.journeys import FOUND, RECEIPT, SEE_OTHER, SPAN, Tally, expect, fill, journey, opens
from tests.faults.real import banyan, prepare, run, serving

AT_ONCE = 6
BROKEN = (FailedError, OSError, asyncio.IncompleteReadError, TimeoutError)
# What stands in the database afterwards, as one JSON object.
LOOK = """
import json
from banyan.cli import start_django
start_django()
from django.db import connection
from banyan.base.models import AuditLine
from banyan.reports.models import Coding, ReadKey, Receipt, Report
lines = AuditLine.objects.filter(action="reports.report.submit").values_list("subject", flat=True)
noted = {str(one) for one in lines}
reports = list(Report.objects.all())
half = [
    str(one.pk) for one in reports
    if not (one.content and one.key_for_person and one.receipt_id)
    or not ReadKey.objects.filter(report=one).exists()
    or Coding.objects.filter(report=one).count() != 1
    or str(one.pk) not in noted
]
with connection.cursor() as cursor:
    sound = cursor.execute("PRAGMA integrity_check").fetchone()[0] if connection.vendor == "sqlite" else "ok"
print(json.dumps({
    "reports": len(reports), "receipts": Receipt.objects.count(), "lines": len(noted), "half": half, "sound": sound,
    "alone": Receipt.objects.filter(reports=None).count(),
}))
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("killed")
    prepare(made)
    return made


def plain(code: bytes) -> str:
    return SPAN.sub(b" ", code).decode().strip()


async def settle(*browsers: Browser) -> None:
    """Close connections while their loop still runs: transports close a turn of the loop later."""
    for browser in browsers:
        await browser.close()
    await asyncio.sleep(0.05)


async def receipt_of(browser: Browser) -> str:
    page = expect(await browser.get("/en/tell/kept/"), 200)
    found = RECEIPT.search(page.body)
    assert found, "no receipt on the page"
    return plain(found[1])


# All these people share one address here, and many codes from one address are asked to wait a minute.
FORGET = """
from banyan.cli import start_django
start_django()
from banyan.base.models import Bucket
Bucket.objects.using("drafts").all().delete()
"""
BATCH = 25


async def open_all(data: Path, port: int, codes: list[str]) -> None:
    """Each receipt opens its report through the pages."""
    for start in range(0, len(codes), BATCH):
        await asyncio.to_thread(run, data, FORGET)
        for code in codes[start : start + BATCH]:
            await opens(port, code)
    await settle()


def assert_whole(data: Path, *, at_least: int) -> dict[str, Any]:
    """Nothing half-written, the trail holds, and the file itself is sound."""
    found: dict[str, Any] = json.loads(run(data, LOOK))
    assert found["half"] == []
    assert found["sound"] == "ok"
    assert found["alone"] == 0
    assert found["reports"] == found["lines"] >= at_least
    banyan(data, "audit", "verify")
    return found


def test_whatever_was_shown_a_receipt_survives_and_nothing_is_half_written(data: Path) -> None:
    """Several people at once, killed at random moments, three times on the same data."""
    chance, tally = random.Random(20260302), Tally()  # noqa: S311 - moments to kill at, nothing secret

    async def walk(port: int) -> None:
        while True:
            await journey(port, tally)
            await asyncio.sleep(0.01)  # So that a dead server doesn't turn this into a busy loop.

    for _ in range(3):
        with serving(data) as running:

            async def until_killed(port: int = running.port) -> None:
                walkers = [asyncio.create_task(walk(port)) for _ in range(AT_ONCE)]
                before = tally.whole
                async with asyncio.timeout(60):
                    while tally.whole == before:  # noqa: ASYNC110 - polls what journeys count; one must be through
                        await asyncio.sleep(0.02)
                await asyncio.sleep(chance.uniform(0, 1))
                await asyncio.to_thread(running.kill)
                for walker in walkers:
                    walker.cancel()
                await asyncio.gather(*walkers, return_exceptions=True)
                await settle()

            asyncio.run(until_killed())
    assert len(tally.codes) >= 3
    with serving(data) as running:
        asyncio.run(open_all(data, running.port, tally.codes))
    assert_whole(data, at_least=len(tally.codes))


async def post_and_vanish(browser: Browser) -> None:
    """Write the final post and wait for no answer."""
    with contextlib.suppress(*BROKEN):
        await asyncio.wait_for(browser.post("/en/tell/check/", []), 5)


async def fill_many(port: int, how_many: int) -> list[Browser]:
    browsers = [Browser(port) for _ in range(how_many)]
    await asyncio.gather(*(fill(browser) for browser in browsers))
    return browsers


async def send_again(browser: Browser, port: int) -> str:
    """As the person does who saw no answer: press the button once more, twice to be sure."""
    browser.port = port
    for _ in range(2):
        expect(await browser.post("/en/tell/check/", []), SEE_OTHER, FOUND)
    code = await receipt_of(browser)
    await settle(browser)
    return code


def test_killed_between_commit_and_answer_sending_again_shows_one_receipt_and_makes_one_report(data: Path) -> None:
    """Sixteen final posts are on their way when the server dies, some before and some after their commit."""
    with serving(data) as running:
        before = assert_whole(data, at_least=0)["reports"]

        async def cut_short() -> list[Browser]:
            browsers = await fill_many(running.port, 16)
            posts = []
            for browser in browsers:
                posts.append(asyncio.create_task(post_and_vanish(browser)))
                await asyncio.sleep(0.002)
            await asyncio.to_thread(running.kill)
            await asyncio.gather(*posts)
            await settle(*browsers)
            return browsers

        browsers = asyncio.run(cut_short())
    stored = assert_whole(data, at_least=before)["reports"] - before
    with serving(data) as running:

        async def again() -> list[str]:
            codes = [await send_again(browser, running.port) for browser in browsers]
            await open_all(data, running.port, codes)
            return codes

        codes = asyncio.run(again())
    assert len(set(codes)) == len(browsers)
    assert stored <= len(browsers)
    after = assert_whole(data, at_least=before + len(browsers))
    assert after["reports"] - before == len(browsers)
    assert after["receipts"] == after["reports"]


HOLDS_AFTER_COMMIT = re.compile(r"killed after commit")


def test_killed_after_the_commit_and_before_the_answer(data: Path) -> None:
    """The exact moment, by a server that dies once the report is on the disk and its draft not yet marked as sent."""
    before = assert_whole(data, at_least=0)["reports"]
    (data / "die-after-commit").touch()
    with serving(data, workers=1) as running:

        async def cut_short() -> Browser:
            [browser] = await fill_many(running.port, 1)
            await post_and_vanish(browser)
            await settle(browser)
            return browser

        browser = asyncio.run(cut_short())
    (data / "die-after-commit").unlink()
    assert HOLDS_AFTER_COMMIT.search((data / "server.log").read_text())
    assert assert_whole(data, at_least=0)["reports"] == before + 1, "the report was on the disk when it died"
    with serving(data) as running:

        async def again() -> None:
            code = await send_again(browser, running.port)
            await open_all(data, running.port, [code])

        asyncio.run(again())
    assert assert_whole(data, at_least=0)["reports"] == before + 1

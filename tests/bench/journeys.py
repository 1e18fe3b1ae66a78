"""Whole journeys: every page, about a kilobyte of text, a dozen answers, send, receipt; counted only if it opens."""

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.browser import Answer, Browser, FailedError

ORGANISATION = re.compile(rb'name="organisations" value="([^"]+)"')
RECEIPT = re.compile(rb"<output[^>]*>(.*?)</output>", re.DOTALL)
STATIC = re.compile(rb'(?:href|src)="(/static/[^"#]+)')
SPAN = re.compile(rb"<[^>]+>")
WORDS = "Somebody shouted at me in front of the shop and then followed me home for three streets. " * 12
SEE_OTHER, FOUND = 303, 302
ANSWERS: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("start", [("wants", "someone_to_talk_to"), ("wants", "feeling_safe")]),
    ("who", [("for_whom", "self"), ("age_band", "from_25_to_59")]),
    ("what", [("kinds", "verbal_harassment"), ("kinds", "stalking"), ("speaks", "en")]),
    ("readers", []),
    ("words", [("words", WORDS)]),
    ("when", [("date_year", "2025"), ("date_month", "03"), ("places", "street")]),
    ("why", [("bias", "yes"), ("bases", "asian"), ("told", "nobody"), ("doers", "stranger")]),
    ("contact", [("is_safe_now", "yes"), ("channels", "receipt")]),
)


@dataclass
class Tally:
    """What happened in one run."""

    whole: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    sending: list[float] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def expect(answer: Answer, *statuses: int) -> Answer:
    if answer.status not in statuses:
        raise FailedError(f"{answer.status} instead of {statuses}")
    return answer


async def fill(browser: Browser) -> None:
    """From the first page to the last before sending."""
    first = expect(await browser.get("/en/"), 200)
    for path in dict.fromkeys(STATIC.findall(first.body)):
        expect(await browser.get(path.decode()), 200)
    for step, given in ANSWERS:
        page = expect(await browser.get(f"/en/tell/{step}/"), 200)
        fields = [*given, ("go", "next")]
        if step == "readers":
            found = ORGANISATION.search(page.body)
            if found is None:
                raise FailedError("nobody takes reports")
            fields.append(("organisations", found[1].decode()))
        answer = await browser.post(f"/en/tell/{step}/", fields)
        if answer.status != SEE_OTHER:
            raise FailedError(f"{answer.status} on {step}")
    expect(await browser.get("/en/tell/check/"), 200)


async def send(browser: Browser) -> str:
    """Send it, and read the receipt."""
    expect(await browser.post("/en/tell/check/", []), SEE_OTHER)
    page = expect(await browser.get("/en/tell/kept/"), 200)
    found = RECEIPT.search(page.body)
    if found is None:
        raise FailedError("no receipt on the page")
    return SPAN.sub(b" ", found[1]).decode().strip()


async def opens(port: int, code: str) -> None:
    """Whether the receipt leads to a report, from a browser that knows nothing else."""
    browser = Browser(port)
    try:
        expect(await browser.get("/en/back/"), 200)
        expect(await browser.post("/en/back/", [("code", code)]), SEE_OTHER)
        page = expect(await browser.get("/en/back/all/"), 200)
        if b'value="withdraw:' not in page.body:
            raise FailedError("the receipt opens no report")
    finally:
        await browser.close()


async def walk(port: int, tally: Tally) -> list[str]:
    """From the first page to the receipt. Gives its code, or nothing when that failed."""
    browser = Browser(port)
    try:
        await fill(browser)
        code = await send(browser)
    except (FailedError, OSError, asyncio.IncompleteReadError) as error:
        tally.failed.append(repr(error))
        return []
    finally:
        await browser.close()
    tally.codes.append(code)
    return [code]


async def check_receipts(port: int, tally: Tally, codes: Iterable[str]) -> None:
    """A journey counts only if its receipt then opens the report."""
    for code in codes:
        try:
            await opens(port, code)
        except (FailedError, OSError, asyncio.IncompleteReadError) as error:
            tally.failed.append(repr(error))
        else:
            tally.whole += 1


async def journey(port: int, tally: Tally) -> None:
    """One walk, and its receipt opened at once."""
    await check_receipts(port, tally, await walk(port, tally))


async def run_journeys(port: int, *, at_once: int, total: int) -> Tally:
    """So many journeys, so many at once. The clock stops when the last receipt is on its page."""
    tally, left = Tally(), iter(range(total))

    async def walker() -> None:
        for _ in left:
            await walk(port, tally)

    began = time.perf_counter()
    await asyncio.gather(*(walker() for _ in range(at_once)))
    tally.seconds = time.perf_counter() - began
    await check_receipts(port, tally, tally.codes)
    return tally


async def run_submissions(port: int, *, at_once: int, total: int) -> Tally:
    """Fill in so many drafts first, then send them all, timing each final post alone."""
    tally = Tally()
    browsers = [Browser(port) for _ in range(total)]
    gate = asyncio.Semaphore(16)

    async def prepare(browser: Browser) -> None:
        async with gate:
            await fill(browser)
            await browser.close()

    await asyncio.gather(*(prepare(browser) for browser in browsers))
    left = iter(browsers)

    async def sender() -> None:
        for browser in left:
            began = time.perf_counter()
            try:
                expect(await browser.post("/en/tell/check/", []), SEE_OTHER)
            except (FailedError, OSError, asyncio.IncompleteReadError) as error:
                tally.failed.append(repr(error))
            else:
                tally.whole += 1
                tally.sending.append(time.perf_counter() - began)
            await browser.close()

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(at_once)))
    tally.seconds = time.perf_counter() - began
    return tally

"""Measure, and print a table with the machine and the method."""

import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from tests.bench.browser import Browser
from tests.bench.journeys import STATIC, Tally, fill, run_journeys, run_submissions, send
from tests.bench.server import Server, running

AT_ONCE = (1, 4, 16, 64)
Rows = list[tuple[str, str, str]]


def fsyncs_a_second() -> float:
    """The disk's own baseline: four kilobytes written and flushed, one after another."""
    with tempfile.NamedTemporaryFile() as file:
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < 1:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            count += 1
        return count / (time.perf_counter() - began)


async def plain_requests(port: int, seconds: float = 2.0) -> float:
    """The server's own baseline: a static file, again and again, 16 at once."""
    count, until = 0, time.perf_counter() + seconds
    first = await Browser(port).get("/en/")
    path = STATIC.findall(first.body)[0].decode()

    async def one() -> None:
        nonlocal count
        browser = Browser(port)
        while time.perf_counter() < until:
            await browser.get(path)
            count += 1
        await browser.close()

    await asyncio.gather(*(one() for _ in range(16)))
    return count / seconds


def plain(server: Server) -> tuple[str, str, str]:
    return "baseline: a static file, 16 at once", f"{asyncio.run(plain_requests(server.port)):.0f} / s", "just then"


def measure_journeys(server: Server) -> Rows:
    rows = [plain(server)]
    for at_once in AT_ONCE:
        total = max(20, at_once * 8)
        tally = asyncio.run(run_journeys(server.port, at_once=at_once, total=total))
        rows.append(
            (f"whole journeys, {at_once} at once", f"{tally.whole / tally.seconds:.1f} / s", _lost(tally, total))
        )
    return rows


def measure_submissions(server: Server) -> Rows:
    total = 800
    tally = asyncio.run(run_submissions(server.port, at_once=16, total=total))
    p95 = statistics.quantiles(tally.sending, n=20)[-1] * 1000 if len(tally.sending) > 1 else float("nan")
    return [
        plain(server),  # Two cores of a shared machine are one thing now and another in a minute.
        (
            "final submissions, 16 at once",
            f"{tally.whole / tally.seconds:.0f} / s",
            f"p95 {p95:.0f} ms, {_lost(tally, total)}",
        ),
    ]


def _lost(tally: Tally, total: int) -> str:
    return f"n = {total}, {len(tally.failed)} lost or refused" + (f" ({tally.failed[0]})" if tally.failed else "")


def measure_weight(server: Server) -> Rows:
    async def walk() -> tuple[int, Browser]:
        first = Browser(server.port)
        page = await first.get("/en/")
        for path in dict.fromkeys(STATIC.findall(page.body)):
            await first.get(path.decode())
        whole = Browser(server.port)
        await fill(whole)
        await send(whole)
        return first.sent + first.received, whole

    first, whole = asyncio.run(walk())
    return [
        ("first page, both ways with headers", f"{first / 1000:.1f} kB", "under 20 kB"),
        (
            "whole report, both ways with headers",
            f"{(whole.sent + whole.received) / 1000:.1f} kB",
            f"under 60 kB; {whole.requests} requests",
        ),
    ]


def measure_size(server: Server) -> Rows:
    return [
        ("start to first answer", f"{server.started_in:.2f} s", "under 3 s"),
        ("resident, all processes", f"{server.resident_mb():.0f} MB", "under 300 MB"),
    ]


PARTS: dict[str, Callable[[Server], Rows]] = {
    "journeys": measure_journeys,
    "submissions": measure_submissions,
    "weight": measure_weight,
    "start": measure_size,
}


def main(wanted: list[str]) -> int:
    table = Table("what", "measured", "beside", title="Banyan's bench")
    table.add_row("baseline: 4 kB written and flushed", f"{fsyncs_a_second():.0f} / s", "the disk alone")
    with running() as server:
        for name, measure in PARTS.items():
            if not wanted or name in wanted:
                for row in measure(server):
                    table.add_row(*row)
    if not wanted or "picture" in wanted:
        from tests.bench.picture import measure_picture

        for row in measure_picture():
            table.add_row(*row)
    if not wanted or "proposing" in wanted:
        from tests.bench.proposing import measure_proposing

        for row in measure_proposing():
            table.add_row(*row)
    console = Console()
    console.print(table)
    console.print(
        f"{platform.machine()}, {os.cpu_count()} cores shared with the driver, Python {platform.python_version()}, "
        f"{'PostgreSQL' if 'BANYAN_DATABASE_URL' in os.environ else 'SQLite, synchronous=FULL'}; "
        "a journey is every page, 1 kB of text, a dozen answers, send and receipt, "
        "counted only if the receipt opens it afterwards."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

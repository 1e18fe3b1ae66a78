"""Somebody opens many posts and never ends them; people who report notice nothing."""

import asyncio
from pathlib import Path

from tests.bench.journeys import Tally, journey
from tests.bench.server import PREPARE
from tests.faults.real import run, serving

SLOW = 120  # Many times the threads that answer.
PATIENCE = 30  # Seconds for one journey on a busy machine; without a mend it never ends.


async def _hold(port: int) -> asyncio.StreamWriter:
    """A post with a made-up form cookie that promises a body and sends its first byte only."""
    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /en/tell/start/ HTTP/1.1", f"Host: localhost:{port}", "Cookie: form=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Content-Type: application/x-www-form-urlencoded", "Content-Length: 4000", "", "w",
    )  # fmt: skip
    writer.write("\r\n".join(head).encode())
    await writer.drain()
    return writer


async def _report_among_slow_posts(port: int) -> Tally:
    held = await asyncio.gather(*(_hold(port) for _ in range(SLOW)))
    tally = Tally()
    await asyncio.wait_for(journey(port, tally), PATIENCE)
    for writer in held:
        writer.close()
    return tally


def test_attack_slow_posts_hold_up_nobody(tmp_path: Path) -> None:
    run(tmp_path, PREPARE)
    with serving(tmp_path) as server:
        tally = asyncio.run(_report_among_slow_posts(server.port))
    assert tally.whole == 1, tally.failed

"""Threads that answer, and whose turn it is. Python runs one thread at a time, so they take turns."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

THREADS = 4  # In each lane.

R = TypeVar("R")
Work = Callable[[], None]


class Lane(Generic[R]):
    """Threads of one kind of request. The one that was free last answers next: its connection to the records still
    holds the pages it read, which one that has slept reads again.

    concurrent.futures would keep a second future beside asyncio's for each answer, and wake the loop through a chain of
    callbacks: a tenth of what a page takes.
    """

    def __init__(self, name: str) -> None:
        self._free = [_begin_thread(name) for _ in range(THREADS)]
        self.place = asyncio.Semaphore(THREADS)

    def start(self, ask: Callable[[], R]) -> asyncio.Future[R]:
        """Begin, for whoever has a place."""
        loop, work = asyncio.get_running_loop(), self._free.pop()
        answer: asyncio.Future[R] = loop.create_future()

        def end(found: R | None, error: BaseException | None) -> None:
            self._free.append(work)
            if answer.cancelled():
                return
            if error is None:
                answer.set_result(found)  # type: ignore[arg-type]  # without an error it is what was asked for
            else:
                answer.set_exception(error)

        def run() -> None:
            try:
                found, error = ask(), None
            except BaseException as raised:  # noqa: BLE001 - whoever awaits the answer gets it
                found, error = None, raised
            loop.call_soon_threadsafe(end, found, error)

        work.put(run)
        return answer


def _begin_thread(name: str) -> SimpleQueue[Work]:
    """A thread that does what is put into this queue, one after another, as long as the process lives."""
    works: SimpleQueue[Work] = SimpleQueue()

    def serve() -> None:
        while True:
            works.get()()

    threading.Thread(target=serve, name=name, daemon=True).start()
    return works


class Turn:
    """One answer's turn. It ends with the answer, or for whoever is held up after so many seconds."""

    def __init__(self, turns: asyncio.Semaphore, seconds: float) -> None:
        self._turns: asyncio.Semaphore | None = turns
        self._timer = asyncio.get_running_loop().call_later(seconds, self.end)

    def end(self) -> None:
        """Let the next one begin, once."""
        if self._turns is not None:
            self._turns.release()
            self._turns = None
            self._timer.cancel()

"""Remembering for a moment what every page asks for and hardly anybody changes."""

from collections.abc import Callable, Hashable
from functools import wraps
from time import monotonic
from typing import Any, Protocol, TypeVar, cast

from django.db import transaction

SECONDS = 5.0
MOST = 256

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
_memories: list["Memory"] = []


class Memory:
    """What this process was told in the last SECONDS. Only for what is public: it must be the same whoever asks."""

    def __init__(self) -> None:
        self._told: dict[Hashable, tuple[float, Any]] = {}
        _memories.append(self)

    def get(self, key: Hashable, ask: Callable[[], R]) -> R:
        """What is remembered under this key, or what `ask` answers now."""
        told = self._told
        found = told.get(key)
        if found is not None and monotonic() - found[0] < SECONDS:
            return cast("R", found[1])
        if found is not None:  # One asks; whoever comes meanwhile is told what was.
            told[key] = (monotonic(), found[1])
        value = ask()
        if len(told) >= MOST:
            told.clear()
        told[key] = (monotonic(), value)  # If all was forgotten meanwhile, this answer may be old: it isn't kept.
        return value

    def known(self, key: Hashable) -> Any | None:
        """What was last told under this key, however long ago: for a page that must not ask the database."""
        found = self._told.get(key)
        return None if found is None else found[1]

    def forget(self) -> None:
        """Ask again next time. Other processes notice within SECONDS."""
        self._told = {}


class Remembered(Protocol[R_co]):
    def __call__(self, *args: Any, **kwargs: Any) -> R_co: ...

    def forget(self) -> None: ...

    def known(self, *args: Any, **kwargs: Any) -> R_co | None: ...


def briefly(ask: Callable[..., R_co]) -> Remembered[R_co]:
    """Ask once in SECONDS in each process."""
    memory = Memory()

    def key_of(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Hashable:
        return args, tuple(sorted(kwargs.items()))

    @wraps(ask)
    def answer(*args: Any, **kwargs: Any) -> R_co:
        return memory.get(key_of(args, kwargs), lambda: ask(*args, **kwargs))

    def known(*args: Any, **kwargs: Any) -> R_co | None:
        return cast("R_co | None", memory.known(key_of(args, kwargs)))

    answer.forget, answer.known = memory.forget, known  # type: ignore[attr-defined]  # they make it Remembered
    return cast("Remembered[R_co]", answer)


def forget_on_commit(*remembered: Remembered[Any]) -> None:
    """For an action that changes what is remembered. Before the commit, another thread would be told the old again."""
    for one in remembered:
        transaction.on_commit(one.forget)


def forget_everything() -> None:
    """For tests, each of which has a database of its own."""
    for memory in _memories:
        memory.forget()

"""Remembering for a moment what every page asks for and hardly anybody changes."""

from collections.abc import Callable, Hashable
from functools import wraps
from time import monotonic
from typing import Any, Protocol, TypeVar, cast

SECONDS = 5.0
MOST = 64

R_co = TypeVar("R_co", covariant=True)
_remembered: list[dict[Hashable, tuple[float, Any]]] = []


class Remembered(Protocol[R_co]):
    def __call__(self, *args: Any, **kwargs: Any) -> R_co: ...

    def forget(self) -> None:
        """Ask again next time: for whoever has just changed it. Other processes notice within SECONDS."""


def briefly(ask: Callable[..., R_co]) -> Remembered[R_co]:
    """Ask once in SECONDS in each process. Only for what is public: it must be the same whoever asks."""
    answers: dict[Hashable, tuple[float, Any]] = {}
    _remembered.append(answers)

    @wraps(ask)
    def answer(*args: Any, **kwargs: Any) -> R_co:
        key = (args, tuple(sorted(kwargs.items())))
        found = answers.get(key)
        if found is not None and monotonic() - found[0] < SECONDS:
            return cast("R_co", found[1])
        value = ask(*args, **kwargs)
        if len(answers) >= MOST:
            answers.clear()
        answers[key] = (monotonic(), value)
        return value

    answer.forget = answers.clear  # type: ignore[attr-defined]  # it is what makes it Remembered
    return cast("Remembered[R_co]", answer)


def forget_everything() -> None:
    """For tests, each of which has a database of its own."""
    for answers in _remembered:
        answers.clear()

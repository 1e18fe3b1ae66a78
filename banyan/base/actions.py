"""What makes a function an action: one transaction, and a trace of every denial."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import ClassVar, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

from banyan.base import audit
from banyan.base.audit import Actor
from banyan.base.models import AuditLine
from banyan.base.turns import writing

P = ParamSpec("P")
R = TypeVar("R")


class Denied(PermissionDenied):
    """Whoever acts may not do this. Audited in a transaction of its own, so that it survives the rollback.

    Django answers it with its 403 page, wherever it rises.
    """

    def __init__(self, permission: str, *, chain: str | UUID = audit.COALITION, subject: str | UUID = "") -> None:
        super().__init__(permission)
        self.permission = permission
        self.chain = chain
        self.subject = subject
        self.is_recorded = False


class Refused(Exception):  # noqa: N818 - reads as what happened
    """Something that can't be done as things stand, which whoever acts can understand and mend. `says` is shown."""

    says: ClassVar[str | Promise]

    def __str__(self) -> str:
        return str(self.says)


# The denials of the action that runs outermost; an inner one's trace must wait until nothing can roll it back.
_denials: ContextVar[list[tuple[str, Denied]] | None] = ContextVar("denials of this action", default=None)


def action(code: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a write. Its arguments are keyword-only, `by` first and `now` last; a house test holds it to that."""

    def decorate(verb: Callable[P, R]) -> Callable[P, R]:
        @wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            gathered = _denials.get()
            if gathered is not None:
                return _run_inside(gathered, code, lambda: verb(*args, **kwargs))
            gathered = []
            token = _denials.set(gathered)
            try:
                return _run_inside(gathered, code, lambda: verb(*args, **kwargs))
            finally:
                _denials.reset(token)
                for denied_code, denial in gathered:
                    record_denial(denied_code, denial, by=kwargs["by"], now=kwargs["now"])

        run.action_code = code  # type: ignore[attr-defined]  # read by the house tests and the docs
        return run

    return decorate


def record_denial(code: str, denial: Denied, *, by: object, now: object) -> None:
    """Write a denial to the trail, once."""
    if denial.is_recorded:
        return
    assert hasattr(by, "actor_code")  # noqa: S101 - the house test guarantees it; this tells mypy
    assert isinstance(now, datetime)  # noqa: S101 - likewise
    actor: Actor = by
    denial.is_recorded = True
    audit.record(
        by=actor,
        action=code,
        now=now,
        chain=denial.chain,
        subject=denial.subject,
        outcome=AuditLine.Outcome.DENIED,
        details={"permission": denial.permission},
    )


def _run_inside(gathered: list[tuple[str, Denied]], code: str, verb: Callable[[], R]) -> R:
    try:
        with writing():
            return verb()
    except Denied as denial:
        if all(known is not denial for _, known in gathered):
            gathered.append((code, denial))
        raise

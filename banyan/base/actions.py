"""What makes a function an action: one transaction, and a trace of every denial."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from banyan.base import audit
from banyan.base.audit import Actor
from banyan.base.models import AuditLine

P = ParamSpec("P")
R = TypeVar("R")

_inside: ContextVar[bool] = ContextVar("inside an action", default=False)


class Denied(Exception):  # noqa: N818 - reads as what happened
    """Whoever acts may not do this. Audited in a transaction of its own, so that it survives the rollback."""

    def __init__(self, permission: str, *, chain: str | UUID = audit.COALITION, subject: str | UUID = "") -> None:
        super().__init__(permission)
        self.permission = permission
        self.chain = chain
        self.subject = subject


def action(code: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a write. Its arguments are keyword-only, `by` first and `now` last; a house test holds it to that."""

    def decorate(verb: Callable[P, R]) -> Callable[P, R]:
        @wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            outermost = not _inside.get()
            token = _inside.set(True)
            try:
                with transaction.atomic():
                    return verb(*args, **kwargs)
            except Denied as denial:
                if outermost:
                    _record_denial(code, denial, kwargs)
                raise
            finally:
                _inside.reset(token)

        run.action_code = code  # type: ignore[attr-defined]  # read by the house tests and the docs
        return run

    return decorate


def _record_denial(code: str, denial: Denied, given: dict[str, object]) -> None:
    by, now = given["by"], given["now"]
    assert hasattr(by, "actor_code")  # noqa: S101 - the house test guarantees it; this tells mypy
    assert isinstance(now, datetime)  # noqa: S101 - likewise
    actor: Actor = by  # type: ignore[assignment]  # narrowed by the attribute above
    audit.record(
        by=actor,
        action=code,
        now=now,
        chain=denial.chain,
        subject=denial.subject,
        outcome=AuditLine.Outcome.DENIED,
        details={"permission": denial.permission},
    )

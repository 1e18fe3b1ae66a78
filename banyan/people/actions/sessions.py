"""Somebody signs in, or knew a password but not the second factor: both are for the trail."""

from datetime import datetime

from banyan.base import audit
from banyan.base.actions import action
from banyan.base.models import AuditLine
from banyan.people.queries.viewers import Viewer


@action("people.session.start")
def start_session(*, by: Viewer, now: datetime) -> None:
    """Note that a member signed in."""
    audit.record(by=by, action="people.session.start", now=now, chain=by.chain)


@action("people.session.refuse")
def refuse_second_factor(*, by: Viewer, now: datetime) -> None:
    """Note that somebody knew a member's password and failed at their second factor."""
    denied = AuditLine.Outcome.DENIED
    audit.record(by=by, action="people.session.start", now=now, chain=by.chain, outcome=denied)

"""Somebody signs in, or knew a password but not the second factor: both are for the trail. And sign-ins end."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Operator
from banyan.base.models import AuditLine
from banyan.people.queries.second_factors import find_step, newest_step
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.codes import is_unused

LAST_STEP = "last_step"  # Beside the secret, in the row of the member's app.


class CodeUsed(Refused):
    says = _("This code was used just now. Wait for the next one.")


@action("people.session.start")
def start_session(*, by: Viewer, now: datetime) -> None:
    """Note that a member signed in."""
    audit.record(by=by, action="people.session.start", now=now, chain=by.chain)


@action("people.session.start")
def use_code(*, by: Viewer, code: str, now: datetime) -> None:
    """Use up a right code of the member's app, on the way to `start_session`, which notes it. Raises CodeUsed.

    Of two who give the same code at once, one is let in. When the server's clock is set back, a code that was used
    in the minute and a half around that very time could be used again; nobody is locked out.
    """
    totp = Authenticator.objects.select_for_update().filter(user=by.member, type=Authenticator.Type.TOTP).first()
    step = find_step(totp=totp, code=code, now=now) if totp else None
    if totp is None or step is None:  # The app was replaced since its code was found right.
        raise CodeUsed
    if not is_unused(step, last=totp.data.get(LAST_STEP), newest=newest_step(now=now)):
        raise CodeUsed
    totp.data[LAST_STEP] = step
    totp.save(update_fields=["data"])


@action("people.member.sign_out")
def clear_expired_sessions(*, by: Operator, now: datetime) -> int:  # noqa: ARG001 - they were out already: no line
    """Forget sign-ins that have ended by themselves. Gives how many."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]


@action("people.session.refuse")
def refuse_second_factor(*, by: Viewer, now: datetime) -> None:
    """Note that somebody knew a member's password and failed at their second factor."""
    denied = AuditLine.Outcome.DENIED
    audit.record(by=by, action="people.session.refuse", now=now, chain=by.chain, outcome=denied)

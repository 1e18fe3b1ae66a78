"""Regaining an organisation's key from the code it printed and locked away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Denied, action
from banyan.people.actions.keys import _lock, _seal_for
from banyan.people.models import Member
from banyan.people.queries.proofs import is_member_key_proven
from banyan.people.queries.recovery import open_recovery_wraps
from banyan.people.queries.viewers import Viewer


class WrongRecoveryCode(Denied):
    """The code is well formed and isn't this organisation's; worth a line of the trail."""

    says = _("This isn't your organization's recovery code, or a newer one was printed since.")


@action("people.recovery.use")
def use_recovery_code(*, by: Viewer, code: str, now: datetime) -> int:
    """Give a member back what their organisation's printed code opens. Returns how many versions.

    The paper is the authority: any member of that organisation who holds it may use it. Raises WrongRecoveryCode, and
    MalformedRecoveryCode for one that was mistyped.
    """
    organisation = by.member.organisation
    if organisation is None:
        raise Denied("people.recovery.use", chain=by.chain)
    organisation = _lock(organisation)
    member = Member.objects.select_for_update().get(pk=by.member.pk)
    if not member.is_active or not is_member_key_proven(member):
        raise Denied("people.recovery.use", chain=by.chain)
    opened = open_recovery_wraps(organisation=organisation, code=code)
    if not opened:
        raise WrongRecoveryCode("people.recovery.use", chain=by.chain)
    for key, pair in opened:
        _seal_for(key, pair, member, admitted_by=None, now=now)
    details = {"versions": len(opened)}
    audit.record(by=by, action="people.recovery.use", now=now, chain=by.chain, subject=by.member.pk, details=details)
    return len(opened)

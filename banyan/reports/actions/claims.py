"""Who looks after a report: taking it on, letting it go, handing it to a colleague."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.models import Member
from banyan.people.queries.proofs import is_member_key_proven
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_CLAIM
from banyan.reports.models import Contact, ReadKey, Report
from banyan.reports.queries.keys import named_wraps, note_binding, read_key_binding
from banyan.reports.queries.locks import NotOpenNow, get_data_key, lock_open_report, lock_report
from banyan.reports.queries.opening import list_takers
from banyan.reports.queries.standing import get_standing
from banyan.reports.rules.states import State
from banyan.reports.rules.work import HANDED
from banyan.vault.keys import seal_to
from banyan.vault.sealing import seal_text


class TakenAlready(Refused):
    """Somebody was a moment faster."""

    says = gettext_lazy("A colleague has just taken this report on.")

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who

    def __str__(self) -> str:
        return _("%(name)s has just taken this report on.") % {"name": self.who}


class CannotTake(Refused):
    says = gettext_lazy("This colleague can't take this report on.")


@action("reports.report.claim")
def claim_report(*, by: Viewer, report: Report, now: datetime) -> Report:
    """Take on a report that waits, or that whoever has it left or let pass; its promise stays.

    Of two who try at once, one does, and the other is told who did.
    """
    found = lock_open_report(viewer=by, pk=report.pk, permission=REPORT_CLAIM)
    get_data_key(viewer=by, report=found)
    last = found.claimed_by
    if last == by.member:
        return found  # A double click.
    if not get_standing(report=found, now=now).is_free:
        raise TakenAlready(str(last))
    found.state, found.claimed_by, found.claimed_at = State.CLAIMED, by.member, now
    found.save(update_fields=["state", "claimed_by", "claimed_at"])
    details = {"from": str(last.pk)} if last else {}
    audit.record(by=by, action="reports.report.claim", now=now, chain=found.chain, subject=found.pk, details=details)
    return found


@action("reports.report.let_go")
def let_go(*, by: Viewer, report: Report, now: datetime) -> Report:
    """Put a claimed report back among those that wait, so that somebody else can. What was promised stays."""
    found = lock_report(viewer=by, pk=report.pk, permission=REPORT_CLAIM)
    if found.state != State.CLAIMED:
        raise NotOpenNow
    get_data_key(viewer=by, report=found)
    found.state, found.claimed_by, found.claimed_at = State.WAITING, None, None
    found.backup_asked_at = found.duty_told_at = None
    found.save(update_fields=["state", "claimed_by", "claimed_at", "backup_asked_at", "duty_told_at"])
    audit.record(by=by, action="reports.report.let_go", now=now, chain=found.chain, subject=found.pk)
    return found


@action("reports.report.hand")
def hand_report(*, by: Viewer, report: Report, to: Member, note: str = "", now: datetime) -> Report:
    """Hand a report to a colleague. One that is sealed to named members is sealed to them too, which the person sees.

    Never to somebody whom the person asked to keep it from, nor to somebody of another organisation. A note for the
    colleague is sealed with the report's other notes, for whoever may read them.
    """
    found = lock_open_report(viewer=by, pk=report.pk, permission=REPORT_CLAIM)
    data_key = get_data_key(viewer=by, report=found)
    taker = next((one for one in list_takers(viewer=by, report=found) if one.pk == to.pk), None)
    if taker is None:
        raise CannotTake
    if found.is_restricted:
        _give_key(found, taker, data_key, now)
    found.state, found.claimed_by, found.claimed_at = State.CLAIMED, taker, now
    found.backup_asked_at = found.duty_told_at = None  # Of what came and wasn't read, the new keeper is told too.
    found.save(update_fields=["state", "claimed_by", "claimed_at", "backup_asked_at", "duty_told_at"])
    if note:
        _leave_note(found, note, data_key, by, now)
    details = {"to": str(taker.pk)}
    audit.record(by=by, action="reports.report.hand", now=now, chain=found.chain, subject=found.pk, details=details)
    return found


def _leave_note(report: Report, note: str, data_key: bytes, by: Viewer, now: datetime) -> None:
    note_id = uuid4()
    sealed = seal_text(note, data_key, note_binding(note_id, report.organisation_id))
    Contact.objects.create(id=note_id, report=report, made_by=by.member, made_at=now, outcome=HANDED, note=sealed)


def _give_key(report: Report, taker: Member, data_key: bytes, now: datetime) -> None:
    if taker.public_key is None or not is_member_key_proven(taker):
        raise CannotTake
    binding = read_key_binding(report.pk, report.organisation_id, member=taker.pk)
    if named_wraps(report=report).filter(member=taker).exists():
        return
    facts = {"sealed": seal_to(taker.public_key, data_key, binding), "for_public_key": taker.public_key, "since": now}
    ReadKey.objects.update_or_create(report=report, member=taker, defaults=facts)

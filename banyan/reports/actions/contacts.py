"""A contact with the person outside the thread: attempted or made, and how."""

from datetime import datetime
from uuid import uuid4

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_ANSWER
from banyan.reports.actions.claims import claim_report
from banyan.reports.models import Contact, Report
from banyan.reports.queries.keys import note_binding
from banyan.reports.queries.locks import get_data_key, lock_open_report
from banyan.reports.queries.repeats import find_contact
from banyan.reports.queries.standing import get_standing
from banyan.reports.rules.promises import NOTHING, Promised, promise_after
from banyan.reports.rules.work import REACHED
from banyan.vault.sealing import seal_text


@action("reports.contact.log")
def log_contact(
    *,
    by: Viewer,
    report: Report,
    outcome: str,
    how: str,
    note: str = "",
    promised: Promised = NOTHING,
    now: datetime,
) -> Contact:
    """Note a contact. The first attempt and the first time they were reached stop the report's clocks.

    Whoever calls about a waiting report takes it on with that, so that two don't call. The same contact twice within a
    minute is one.
    """
    found = lock_open_report(viewer=by, pk=report.pk, permission=REPORT_ANSWER)
    data_key = get_data_key(viewer=by, report=found)
    before = find_contact(viewer=by, report=found, data_key=data_key, outcome=outcome, how=how, note=note, now=now)
    after = promise_after(found.promised_on, promised, in_touch=outcome == REACHED, today=day_here(now))
    if before is not None and (promised == NOTHING or after == found.promised_on):
        return before
    if get_standing(report=found, now=now).is_free:
        found = claim_report(by=by, report=found, now=now)
    contact_id = uuid4()
    contact = Contact.objects.create(
        id=contact_id,
        report=found,
        made_by=by.member,
        made_at=now,
        outcome=outcome,
        how=how,
        note=seal_text(note, data_key, note_binding(contact_id, found.organisation_id)) if note else None,
    )
    found.note_attempt(now)
    if outcome == REACHED:
        found.first_reached_at = found.first_reached_at or now
    found.promised_on = after
    found.save(update_fields=["first_attempt_at", "tried_again_at", "first_reached_at", "promised_on"])
    details = {"outcome": outcome, "how": how}
    audit.record(by=by, action="reports.contact.log", now=now, chain=found.chain, subject=found.pk, details=details)
    return contact

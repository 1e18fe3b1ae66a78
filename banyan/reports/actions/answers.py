"""Staff write to the person, who reads it with their receipt."""

from datetime import datetime
from uuid import uuid4

from banyan.base import audit
from banyan.base.actions import action
from banyan.base.clock import to_hour
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_ANSWER
from banyan.reports.actions.claims import claim_report
from banyan.reports.models import Message, Report
from banyan.reports.queries.keys import message_binding
from banyan.reports.queries.locks import get_data_key, lock_open_report, next_message_number
from banyan.reports.queries.repeats import find_words
from banyan.reports.queries.standing import get_standing
from banyan.reports.rules.promises import NOTHING, Promised, promise_after
from banyan.vault.sealing import seal_text


@action("reports.message.answer")
def write_answer(*, by: Viewer, report: Report, text: str, promised: Promised = NOTHING, now: datetime) -> Message:
    """Seal a message to the person into the report's thread. Whoever answers a waiting report takes it on with that.

    Writing is being in touch: of somebody who comes back only with their receipt there is no other way. The same words
    twice are one message.
    """
    found = lock_open_report(viewer=by, pk=report.pk, permission=REPORT_ANSWER)
    data_key = get_data_key(viewer=by, report=found)
    before = find_words(report=found, data_key=data_key, text=text, author=by.member.pk, now=now)
    after = promise_after(found.promised_on, promised, in_touch=True, today=day_here(now))
    if before is not None and (promised == NOTHING or after == found.promised_on):
        return before
    if get_standing(report=found, now=now).is_free:
        found = claim_report(by=by, report=found, now=now)
    message_id = uuid4()
    message = Message.objects.create(
        id=message_id,
        report=found,
        number=next_message_number(found),
        written_by=by.member,
        body=seal_text(text, data_key, message_binding(message_id, found.organisation_id)),
        written_at=to_hour(now),
    )
    found.note_attempt(now)
    found.promised_on = after
    found.save(update_fields=["first_attempt_at", "tried_again_at", "promised_on"])
    audit.record(by=by, action="reports.message.answer", now=now, chain=found.chain, subject=found.pk)
    return message

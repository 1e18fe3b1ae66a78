"""What a person does who came back with their code: write, and take it back."""

from datetime import datetime
from uuid import uuid4

from banyan.base import audit
from banyan.base.actions import action
from banyan.base.audit import Person
from banyan.base.clock import to_hour
from banyan.reports.actions.attachments import clear_expired_files
from banyan.reports.actions.closures import note_news
from banyan.reports.models import Attachment, Message, Report, SealedFile, SearchShard
from banyan.reports.queries.keys import message_binding
from banyan.reports.queries.locks import lock_told, next_message_number
from banyan.reports.queries.receipts import Told, Visit
from banyan.reports.queries.repeats import find_words
from banyan.reports.rules.states import State
from banyan.vault.sealing import seal_text


@action("reports.message.post")
def post_message(*, by: Person, visit: Visit, told: Told, text: str, now: datetime) -> Message:
    """Write to one organisation, in the thread that only it and the holder of the code can read.

    The same words twice in a row within the hour are one message: a button pressed twice, or again after a lost answer.
    They are new in another hour, once somebody read them, and once the report was closed.
    """
    report = lock_told(visit=visit, told=told)
    before = find_words(report=report, data_key=told.data_key, text=text, author=None, now=now)
    if before is not None and not before.is_read and report.state != State.CLOSED:
        return before
    note_news(by=by, report=report, now=now)
    message_id = uuid4()
    message = Message.objects.create(
        id=message_id,
        report=report,
        number=next_message_number(report),
        body=seal_text(text, told.data_key, message_binding(message_id, report.organisation_id)),
        written_at=to_hour(now),
    )
    audit.record(by=by, action="reports.message.post", now=now, chain=report.chain, subject=report.pk)
    return message


@action("reports.report.withdraw")
def withdraw_report(*, by: Person, visit: Visit, told: Told, now: datetime) -> Report:
    """Take a report back from one organisation: words, messages, files, keys and what staff noted go.

    The coded row stays, and when something was done with it. Whether they were safe sorts nothing any more, so it goes.

    Counts already published, lines of the audit trail and what others wrote down elsewhere remain; the page says so
    before it asks.
    """
    report = lock_told(visit=visit, told=told)
    files = [
        pk
        for pair in Attachment.objects.filter(report=report).values_list("cleaned_id", "original_id")
        for pk in pair
        if pk is not None
    ]
    Attachment.objects.filter(report=report).delete()
    still_used = set(Attachment.objects.filter(cleaned_id__in=files).values_list("cleaned_id", flat=True)) | set(
        Attachment.objects.filter(original_id__in=files).values_list("original_id", flat=True)
    )
    # Nobody can open them any more: their keys were on the rows above. Large ones take their time to go.
    SealedFile.objects.filter(pk__in=set(files) - still_used).update(expires_at=now)
    clear_expired_files(by=by, now=now)
    # The sealed search index holds the words too; its other reports are folded in again by the next searches.
    SearchShard.objects.filter(reports=report).delete()
    report.messages.all().delete()
    report.read_keys.all().delete()
    report.contacts.all().delete()
    report.first_looks.all().delete()
    report.state = State.WITHDRAWN
    report.content = None
    report.key_for_person = None
    report.receipt = None
    report.is_safe_now = "not_asked"
    report.save(update_fields=["state", "content", "key_for_person", "receipt", "is_safe_now"])
    audit.record(by=by, action="reports.report.withdraw", now=now, chain=report.chain, subject=report.pk)
    if not visit.receipt.reports.exists():
        visit.receipt.delete()
    return report

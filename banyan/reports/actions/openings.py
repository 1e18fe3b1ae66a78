"""Somebody of the staff opens a report, and the trail says so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from banyan.base import audit
from banyan.base.actions import Denied, action
from banyan.base.cleaning import original_name
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import Attachment, Message, Report
from banyan.reports.queries.attachments import Which, open_attachment
from banyan.reports.queries.keys import open_data_key
from banyan.reports.queries.opening import OpenReport, unseal_report
from banyan.reports.queries.standing import get_standing
from banyan.vault.errors import CannotOpen


class NotAdmitted(Denied):
    """They may open reports, but nobody who holds the key has given it to them, or not for this report."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file on its way out: a safe name, what it is, and its content in pieces."""

    name: str = field(repr=False)
    media_type: str
    size: int | None
    content: Iterator[bytes] = field(repr=False)


@action("reports.report.open")
def open_report(*, by: Viewer, report: Report, now: datetime) -> OpenReport:
    """Unseal a report in memory, note who opened it, and let the person see that their messages were read.

    A message or a file counts as read when whoever looks after the report opens it, or anybody while nobody does.
    """
    by.must(REPORT_OPEN, subject=report.pk)
    try:
        opened = unseal_report(viewer=by, report=report)
    except CannotOpen:
        raise NotAdmitted(REPORT_OPEN.code, chain=report.chain, subject=report.pk) from None
    if report.claimed_by_id in {None, by.member.pk} or get_standing(report=report, now=now).is_left:
        # Only those that were opened: another may have come since, which nobody has seen.
        own: dict[str, Any] = {"report": report, "report__organisation": by.organisation_id}
        unread = Message.objects.filter(**own, pk__in=[one.pk for one in opened.messages if one.is_from_person])
        unread.filter(is_read=False).update(is_read=True)
        files = Attachment.objects.filter(**own, pk__in=[one.pk for one in opened.files])
        files.filter(is_seen=False).update(is_seen=True)
    audit.record(by=by, action="reports.report.open", now=now, chain=report.chain, subject=report.pk)
    return opened


@action("reports.attachment.open")
def open_file(*, by: Viewer, report: Report, file: UUID, which: Which, now: datetime) -> OpenFile:
    """Open a file of a report: the copy for reading, or the untouched original, whose hash the trail then holds."""
    by.must(REPORT_OPEN, subject=report.pk)
    own = Attachment.objects.filter(report=report, report__organisation=by.organisation_id)
    attachment = own.select_related("report").filter(pk=file).first()
    if attachment is None:
        raise Http404
    try:
        data_key = open_data_key(report=report, viewer=by)
        details, content = open_attachment(data_key=data_key, attachment=attachment, which=which)
    except CannotOpen:
        raise NotAdmitted(REPORT_OPEN.code, chain=report.chain, subject=report.pk) from None
    noted: dict[str, str | int] = {"file": str(file), "which": which}
    if which == "original":
        noted["sha256"] = str(details.get("sha256_original", ""))
    audit.record(by=by, action="reports.attachment.open", now=now, chain=report.chain, subject=report.pk, details=noted)
    if which == "original":
        name = str(details.get("original_name", ""))
        return OpenFile(original_name(name), "application/octet-stream", None, content)
    return OpenFile(str(details["name"]), str(details["media_type"]), int(details["size"]), content)

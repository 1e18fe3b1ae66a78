"""A report fetched for an action: as it is now, locked, in the actor's sight, with its key at hand."""

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from banyan.base.actions import Denied, Refused
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import Permission
from banyan.reports.models import Message, Receipt, Report
from banyan.reports.queries.keys import open_data_key, reports_in_sight
from banyan.reports.queries.receipts import Told, Visit
from banyan.reports.rules.states import State, may_move
from banyan.vault.errors import CannotOpen


class NotOpenNow(Refused):
    says = _("This report is closed or was taken back, so nothing can be done with it now.")


class CannotRead(Refused):
    says = _("You don't hold the key to this report yet. Ask a colleague to admit you first.")


def lock_report(*, viewer: Viewer, pk: UUID, permission: Permission) -> Report:
    """One report, locked until the action ends. Raises Denied when it isn't theirs to touch."""
    viewer.must(permission, subject=pk)
    in_sight = reports_in_sight(viewer=viewer).filter(pk=pk).values("pk")
    found = Report.objects.select_for_update().filter(pk__in=in_sight).first()
    if found is None:
        raise Denied(permission.code, chain=viewer.chain, subject=pk)
    return found


def lock_open_report(*, viewer: Viewer, pk: UUID, permission: Permission) -> Report:
    """One report that waits or is in progress, locked. Raises NotOpenNow when it is closed or was taken back."""
    found = lock_report(viewer=viewer, pk=pk, permission=permission)
    if not found.is_open:
        raise NotOpenNow
    return found


def lock_told(*, visit: Visit, told: Told) -> Report:
    """The report that a receipt leads to, locked. Raises Denied where it leads to none, or it was taken back.

    The receipt comes first: its reports share files, and whoever takes back two at once must see what the first left.
    """
    Receipt.objects.select_for_update().filter(pk=visit.receipt.pk).first()
    report = Report.objects.select_for_update().get(pk=told.report.pk)
    if report.receipt_id != visit.receipt.pk:
        raise Denied("receipt", chain=report.chain, subject=report.pk)
    return report


def get_data_key(*, viewer: Viewer, report: Report) -> bytes:
    """The report's data key, or a refusal in words."""
    try:
        return open_data_key(report=report, viewer=viewer)
    except CannotOpen:
        raise CannotRead from None


def check_move(report: Report, end: State) -> None:
    """Raise NotOpenNow unless the report may come into that state."""
    if not may_move(State(report.state), end):
        raise NotOpenNow


def next_message_number(report: Report) -> int:
    """The number of the next message of a report's thread; the caller holds the report's lock."""
    thread = Message.objects.filter(report=report, report__organisation=report.organisation_id)
    last: int | None = thread.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1

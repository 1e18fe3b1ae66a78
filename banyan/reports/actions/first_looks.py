"""A first look for danger, and the check by hand whether the one who harmed is served here too."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_ANSWER
from banyan.reports.models import FirstLook, Report
from banyan.reports.queries.keys import look_binding
from banyan.reports.queries.locks import get_data_key, lock_open_report
from banyan.reports.queries.repeats import find_look
from banyan.vault.sealing import seal_json


@action("reports.first_look.record")
def record_first_look(
    *, by: Viewer, report: Report, dangers: Sequence[str], conflict: str, note: str = "", now: datetime
) -> FirstLook:
    """Note what a first look for danger found. Looking again adds a line; the same twice within a minute is one."""
    locked = lock_open_report(viewer=by, pk=report.pk, permission=REPORT_ANSWER)
    data_key = get_data_key(viewer=by, report=locked)
    found = {"dangers": list(dangers), "conflict": conflict, "note": note}
    before = find_look(viewer=by, report=locked, data_key=data_key, found=found, now=now)
    if before is not None:
        return before
    look_id = uuid4()
    look = FirstLook.objects.create(
        id=look_id,
        report=locked,
        looked_by=by.member,
        looked_at=now,
        content=seal_json(found, data_key, look_binding(look_id, locked.organisation_id)),
    )
    # Whether there was danger is for the report's readers, so the trail says only that somebody looked.
    audit.record(by=by, action="reports.first_look.record", now=now, chain=locked.chain, subject=locked.pk)
    return look

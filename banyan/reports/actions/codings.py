"""Correcting how a report is coded: always a new version, never an edit."""

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_CODE
from banyan.reports.models import Coding, Report
from banyan.reports.queries.facts import Corrected, corrected_of
from banyan.reports.queries.locks import NotOpenNow, get_data_key, lock_report
from banyan.reports.rules.states import State


class NothingChanged(Refused):
    says = _("Nothing was changed, so no new version was made.")


@action("reports.coding.correct")
def correct_coding(*, by: Viewer, report: Report, corrected: Corrected, why: str, now: datetime) -> Coding:
    """Add a version of a report's coding and say why. Earlier versions stay as they were."""
    found = lock_report(viewer=by, pk=report.pk, permission=REPORT_CODE)
    if found.state == State.WITHDRAWN:
        raise NotOpenNow
    get_data_key(viewer=by, report=found)
    old = Coding.objects.get(report=found, report__organisation=by.organisation_id, is_current=True)
    if corrected_of(old) == corrected:
        raise NothingChanged
    Coding.objects.filter(pk=old.pk).update(is_current=False)
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(corrected).items()}
    coding = Coding.objects.create(
        report=found, version=old.version + 1, coded_by=by.member, coded_at=now, why=why, **given
    )
    details: dict[str, str | int] = {"version": coding.version, "why": why}
    audit.record(by=by, action="reports.coding.correct", now=now, chain=found.chain, subject=found.pk, details=details)
    return coding

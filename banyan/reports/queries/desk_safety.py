"""What the person said about being safe, for whoever opens the report, looks for danger, or sorts what waits."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from banyan.reports.models import Report
from banyan.reports.queries.standing import UNATTENDED

FIRST = {"no": 0, "not_sure": 1}  # Everybody else comes after them.
LAST = 2
KINDS = {"no": "danger", "not_sure": "care", "yes": "done"}  # Those of components/note.html.


@dataclass(frozen=True, slots=True)
class Safety:
    """What they said when they were asked whether they were safe, as a sentence with its day, and how it is marked."""

    said: str
    kind: str
    words: str

    @property
    def is_worrying(self) -> bool:
        return self.said in FIRST


def safety_rank(report: Report) -> int:
    """Where a report that waits stands: somebody who isn't safe first, then somebody who isn't sure."""
    return FIRST.get(report.is_safe_now, LAST)


def waiting_in_danger_first() -> Case:
    """The same for the database: of `watched` reports, those nobody looks after come by what their person said."""
    ranks = [When(UNATTENDED, is_safe_now=said, then=Value(rank)) for said, rank in FIRST.items()]
    return Case(*ranks, default=Value(LAST), output_field=IntegerField())


def get_safety(report: Report) -> Safety:
    """What the person said, and when; staff wrote it down for them where they entered the report."""
    day = date_format(timezone.localtime(report.received_at))
    return Safety(report.is_safe_now, KINDS.get(report.is_safe_now, ""), _sentence(report) % {"day": day})


def is_looked_at(report: Report) -> bool:
    """Whether anybody has looked for danger."""
    return report.first_looks.filter(report__organisation=report.organisation_id).exists()


def _sentence(report: Report) -> str:
    if report.entered_by_id is not None:
        said = {
            "yes": _("Said they were safe when a colleague wrote this down, %(day)s."),
            "no": _("Said they were not safe when a colleague wrote this down, %(day)s."),
            "not_sure": _("Said they weren't sure they were safe when a colleague wrote this down, %(day)s."),
        }
    else:
        said = {
            "yes": _("Said they were safe when they wrote, %(day)s."),
            "no": _("Said they were not safe when they wrote, %(day)s."),
            "not_sure": _("Said they weren't sure they were safe when they wrote, %(day)s."),
        }
    return said.get(report.is_safe_now) or _("Didn't say whether they were safe, %(day)s.")

"""What partner organisations were told, for the coalition's own place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from banyan.base.audit import Operator
from banyan.harms.rules.neighbourhoods import code_of
from banyan.observatory.measures.community import SOURCE, Counts, count_community
from banyan.observatory.measures.joint import Reported, less
from banyan.observatory.measures.official import periods_of
from banyan.observatory.rules.picture import EVERYONE, Period, Question, SourceNote
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.viewers import Viewer
from banyan.reports import figures


def get_reported(viewer: Viewer | Operator, question: Question, today: date) -> Reported:
    """The exact figures. Empty for a place that the coalition isn't of.

    For the public all reports are counted, and by month whatever was asked: the months of a year add up to it. For the
    desk, reports that were kept from somebody aren't there, nor is what only the public's check asks about.
    """
    if get_coalition().place != code_of(question.place):
        return Reported()
    by, span = _counted_by(question), _span(question, today)
    found = replace(
        _count_reports(viewer, question, today),
        periods=_begun(question, question.by, today),
        effort=figures.count_effort(viewer=viewer, by=by, with_kept=question.as_public, **span),
        doors=figures.count_doors(viewer=viewer, by=question.by, **span),
    )
    if not question.as_public:
        return found
    open_months = frozenset(row.period for row in figures.count_doors(viewer=viewer, by=by, **span))
    community = _community_of(question)
    return replace(
        found,
        months=_begun(question, by, today),
        seen=figures.count_rings(viewer=viewer, by=by, community=community, with_kept=False, **span),
        # Everybody knows that nothing came in while no partner was there to be told, so nothing is said of then.
        effort=tuple(row for row in found.effort if row.period in open_months),
        open_months=open_months,
    )


def _count_reports(viewer: Viewer | Operator, question: Question, today: date) -> Reported:
    """Only what differs from community to community."""
    by, span, community = _counted_by(question), _span(question, today), _community_of(question)
    rings, told = (
        count(viewer=viewer, by=by, community=community, with_kept=question.as_public, **span)
        for count in (figures.count_rings, figures.count_told)
    )
    return Reported(rings=rings, told=told)


def _counted_by(question: Question) -> Period:
    return "month" if question.as_public else question.by


def _community_of(question: Question) -> str | None:
    return None if question.community == EVERYONE else question.community


def _span(question: Question, today: date) -> dict[str, date]:
    return {"since": date(question.since, 1, 1), "until": min(date(question.until, 12, 31), today)}


def _begun(question: Question, by: Period, today: date) -> tuple[str, ...]:
    """The periods of a question's years that have begun: everybody knows that of others nobody could tell."""
    asked = periods_of(question.since, question.until, by)
    return tuple(name for name, year, month in asked if date(year, month or 1, 1) <= today)


def list_community(viewer: Viewer | Operator, question: Question, today: date) -> tuple[Counts, ...]:
    """What partners were told, period by period, as the desk may see it: small counts withheld."""
    found = get_reported(viewer, question, today)
    found = replace(found, effort=(*found.doors, *found.effort))
    if found.periods and question.community != EVERYONE:
        everyone = _count_reports(viewer, replace(question, community=EVERYONE), today)
        found = replace(found, rest_rings=less(everyone.rings, found.rings), rest_told=less(everyone.told, found.told))
    return count_community(found)


def community_note(community: Sequence[Counts]) -> SourceNote:
    """The reports as a source of the picture; marked where the whole coalition is made up for demonstration."""
    whole = [found.high for counts in community if (found := counts.range_of("all_harm")) is not None]
    return SourceNote(
        name=SOURCE,
        title=_("Reports to partner organizations"),
        publisher=_("The coalition's partner organizations"),
        licence=_("Not published as records"),
        vintage=None,
        rows=sum(whole),
        demonstration=get_coalition().is_demonstration,
    )

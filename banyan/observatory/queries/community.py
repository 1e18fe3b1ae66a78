"""What partner organisations were told, for the coalition's own place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from banyan.base.audit import Operator
from banyan.harms.rules.neighbourhoods import code_of
from banyan.observatory.measures.community import SOURCE, Counts, Reported, count_community
from banyan.observatory.measures.joint import less
from banyan.observatory.measures.official import periods_of
from banyan.observatory.rules.picture import EVERYONE, Question, SourceNote
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.viewers import Viewer
from banyan.reports import figures


def get_reported(viewer: Viewer | Operator, question: Question) -> Reported:
    """The exact figures. Empty for a place that the coalition isn't of."""
    periods = tuple(name for name, _year, _month in periods_of(question.since, question.until, question.by))
    if get_coalition().place != code_of(question.place):
        return Reported(periods)
    since, until = date(question.since, 1, 1), date(question.until, 12, 31)
    community = None if question.community == EVERYONE else question.community
    rings, told, effort = (
        count(viewer=viewer, since=since, until=until, by=question.by, community=community)
        for count in (figures.count_rings, figures.count_told, figures.count_effort)
    )
    return Reported(periods, rings, told, effort)


def list_community(viewer: Viewer | Operator, question: Question) -> tuple[Counts, ...]:
    """What partners were told, period by period, as the desk may see it: small counts withheld."""
    found = get_reported(viewer, question)
    if question.community != EVERYONE:
        everyone = get_reported(viewer, replace(question, community=EVERYONE))
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

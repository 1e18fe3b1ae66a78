"""One's own organisation's audit trail, page by page."""

from dataclasses import dataclass
from uuid import UUID

from banyan.base.models import AuditLine
from banyan.people.models import Member
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import AUDIT_READ

PAGE = 50


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line of the trail, with the name of whoever acted if they are of one's own organisation."""

    line: AuditLine
    actor: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Lines from newest to oldest, and the sequence number that the next page starts below."""

    lines: tuple[TrailLine, ...]
    next_before: int | None


def list_trail(*, viewer: Viewer, before: int | None = None) -> TrailPage:
    """A page of the trail of the viewer's organisation, or of the coalition's for its steward."""
    viewer.must(AUDIT_READ)
    found = AuditLine.objects.filter(chain=viewer.chain).order_by("-sequence")
    if before is not None:
        found = found.filter(sequence__lt=before)
    lines = list(found[: PAGE + 1])
    names = _names(viewer, {line.actor for line in lines})
    return TrailPage(
        lines=tuple(TrailLine(line, names.get(line.actor, line.actor)) for line in lines[:PAGE]),
        next_before=lines[PAGE - 1].sequence if len(lines) > PAGE else None,
    )


def _names(viewer: Viewer, actors: set[str]) -> dict[str, str]:
    ids = [UUID(actor.removeprefix("member:")) for actor in actors if actor.startswith("member:")]
    members = Member.objects.filter(viewer.own, pk__in=ids)
    return {f"member:{member.pk}": member.name for member in members}

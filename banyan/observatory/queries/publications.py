"""Publications: what anyone may read, and what waits for a second person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from banyan.base import audit
from banyan.base.audit import Operator
from banyan.observatory.charts.reading import picture_from_json
from banyan.observatory.models import Publication
from banyan.observatory.queries.asking import get_checker
from banyan.observatory.rules.picture import Picture
from banyan.observatory.rules.publications import Progress, State, fingerprint, has_stopped
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_READ

SOURCE = "en"
DRAWN = ("pictures", "table")
"""Every figure in every language, and what readers learn from them: no list shows any of it."""


def list_published() -> list[Publication]:
    """Everything ever published, newest first. Public."""
    return list(Publication.objects.filter(state=State.PUBLISHED).order_by("-decided_at").defer(*DRAWN))


def get_published(*, pk: UUID) -> Publication:
    """One publication; what is only proposed isn't there. Public."""
    found = Publication.objects.filter(pk=pk, state=State.PUBLISHED).first()
    if found is None:
        raise Http404
    return found


def list_tables() -> dict[str, dict[str, Any]]:
    """What readers know of partners' reports from each publication, by its key, oldest first: for the next check."""
    found = Publication.objects.filter(state=State.PUBLISHED, table__isnull=False).order_by("decided_at", "pk")
    return {str(pk): table for pk, table in found.values_list("pk", "table") if table is not None}


def list_publications(*, viewer: Viewer) -> list[Publication]:
    """Every publication, what waits for a second person first."""
    viewer.must(PICTURE_READ)
    found = Publication.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at").defer(*DRAWN)
    return sorted(found, key=lambda one: one.state != State.PROPOSED)


def get_publication(*, viewer: Viewer, pk: UUID) -> Publication:
    """One publication, published or not, for the desk."""
    viewer.must(PICTURE_READ)
    found = Publication.objects.select_related("proposed_by", "decided_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def fingerprint_of(publication: Publication) -> str:
    """What it shows and is counted on by later checks, in one number, as it stands in the database now."""
    kept = Publication.objects.values_list("question", *DRAWN).get(pk=publication.pk)
    return fingerprint(*kept)


def is_as_checked(publication: Publication) -> bool:
    """Whether it shows what its check found, as the trail says."""
    said = audit.details_of(action="observatory.publication.check", subject=publication.pk) or {}
    return said.get("sha256") == fingerprint_of(publication)


def list_changed_publications(*, viewer: Operator) -> list[str]:
    """Which published pictures aren't what was approved, for whoever runs the server: somebody wrote the database.

    Of those that were approved before the trail noted what they show, nobody can tell.
    """
    assert isinstance(viewer, Operator)  # noqa: S101 - it reads the trail of everybody's decisions
    found = Publication.objects.filter(state=State.PUBLISHED).order_by("pk").defer(*DRAWN)
    return [str(one.pk) for one in found if not _is_as_approved(one)]


def _is_as_approved(publication: Publication) -> bool:
    said = audit.details_of(action="observatory.publication.approve", subject=publication.pk)
    return said is not None and said.get("sha256") in {None, fingerprint_of(publication)}


def picture_of(publication: Publication, language: str) -> Picture:
    """The picture as it was drawn, in a language, or in English where it wasn't drawn in that one."""
    pictures = publication.pictures or {}
    return picture_from_json(pictures.get(language) or pictures[SOURCE])


def get_progress() -> Progress | None:
    """What the checking process is at; None where it runs not or has nothing to do."""
    return get_checker().glance()


def is_stopped(publication: Publication, *, progress: Progress | None, now: datetime) -> bool:
    """Whether a publication that counts as being checked isn't, because whatever checked it is gone."""
    return publication.state == State.CHECKING and has_stopped(
        subject=str(publication.pk), asked_at=publication.proposed_at, progress=progress, now=now
    )


def refusal_of(publication: Publication, language: str) -> str:
    """Why it can't be published, in a language, or in English; empty unless it was refused."""
    said: dict[str, str] = publication.refusal or {}
    return said.get(language) or said.get(SOURCE, "")

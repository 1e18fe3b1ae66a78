"""Publications: what anyone may read, and what waits for a second person."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404

from banyan.observatory.charts.kitchen import TookTooLongError
from banyan.observatory.charts.reading import picture_from_json
from banyan.observatory.models import Publication
from banyan.observatory.queries.asking import TooManyNumbers, get_kitchen
from banyan.observatory.rules.picture import Picture, Question, QuestionRefused
from banyan.observatory.rules.publications import State
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_PROPOSE, PICTURE_READ

LIMIT_SECONDS = 240.0  # Integer programs for every year, and the picture in every language.
SOURCE = "en"


def list_published() -> list[Publication]:
    """Everything ever published, newest first. Public."""
    return list(Publication.objects.filter(state=State.PUBLISHED).order_by("-decided_at"))


def get_published(*, pk: UUID) -> Publication:
    """One publication; what is only proposed isn't there. Public."""
    found = Publication.objects.filter(pk=pk, state=State.PUBLISHED).first()
    if found is None:
        raise Http404
    return found


def list_publications(*, viewer: Viewer) -> list[Publication]:
    """Every publication, what waits for a second person first."""
    viewer.must(PICTURE_READ)
    found = Publication.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at")
    return sorted(found, key=lambda one: one.state != State.PROPOSED)


def get_publication(*, viewer: Viewer, pk: UUID) -> Publication:
    """One publication, published or not, for the desk."""
    viewer.must(PICTURE_READ)
    found = Publication.objects.select_related("proposed_by", "decided_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def picture_of(publication: Publication, language: str) -> Picture:
    """The picture as it was drawn, in a language, or in English where it wasn't drawn in that one."""
    pictures = publication.pictures
    return picture_from_json(pictures.get(language) or pictures[SOURCE])


@dataclass(frozen=True, slots=True)
class ForPublic:
    """A picture after disclosure control: in every language, and what readers learn of partners' reports from it."""

    question: dict[str, Any]
    pictures: dict[str, Any]
    table: dict[str, Any] | None


def draw_for_public(*, viewer: Viewer, question: Question, today: date) -> ForPublic:
    """Draw a picture beside everything published before. It takes the child process seconds to minutes.

    Raises QuestionRefused with a sentence when it can't be published.
    """
    viewer.must(PICTURE_PROPOSE)
    tables = Publication.objects.filter(state=State.PUBLISHED, table__isnull=False).order_by("decided_at", "pk")
    asked = {
        "question": asdict(replace(question, as_public=True)),
        "earlier": list(tables.values_list("table", flat=True)),
        "languages": [code for code, _name in settings.LANGUAGES],
        "today": today.isoformat(),
    }
    try:
        answer: dict[str, Any] = get_kitchen().ask("public", asked, limit=LIMIT_SECONDS)
    except TookTooLongError:
        raise TooManyNumbers from None
    if "refused" in answer:
        raise QuestionRefused(answer["refused"])
    return ForPublic(answer["question"], answer["pictures"], answer["table"])

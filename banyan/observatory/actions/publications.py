"""Publishing a picture: one person proposes, another approves."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.observatory.models import Publication
from banyan.observatory.queries.publications import ForPublic
from banyan.observatory.rules.publications import State
from banyan.people.models import Coalition
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_APPROVE, PICTURE_PROPOSE


class OwnProposal(Refused):
    says = _("You proposed this picture yourself. Somebody else has to read and approve it.")


class AlreadyDecided(Refused):
    says = _("Somebody has decided on this picture already.")


class PublishedMeanwhile(Refused):
    says = _("Another picture was published meanwhile, so this one has to be checked beside it. Propose it again.")


@action("observatory.publication.propose")
def propose_publication(*, by: Viewer, drawn: ForPublic, now: datetime) -> Publication:
    """Lay a picture that was drawn for the public before a second person.

    Drawing happens before, in `queries.publications.draw_for_public`, because a transaction held that long would keep
    people's reports waiting. `now` is when it began: what was published since, it wasn't checked beside.
    """
    by.must(PICTURE_PROPOSE)
    publication = Publication.objects.create(
        state=State.PROPOSED,
        question=drawn.question,
        pictures=drawn.pictures,
        table=drawn.table,
        proposed_by=by.member,
        proposed_at=now,
    )
    audit.record(by=by, action="observatory.publication.propose", now=now, subject=publication.pk)
    return publication


@action("observatory.publication.approve")
def approve_publication(*, by: Viewer, pk: UUID, now: datetime) -> Publication:
    """Publish what somebody else proposed, unless something was published since that it wasn't checked beside."""
    publication = _waiting(by, pk)
    since = Publication.objects.filter(state=State.PUBLISHED, decided_at__gte=publication.proposed_at)
    if publication.table is not None and since.filter(table__isnull=False).exists():
        raise PublishedMeanwhile
    return _decide(by, publication, State.PUBLISHED, "observatory.publication.approve", now)


@action("observatory.publication.decline")
def decline_publication(*, by: Viewer, pk: UUID, now: datetime) -> Publication:
    """Say no to what somebody else proposed."""
    return _decide(by, _waiting(by, pk), State.DECLINED, "observatory.publication.decline", now)


def _waiting(by: Viewer, pk: UUID) -> Publication:
    by.must(PICTURE_APPROVE, subject=pk)
    # One at a time for the whole coalition: two approvals at once could each miss the other.
    Coalition.objects.select_for_update().get()
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=pk)
    if publication.proposed_by_id == by.member.pk:
        raise OwnProposal
    if publication.state != State.PROPOSED:
        raise AlreadyDecided
    return publication


def _decide(by: Viewer, publication: Publication, state: State, code: str, now: datetime) -> Publication:
    publication.state, publication.decided_by, publication.decided_at = state, by.member, now
    publication.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(by=by, action=code, now=now, subject=publication.pk)
    return publication

"""Publishing a picture: one person proposes, a process checks, another person approves."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Denied, Refused, action
from banyan.base.audit import Actor, Operator
from banyan.harms.rules.neighbourhoods import get_place
from banyan.observatory.models import Publication
from banyan.observatory.queries.asking import get_checker
from banyan.observatory.queries.publications import (
    fingerprint_of,
    is_as_checked,
    is_stopped,
    list_tables,
)
from banyan.observatory.rules.picture import Question
from banyan.observatory.rules.publications import UNDRAWN, ForPublic, NotForPublic, Progress, State, may_become
from banyan.people.models import Coalition
from banyan.people.queries.invitations import came_after
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_APPROVE, PICTURE_PROPOSE

MOST_SECONDS = 900.0  # Then the checking process is ended. It gives up by itself before (queries/drawing.py).


class OwnProposal(Refused):
    says = _("You proposed this picture yourself. Somebody else has to read and approve it.")


class CameAfter(Refused):
    says = _("Your account was made or renewed after this picture was proposed. Somebody else has to approve it.")


class AlreadyDecided(Refused):
    says = _("Somebody has decided on this picture already.")


class NotChecked(Refused):
    says = _("This picture hasn't passed the check, so nobody can decide on it.")


class NotAsChecked(Refused):
    says = _("This picture isn't what was checked. Propose it again, and tell whoever runs the server.")


class AnotherChecked(Refused):
    says = _("Another picture is being checked right now. Propose yours once that is done.")


class PublishedMeanwhile(Refused):
    says = _("Another picture was published meanwhile, so this one has to be checked beside it. Propose it again.")


@action("observatory.publication.propose")
def propose_publication(*, by: Viewer, question: Question, progress: Progress | None, now: datetime) -> Publication:
    """Ask for a picture to be checked and, once it passed, to be laid before a second person.

    Pressed twice, it is one proposal: what is being checked already is given back. `progress` is what the checking
    process is at: where that is nothing, it begins. A check that nobody works on any more gives way to another. One is
    checked at a time, since a check keeps a processor busy for minutes, and no picture is checked beside one that isn't
    published yet.
    """
    by.must(PICTURE_PROPOSE)
    Coalition.objects.select_for_update().get()
    known = get_place(question.place)
    asked = asdict(replace(question, place=known.name if known else question.place, as_public=True))
    other = Publication.objects.filter(state=State.CHECKING).first()
    if other is not None and not is_stopped(other, progress=progress, now=now):
        if other.question != asked:
            raise AnotherChecked
        return _begin(other, progress)
    if other is not None:
        _come_to(State.STOPPED, other, by=by, code="observatory.publication.stop", now=now)
    publication = Publication.objects.create(
        state=State.CHECKING, question=asked, proposed_by=by.member, proposed_at=now
    )
    audit.record(by=by, action="observatory.publication.propose", now=now, subject=publication.pk)
    return _begin(publication, progress)


@action("observatory.publication.check")
def record_check(*, by: Operator, pk: UUID, found: ForPublic | NotForPublic, now: datetime) -> None:
    """Keep what a check found, unless the proposal has been given up meanwhile.

    Checking happens before, in `queries.drawing`, because a transaction held that long would keep people's reports
    waiting. So what it was laid beside is kept with it: by the time it is approved, more may be published.
    """
    publication = _being_checked(by, pk, "observatory.publication.check")
    if publication is None:
        return
    if isinstance(found, NotForPublic):
        publication.refusal = found.refusal
        _come_to(State.REFUSED, publication, by=by, code="observatory.publication.check", now=now)
    else:
        publication.pictures, publication.table = found.pictures, found.table
        publication.checked_beside = list(found.beside)
        _come_to(State.PROPOSED, publication, by=by, code="observatory.publication.check", now=now)


@action("observatory.publication.stop")
def stop_check(*, by: Operator, pk: UUID, now: datetime) -> None:
    """Say that a check ended before it was done, so that it can be asked for again."""
    publication = _being_checked(by, pk, "observatory.publication.stop")
    if publication is not None:
        _come_to(State.STOPPED, publication, by=by, code="observatory.publication.stop", now=now)


@action("observatory.publication.approve")
def approve_publication(*, by: Viewer, pk: UUID, now: datetime) -> Publication:
    """Publish what somebody else proposed, unless something is published that it wasn't checked beside.

    The latter is told by their keys, never by times: each is of another machine's clock, and read before a wait.
    """
    publication = _waiting(by, pk)
    if came_after(viewer=by, moment=publication.proposed_at):
        raise CameAfter  # The second person could be the first, who invited or reset them for it.
    if not is_as_checked(publication):
        raise NotAsChecked
    if publication.table is not None and list_tables().keys() != set(publication.checked_beside):
        raise PublishedMeanwhile
    return _decide(by, publication, State.PUBLISHED, "observatory.publication.approve", now)


@action("observatory.publication.decline")
def decline_publication(*, by: Viewer, pk: UUID, now: datetime) -> Publication:
    """Say no to what somebody else proposed."""
    return _decide(by, _waiting(by, pk), State.DECLINED, "observatory.publication.decline", now)


def _begin(publication: Publication, progress: Progress | None) -> Publication:
    """Have an idle checking process begin. Where it doesn't, the publication soon says that it stopped."""
    pk = str(publication.pk)
    if progress is None:
        transaction.on_commit(lambda: get_checker().leave("check", {"publication": pk}, subject=pk, limit=MOST_SECONDS))
    return publication


def _waiting(by: Viewer, pk: UUID) -> Publication:
    by.must(PICTURE_APPROVE, subject=pk)
    # One at a time for the whole coalition: two approvals at once could each miss the other.
    Coalition.objects.select_for_update().get()
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=pk)
    if publication.proposed_by_id == by.member.pk:
        raise OwnProposal
    if publication.state in UNDRAWN:
        raise NotChecked
    if not may_become(State(publication.state), State.DECLINED):
        raise AlreadyDecided
    return publication


def _being_checked(by: Operator, pk: UUID, code: str) -> Publication | None:
    if not isinstance(by, Operator):
        raise Denied(code)
    found = Publication.objects.select_for_update(of=("self",)).get(pk=pk)
    return found if may_become(State(found.state), State.PROPOSED) else None


def _come_to(state: State, publication: Publication, *, by: Actor, code: str, now: datetime) -> None:
    publication.state = state
    publication.save(update_fields=["state", "pictures", "table", "checked_beside", "refusal"])
    details = {"state": state.value}
    if state is State.PROPOSED:
        details["sha256"] = fingerprint_of(publication)
    audit.record(by=by, action=code, now=now, subject=publication.pk, details=details)


def _decide(by: Viewer, publication: Publication, state: State, code: str, now: datetime) -> Publication:
    publication.state, publication.decided_by, publication.decided_at = state, by.member, now
    publication.save(update_fields=["state", "decided_by", "decided_at"])
    details = {"sha256": fingerprint_of(publication)} if state is State.PUBLISHED else {}
    audit.record(by=by, action=code, now=now, subject=publication.pk, details=details)
    return publication

"""What each sealed thing of a report is bound to, and who may open it."""

import hmac
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.people.models import OrganisationKey
from banyan.people.queries.keys import list_keys
from banyan.people.queries.proofs import prove
from banyan.people.queries.team import reading_members
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import ReadKey, Receipt, Report
from banyan.reports.queries.standing import watched
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, open_sealed

R = TypeVar("R")


def _binding_of(field: str) -> Callable[[UUID, UUID], Binding]:
    """The binding of what is sealed once and never again: to its row, the field and the organisation."""

    def bind(record: UUID, organisation: UUID) -> Binding:
        return Binding(record=record, field=field, organisation=organisation, version=1)

    return bind


person_key_binding = _binding_of("data_key_for_person")
attachment_binding = _binding_of("details")
message_binding = _binding_of("body")
note_binding = _binding_of("note")
look_binding = _binding_of("first_look")


def content_binding(report: UUID, organisation: UUID, version: int) -> Binding:
    return Binding(record=report, field="content", organisation=organisation, version=version)


def read_key_binding(report: UUID, organisation: UUID, *, key_version: int = 0, member: UUID | None = None) -> Binding:
    """Bound to the version of the organisation's key, or to the one member it is for."""
    field = "data_key" if member is None else f"data_key_for_{member.hex}"
    return Binding(record=report, field=field, organisation=organisation, version=key_version)


def prove_data_key(report: UUID, organisation: UUID, data_key: bytes) -> bytes:
    """The proof (32 bytes) that this server made this data key for this report; nothing of the key can be read in it.

    Anybody can seal a key to a public one. Whoever can write to the database would else put one of their own in every
    place of a report's, and read what is sealed under it from then on.
    """
    return prove(data_key, Binding(record=report, field="data_key", organisation=organisation, version=0))


def is_data_key_proven(report: Report, data_key: bytes) -> bool:
    """Whether this server made this data key for this report."""
    return hmac.compare_digest(bytes(report.key_proof), prove_data_key(report.pk, report.organisation_id, data_key))


def unless_damaged(
    unseal: Callable[[bytes, bytes, Binding], R], sealed: bytes | memoryview, key: bytes, binding: Binding
) -> R | None:
    """One of the many sealed things of a report, or None when it was damaged: the rest must stay readable."""
    try:
        return unseal(bytes(sealed), key, binding)
    except CannotOpen:
        return None


def held_keys(*, viewer: Viewer) -> list[OrganisationKey]:
    """Every version of the viewer's organisation's key that they can open."""
    organisation = viewer.member.organisation
    return [key for key in list_keys(organisation) if viewer.holds(key)] if organisation else []


def open_data_key(*, report: Report, viewer: Viewer) -> bytes:
    """The report's data key, through whichever wrap the viewer can open. Raises CannotOpen when there is none."""
    return _open_first(report, viewer, ReadKey.objects.all())


def open_shared_data_key(*, report: Report, viewer: Viewer) -> bytes:
    """The same through the organisation's key alone, for whatever is then sealed to the whole organisation.

    That a report is for everybody there is shown by what opens, not by a row that says so: whoever it is kept from
    could write that row, and the key that opened for a named member would be sealed to them. Raises CannotOpen.
    """
    return _open_first(report, viewer, ReadKey.objects.filter(member=None))


def _open_first(report: Report, viewer: Viewer, wraps: QuerySet[ReadKey]) -> bytes:
    own = wraps.filter(report=report, report__organisation=viewer.organisation_id)
    for wrap in own.select_related("organisation_key"):
        try:
            data_key = open_sealed(*_opener(wrap, viewer))
        except CannotOpen:
            continue
        if is_data_key_proven(report, data_key):
            return data_key
    raise CannotOpen


def _opener(wrap: ReadKey, viewer: Viewer) -> tuple[KeyPair, bytes, Binding]:
    organisation = viewer.organisation_id
    if organisation is None:
        raise CannotOpen
    if wrap.organisation_key is not None:
        binding = read_key_binding(wrap.report_id, organisation, key_version=wrap.organisation_key.version)
        return viewer.open_key(wrap.organisation_key), bytes(wrap.sealed), binding
    if wrap.member_id != viewer.member.pk or viewer.key_pair is None:
        raise CannotOpen
    return viewer.key_pair, bytes(wrap.sealed), read_key_binding(wrap.report_id, organisation, member=wrap.member_id)


# A member whose sign-in was reset opens nothing that was sealed to their key before, nor do those who left.
OF_NOW = Q(member__is_active=True, for_public_key=F("member__public_key"))


def working_wraps() -> QuerySet[ReadKey]:
    """Wraps for members who are here, in a role that reads, with the key that they were sealed to."""
    return ReadKey.objects.filter(OF_NOW, member__in=reading_members())


def named_wraps(*, report: Report) -> QuerySet[ReadKey]:
    """A report's wraps for the members who can open it by name."""
    found = working_wraps().filter(report=report, report__organisation=report.organisation_id)
    return found.select_related("member").order_by("since", "pk")


def reports_in_sight(*, viewer: Viewer) -> QuerySet[Report]:
    """The reports of the viewer's organisation that exist for them.

    One that somebody asked to keep from a colleague isn't there for that colleague: no row, no count, no clock.
    """
    own = ReadKey.objects.filter(
        report=OuterRef("pk"), member=viewer.member, for_public_key=viewer.member.public_key or b""
    )
    return Report.objects.filter(Q(is_restricted=False) | Exists(own), organisation=viewer.organisation_id)


def chain_below(*, viewer: Viewer, subject: str) -> str:
    """The audit chain of an address that led nowhere: a report's, below one that is in their sight, or else their own.

    Of a report that isn't, as of one that doesn't exist: whoever it is kept from would know it by the difference.
    """
    try:
        report = reports_in_sight(viewer=viewer).filter(pk=UUID(subject)).first()
    except ValueError:
        return viewer.chain
    return report.chain if report else viewer.chain


def get_report(*, viewer: Viewer, pk: UUID) -> Report:
    """One report of the viewer's own organisation that is in their sight; anything else is absent."""
    found = watched(reports_in_sight(viewer=viewer).filter(pk=pk))
    report = found.select_related("organisation", "claimed_by").first()
    if report is None or not viewer.may(REPORT_OPEN):
        raise Http404
    return report


def find_report_of(*, viewer: Viewer, receipt: Receipt) -> Report | None:
    """The report that a receipt leads to at the viewer's own organisation, if it is for the viewer to open."""
    if not viewer.may(REPORT_OPEN):
        return None
    return reports_in_sight(viewer=viewer).filter(receipt=receipt).first()

"""One's own organisation's audit trail, told in sentences, page by page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banyan.base.audit import Checked, check_chain, get_head
from banyan.base.models import AuditLine
from banyan.people.models import Member
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.deeds import DEEDS, REFUSALS, REFUSED, REFUSED_WITHOUT, RENAMED, UNKNOWN, Kind, codes_of
from banyan.people.rules.permissions import AUDIT_READ, ROLE_TITLES, Role, all_permissions

PAGE = 50
WALKABLE = 50_000  # Lines that a page checks while its reader waits; longer trails are the nightly command's.
PERSON, OPERATOR, MEMBER, INVITATION = "person", "operator", "member:", "invitation:"
REFUSALS_ONLY = "refused"
PERMISSION_SENTENCES = {permission.code: permission.sentence for permission in all_permissions()}


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line of a trail as somebody reads it: a sentence, when, and its codes for whoever looks closer."""

    sentence: str
    at: datetime
    is_to_the_hour: bool  # Of a person who reports, the trail keeps no more.
    is_refused: bool
    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Lines from newest to oldest, and the sequence number that the next page starts below."""

    lines: tuple[TrailLine, ...]
    next_before: int | None


def list_trail(*, viewer: Viewer, who: str = "", kind: str = "", before: int | None = None) -> TrailPage:
    """A page of the trail of the viewer's organisation, or of the coalition's for its steward.

    `who` is an actor's code, or `operator` for all of its commands; `kind` is a Kind's code or `refused`.
    """
    viewer.must(AUDIT_READ)
    found = AuditLine.objects.filter(chain=viewer.chain)
    if who:
        found = found.filter(actor__startswith=f"{OPERATOR}:") if who == OPERATOR else found.filter(actor=who)
    if kind == REFUSALS_ONLY:
        found = found.filter(outcome=AuditLine.Outcome.DENIED)
    elif kind in list(Kind):
        found = found.filter(action__in=codes_of(Kind(kind)))
    return page_of(viewer=viewer, found=found, before=before)


def list_actors(*, viewer: Viewer) -> list[tuple[str, str]]:
    """Whoever may have acted on the viewer's trail, with their code: colleagues, former ones last, and the others."""
    viewer.must(AUDIT_READ)
    members = Member.objects.filter(viewer.own).order_by("-is_active", "name", "pk")
    named = [(f"{MEMBER}{one.pk}", one.told_apart) for one in members]
    return [*named, (PERSON, _("The person who reported")), (OPERATOR, _("The operator"))]


def count_lines(*, viewer: Viewer) -> int:
    """How many lines the viewer's trail has."""
    viewer.must(AUDIT_READ)
    return get_head(viewer.chain).sequence


def check_trail(*, viewer: Viewer) -> Checked:
    """Walk the viewer's whole trail now, and say whether every line is where and what it was."""
    viewer.must(AUDIT_READ)
    return check_chain(viewer.chain)


def page_of(*, viewer: Viewer, found: QuerySet[AuditLine], before: int | None) -> TrailPage:
    """One page of lines that the viewer may read, told in sentences."""
    if before is not None:
        found = found.filter(sequence__lt=before)
    lines = list(found.order_by("-sequence")[: PAGE + 1])
    return TrailPage(
        lines=tell_lines(viewer=viewer, lines=lines[:PAGE]),
        next_before=lines[PAGE - 1].sequence if len(lines) > PAGE else None,
    )


def tell_lines(*, viewer: Viewer, lines: Iterable[AuditLine]) -> tuple[TrailLine, ...]:
    """Lines as sentences, with the names of one's own colleagues; nobody of another organisation is named.

    A name is what its member calls herself today, so the one that she signs in by stands beside it.
    """
    given = list(lines)
    names = _names(viewer, given)
    return tuple(
        TrailLine(
            sentence=_sentence(line, names),
            at=line.at,
            is_to_the_hour=line.actor == PERSON,
            is_refused=line.outcome == AuditLine.Outcome.DENIED,
            code=line.action,
            subject=line.subject.partition("-")[0] if _uuid(line.subject) else line.subject,
        )
        for line in given
    )


def _sentence(line: AuditLine, names: Mapping[str, str]) -> str:
    who = _actor(line.actor, names)
    if line.outcome == AuditLine.Outcome.DENIED:
        what = PERMISSION_SENTENCES.get(str(line.details.get("permission", "")), "")
        sentence = REFUSALS.get(line.action) or (REFUSED_WITHOUT if what else REFUSED)
        return _(sentence) % {"who": who, "what": _(what) if what else ""}
    sentence = DEEDS[line.action].sentence if line.action in DEEDS else UNKNOWN
    if line.action == "people.member.details" and {"name", "public_name"}.intersection(line.details.get("changed", ())):
        sentence = RENAMED
    role = line.details.get("role")
    given = {
        "who": who,
        "whom": _whom(line, names),
        "role": _(ROLE_TITLES[Role(role)]) if role in list(Role) else "",
    }
    return _(sentence) % given


def _actor(code: str, names: Mapping[str, str]) -> str:
    if code.startswith(MEMBER):
        return names.get(code.removeprefix(MEMBER)) or _("Somebody of another organization")
    if code.startswith(INVITATION):
        return _("Somebody with an invitation")
    return _("The person who reported") if code == PERSON else _("The operator")


def _whom(line: AuditLine, names: Mapping[str, str]) -> str:
    whom = str(line.details.get("to") or line.subject)
    if line.actor == f"{MEMBER}{whom}":
        return _("themselves")
    return names.get(whom) or _("somebody")


def _names(viewer: Viewer, lines: Iterable[AuditLine]) -> dict[str, str]:
    codes = {
        code
        for line in lines
        for code in (line.actor.removeprefix(MEMBER), line.subject, str(line.details.get("to", "")))
    }
    members = Member.objects.filter(viewer.own, pk__in=[pk for code in codes if (pk := _uuid(code))])
    return {str(member.pk): member.told_apart for member in members}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""The members of one's own organisation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext

from banyan.base.languages import get_language, mark
from banyan.people.models import KeyWrap, Member, MemberLanguage, Organisation, RoleGrant
from banyan.people.queries.invitations import being_reset
from banyan.people.queries.keys import find_current_key, proven_wraps
from banyan.people.queries.proofs import is_role_proven
from banyan.people.queries.roles import DescribedRole, describe_role
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import (
    REPORT_OPEN,
    TEAM_LIST,
    TEAM_ROLES,
    Permission,
    Role,
    permissions_of,
    roles_with,
)

HOW_WORDS = {"speaks": mark("speaks"), "reads": mark("reads and writes"), "signs": mark("signs")}


@dataclass(frozen=True, slots=True)
class Serving:
    """A language that a member serves people in, named in its own words and in the reader's."""

    tag: str
    how: str

    @property
    def name(self) -> str:
        language = get_language(self.tag)
        if language is None:
            return self.tag
        return language.in_two(translation.get_language())

    @property
    def how_words(self) -> str:
        return gettext(HOW_WORDS[self.how])


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member as their team's page shows them."""

    member: Member
    roles: tuple[Role, ...]
    languages: tuple["Serving", ...]
    holds_key_since: datetime | None
    is_self: bool
    is_being_reset: bool

    @property
    def holds_key(self) -> bool:
        return self.holds_key_since is not None

    @property
    def waits_for_key(self) -> bool:
        """They chose their password, so a colleague can admit them now."""
        has_chosen = self.member.public_key is not None and not self.is_being_reset
        return not self.holds_key and self.member.is_active and has_chosen

    @property
    def described_roles(self) -> list[DescribedRole]:
        return [describe_role(role) for role in self.roles]


def list_team(*, viewer: Viewer) -> list[TeamMember]:
    """Who belongs to the viewer's organisation (or to the coalition's own staff), who holds the key and since when."""
    viewer.must(TEAM_LIST)
    members = _with_facts(Member.objects.filter(viewer.own, is_active=True))
    since = _held_since(viewer.member.organisation)
    return [_team_member(member, since, viewer) for member in members.order_by("name", "pk")]


def get_member(*, viewer: Viewer, member_id: UUID) -> TeamMember:
    """One member of the viewer's organisation. Another organisation's looks as if it weren't there."""
    viewer.must(TEAM_LIST, subject=member_id)
    members = Member.objects.filter(viewer.own, pk=member_id)
    found = _with_facts(members).first()
    if found is None:
        raise Http404
    return _team_member(found, _held_since(viewer.member.organisation), viewer)


def list_readers(organisation: Organisation) -> list[Member]:
    """The members who can open reports to this organisation now: admitted, active, in a role that reads.

    Public, so that a person can say who shouldn't see their report; `public_name` is what may be shown, and whoever has
    none isn't shown. Their public keys are proven, so a report can be sealed to some of them alone. Somebody whom
    nobody has admitted yet isn't among them, or a report for named readers would open to them first. Nor is whoever's
    sign-in is being reset: their key may be a thief's, and opens nothing once they choose a new password.
    """
    reset = frozenset(being_reset().filter(member__organisation=organisation))
    return [one for one, permissions in _holders(organisation) if REPORT_OPEN in permissions and one.pk not in reset]


def list_nameable(organisation: Organisation) -> list[Member]:
    """Whom a person may say shouldn't see their report: who can open it, or may again once their sign-in is reset.

    And whoever holds the key and gives the roles: one that reads may be their own a moment after it is sent.
    """
    return [one for one, permissions in _holders(organisation) if permissions & {REPORT_OPEN, TEAM_ROLES}]


def _holders(organisation: Organisation) -> list[tuple[Member, frozenset[Permission]]]:
    """The active members who hold the newest key, with what each may do."""
    key = find_current_key(organisation)
    if key is None:
        return []
    grants = Prefetch("member__role_grants", RoleGrant.objects.filter(ended_at=None), to_attr="held_grants")
    wraps = KeyWrap.objects.filter(key=key, member__is_active=True).prefetch_related(grants)
    found = [wrap.member for wrap in proven_wraps(wraps.order_by("member__name", "member_id"))]
    return [(one, permissions_of(frozenset(_roles(one)))) for one in found]


def reading_members() -> QuerySet[Member]:
    """Whoever may open reports to their own organisation by their role and can sign in, admitted or not."""
    reading = roles_with(REPORT_OPEN)
    found = Member.objects.filter(is_active=True, role_grants__ended_at=None, role_grants__role__in=reading)
    return found.exclude(pk__in=being_reset())


def _with_facts(members: QuerySet[Member]) -> QuerySet[Member]:
    grants = RoleGrant.objects.filter(ended_at=None).order_by("granted_at")
    members = members.annotate(is_being_reset=Exists(being_reset().filter(member=OuterRef("pk"))))
    return members.select_related("organisation").prefetch_related(
        Prefetch("role_grants", grants, to_attr="held_grants"),
        Prefetch("languages", MemberLanguage.objects.order_by("tag", "how"), to_attr="served_languages"),
    )


def _held_since(organisation: Organisation | None) -> dict[UUID, datetime]:
    """For each holder of the newest version, when they were first admitted to any version they still hold."""
    key = find_current_key(organisation) if organisation else None
    if key is None:
        return {}
    holders = {wrap.member_id for wrap in proven_wraps(KeyWrap.objects.filter(key=key))}
    since: dict[UUID, datetime] = {}
    for wrap in proven_wraps(KeyWrap.objects.filter(member__in=holders)):
        since[wrap.member_id] = min(wrap.made_at, since.get(wrap.member_id, wrap.made_at))
    return since


def _roles(member: Member) -> tuple[Role, ...]:
    grants: list[RoleGrant] = member.held_grants  # type: ignore[attr-defined]  # prefetched above
    return tuple(Role(grant.role) for grant in grants if is_role_proven(grant))


def _team_member(member: Member, since: dict[UUID, datetime], viewer: Viewer) -> TeamMember:
    served: list[MemberLanguage] = member.served_languages  # type: ignore[attr-defined]  # prefetched above
    return TeamMember(
        member=member,
        roles=_roles(member),
        languages=tuple(Serving(one.tag, one.how) for one in served),
        holds_key_since=since.get(member.pk),
        is_self=member.pk == viewer.member.pk,
        is_being_reset=member.is_being_reset,  # type: ignore[attr-defined]  # annotated above
    )

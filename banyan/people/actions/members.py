"""Members leave, are signed out, and keep their own details."""

from dataclasses import dataclass, fields
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.actions.invitations import void_invitations
from banyan.people.actions.keys import turn_due_key
from banyan.people.models import Invitation, Member, MemberLanguage, Organisation, RoleGrant
from banyan.people.queries.keys import is_last_holder
from banyan.people.queries.locks import lock_home
from banyan.people.queries.proofs import prove_public_name
from banyan.people.queries.recovery import knows_recovery_code
from banyan.people.queries.roles import is_last_administrator
from banyan.people.queries.viewers import By, Viewer, chain_of, check
from banyan.people.rules.names import fold_name, fold_names
from banyan.people.rules.permissions import TEAM_LANGUAGES, TEAM_REMOVE


class RemovesThemselves(Refused):
    says = _("You can't remove yourself. Ask another administrator.")


class LastHolder(Refused):
    says = _(
        "Nobody else could read your organization's reports then. Admit a colleague to the key first, "
        "or take out the recovery code."
    )


class LastAdministrator(Refused):
    says = _("Nobody else could keep the team then. Make a colleague administrator first.")


class NameTaken(Refused):
    """`field` is where it was given."""

    says = _("A colleague is or was called this. Choose a name that nobody can take for theirs.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Details:
    """What a member says about themselves."""

    name: str
    public_name: str
    email: str
    wants_mail: bool
    locale: str


@dataclass(frozen=True, slots=True)
class Serves:
    """A language that a member serves people in, and how: reads, speaks or signs."""

    tag: str
    how: str


@action("people.member.remove")
def remove_member(*, by: By, member: Member, now: datetime) -> None:
    """End a member's sessions, sign-in, roles and key at once. A holder's next visit turns the organisation's key.

    Whoever may know the printed recovery code takes it along, so a new one must be printed for what comes. Who has left
    already stays as they are.
    """
    check(by, TEAM_REMOVE, within=member.organisation_id, subject=member.pk)
    if isinstance(by, Viewer) and by.member.pk == member.pk:
        raise RemovesThemselves
    lock_home(member.organisation_id)
    member = Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    if not member.is_active:
        return
    if is_last_holder(member):
        raise LastHolder
    if is_last_administrator(member):
        raise LastAdministrator
    knew_code = knows_recovery_code(member)
    had_key = member.key_wraps.all().delete()[0] > 0
    void_invitations(by=by, inviter=member, now=now)
    _end_account(member, now)
    audit.record(
        by=by,
        action="people.member.remove",
        now=now,
        chain=chain_of(member.organisation_id),
        subject=member.pk,
        details={"held_key": had_key, "knew_recovery_code": knew_code},
    )
    if knew_code:  # The paper opens what was sealed until now, and no version from here on.
        Organisation.objects.filter(members=member).update(recovery_public_key=None, recovery_key_proof=None)
    if had_key or knew_code:
        Organisation.objects.filter(members=member).update(key_turn_due=True)
    if isinstance(by, Viewer) and by.member.organisation is not None:
        by.member.organisation.refresh_from_db(fields=["key_turn_due"])
        turn_due_key(by=by, now=now)


@action("people.member.sign_out")
def end_sessions(*, by: By, member: Member, now: datetime) -> None:
    """Sign a member out everywhere: oneself, or somebody of one's own team."""
    if not (isinstance(by, Viewer) and by.member.pk == member.pk):
        check(by, TEAM_REMOVE, within=member.organisation_id, subject=member.pk)
    found = Member.objects.select_for_update().get(pk=member.pk)
    found.session_turn += 1
    found.save(update_fields=["session_turn"])
    chain = chain_of(member.organisation_id)
    audit.record(by=by, action="people.member.sign_out", now=now, chain=chain, subject=member.pk)


@action("people.member.details")
def edit_details(*, by: Viewer, details: Details, now: datetime) -> None:
    """Set the member's own name, what the public may be shown of it, mail and language.

    Raises NameTaken for a colleague's name, or a former one's: by names people choose who shall not read, and whom to
    hand a report to. The trail keeps which of them changed, and none of their values.
    """
    lock_home(by.organisation_id)
    before = Member.objects.get(pk=by.member.pk)
    changed = [field.name for field in fields(details) if getattr(before, field.name) != getattr(details, field.name)]
    _must_be_own(before, details, changed)
    shown = Member(pk=by.member.pk, organisation_id=by.organisation_id, public_name=details.public_name)
    Member.objects.filter(pk=by.member.pk).update(
        name=details.name,
        public_name=details.public_name,
        public_name_proof=prove_public_name(shown),
        email=details.email,
        wants_mail=details.wants_mail,
        locale=details.locale,
    )
    audit.record(
        by=by,
        action="people.member.details",
        now=now,
        chain=by.chain,
        subject=by.member.pk,
        details={"changed": changed},
    )


@action("people.member.languages")
def set_languages(*, by: By, member: Member, languages: frozenset[Serves], now: datetime) -> None:
    """Set the languages that a member serves people in: one's own, or those of somebody of one's team."""
    if not (isinstance(by, Viewer) and by.member.pk == member.pk):
        check(by, TEAM_LANGUAGES, within=member.organisation_id, subject=member.pk)
    Member.objects.select_for_update().get(pk=member.pk)
    member.languages.all().delete()
    MemberLanguage.objects.bulk_create(
        MemberLanguage(member=member, tag=one.tag, how=one.how)
        for one in sorted(languages, key=lambda one: (one.tag, one.how))
    )
    audit.record(
        by=by,
        action="people.member.languages",
        now=now,
        chain=chain_of(member.organisation_id),
        subject=member.pk,
        details={"languages": sorted(f"{one.how} {one.tag}" for one in languages)},
    )


def _must_be_own(member: Member, details: Details, changed: list[str]) -> None:
    """Only what changes is looked at: two may have come with one name, and each still chooses their language."""
    others = Member.objects.filter(organisation=member.organisation_id).exclude(pk=member.pk)
    taken = fold_names(*(name for names in others.values_list("name", "public_name") for name in names))
    for field in ("name", "public_name"):
        name, kept = fold_name(getattr(details, field)), fold_name(getattr(member, field))
        if field in changed and name != kept and name in taken:
            raise NameTaken(field)


def _end_account(member: Member, now: datetime) -> None:
    """Nothing of a former member's sign-in stays, their private key included."""
    member.is_active = False
    member.removed_at = now
    member.session_turn += 1
    member.public_name = member.email = ""
    member.wants_mail = False
    member.public_key = member.public_key_proof = member.wrapped_private_key = None
    member.set_unusable_password()
    member.save()
    RoleGrant.objects.filter(member=member, ended_at=None).update(ended_at=now, proof=b"")
    Authenticator.objects.filter(user=member).delete()
    Invitation.objects.filter(member=member, used_at=None).delete()

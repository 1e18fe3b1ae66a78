"""Fictional people and organisations for the tests, with real keys made cheaply.

PERSONAS are the people the tests speak as: Mei the advocate, her colleague Rosa, Dana who coordinates, Amira who
administers, Tomas the advocate of another organisation, Sol the steward and Nour the analyst of the coalition.
"""

# mypy: disable-error-code="no-untyped-call, attr-defined, misc, override"
# factory-boy's declarations are untyped; what they make is annotated where it is used.
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from allauth.mfa.totp.internal.auth import hotp_value
from django.test import Client
from factory.base import Factory
from factory.django import DjangoModelFactory

from banyan.base.audit import Operator
from banyan.base.briefly import forget_everything
from banyan.base.clock import now
from banyan.people.actions.invitations import Invitee, accept_invitation, invite_member
from banyan.people.actions.keys import admit_member, create_organisation_key
from banyan.people.actions.partners import create_organisation
from banyan.people.actions.second_factors import set_up_totp
from banyan.people.models import Coalition, Member, Organisation
from banyan.people.queries.proofs import prove_public_name
from banyan.people.queries.sessions import KEY_COOKIE, PROVEN_SLOT, SESSION_SLOT, seal_session_keys
from banyan.people.queries.viewers import Viewer, get_viewer
from banyan.people.rules.permissions import Role
from banyan.vault.keys import KeyPair, key_pair_from
from banyan.vault.passwords import unwrap_private_key

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # A Monday morning in San Francisco.
PASSWORD = "five paper lanterns at dusk"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OPERATOR = Operator("tests")
HERE = ZoneInfo("America/Los_Angeles")  # Named, since asking the coalition for its zone would have it remembered.


class CoalitionFactory(DjangoModelFactory[Coalition]):
    class Meta:
        model = Coalition
        django_get_or_create = ("id",)

    id = 1
    name = "Lantern Coalition (fictional)"
    place = "san_francisco"


class OrganisationFactory(Factory[Organisation]):
    """An organisation that belongs to the coalition since 2020. It has no key until somebody makes one."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Fictional House {number}")
    joined_on = date(2020, 1, 1)

    @classmethod
    def _create(cls, _model: type[Organisation], *_args: Any, **kwargs: Any) -> Organisation:
        return create_organisation(by=OPERATOR, now=NOW, **kwargs)


class MemberFactory(Factory[Member]):
    """A member who accepted an invitation, so with a key pair; not admitted to anything."""

    class Meta:
        model = Member

    name = factory.Sequence(lambda number: f"Fictional Member {number}")
    username = factory.LazyAttribute(lambda made: made.name.lower().replace(" ", "."))
    organisation = factory.SubFactory(OrganisationFactory)
    roles = (Role.ADVOCATE,)
    password = PASSWORD

    @classmethod
    def _create(cls, _model: type[Member], *_args: Any, **kwargs: Any) -> Member:
        roles = frozenset(kwargs.pop("roles"))
        organisation, name = kwargs.pop("organisation"), kwargs.pop("name")
        invited = invite_member(by=OPERATOR, organisation=organisation, name=name, roles=roles, now=NOW)
        member = accept_invitation(by=Invitee(invited.invitation), name=name, now=NOW, **kwargs)
        return Member.objects.select_related("organisation").get(pk=member.pk)


@dataclass
class Personas:
    """The people of the tests and their two organisations. `recovery_code` opens the first one's key."""

    house: Organisation
    elsewhere: Organisation
    recovery_code: str
    mei: Member
    rosa: Member
    dana: Member
    amira: Member
    tomas: Member
    sol: Member
    nour: Member


def make_personas() -> Personas:
    """Both organisations with keys; everybody admitted but Rosa, who joined today."""
    CoalitionFactory.create()
    house = OrganisationFactory.create(name="Jade Lantern House (fictional)")
    elsewhere = OrganisationFactory.create(name="Harbour Kitchen (fictional)")

    def member(name: str, organisation: Organisation | None, *roles: Role) -> Member:
        made: Member = MemberFactory.create(name=name, organisation=organisation, roles=roles)
        return made

    amira = member("Amira", house, Role.ADMINISTRATOR)
    tomas = member("Tomas", elsewhere, Role.ADVOCATE, Role.ADMINISTRATOR)
    code = create_organisation_key(by=viewer_of(amira), organisation=house, now=NOW)
    create_organisation_key(by=viewer_of(tomas), organisation=elsewhere, now=NOW)
    personas = Personas(
        house=house,
        elsewhere=elsewhere,
        recovery_code=code,
        mei=member("Mei", house, Role.ADVOCATE),
        rosa=member("Rosa", house, Role.ADVOCATE),
        dana=member("Dana", house, Role.COORDINATOR),
        amira=amira,
        tomas=tomas,
        sol=member("Sol", None, Role.STEWARD),
        nour=member("Nour", None, Role.ANALYST),
    )
    admit([personas.mei, personas.dana], by=amira)
    forget_everything()  # What was asked on the way: a test may change the coalition.
    return personas


def admit(members: Iterable[Member], *, by: Member) -> None:
    """Give them the key that `by` holds."""
    for member in members:
        admit_member(by=viewer_of(by), member=member, now=NOW)


def call_in_public(members: Iterable[Member], name: str = "{} (fictional)") -> None:
    """Let the public be shown this name of each, as if they had set it themselves."""
    for member in members:
        member.public_name = name.format(member.name)
        proof = prove_public_name(member)
        Member.objects.filter(pk=member.pk).update(public_name=member.public_name, public_name_proof=proof)


def key_pair_of(member: Member, password: str = PASSWORD) -> KeyPair:
    """The pair that the member's password opens."""
    assert member.wrapped_private_key is not None
    return key_pair_from(unwrap_private_key(member.wrapped_private_key, password, member.pk))


def viewer_of(member: Member, password: str = PASSWORD) -> Viewer:
    """The member as they are in the database now, signed in."""
    fresh = Member.objects.select_related("organisation").get(pk=member.pk)
    pair = key_pair_of(fresh, password) if fresh.wrapped_private_key else None
    return get_viewer(member=fresh, on=now().astimezone(HERE).date(), key_pair=pair)


def code_now(offset: int = 0) -> str:
    """What the app of a member who signed in shows at this moment, or so many half minutes later."""
    return f"{hotp_value(TOTP_SECRET, int(time.time()) // 30 + offset):06}"


def sign_in(client: Client, member: Member, password: str = PASSWORD) -> Client:
    """A client at the desk as this member, past the second factor, without going through its pages."""
    fresh = Member.objects.get(pk=member.pk)
    set_up_totp(by=viewer_of(member, password), secret=TOTP_SECRET, is_proven=True, now=NOW)
    client.force_login(fresh)
    sealed = seal_session_keys(member=fresh, key_pair=key_pair_of(fresh, password))
    session = client.session
    session[SESSION_SLOT], session[PROVEN_SLOT] = sealed.stored, True
    session.save()
    client.cookies[KEY_COOKIE] = sealed.cookie
    return client

"""Every route, as every role, for one's own record and another organisation's. A route that isn't in the table fails.

Each row gives what a plain visit (GET) answers: own record first, then, where the address names a record, another
organisation's. 200 a page, 302 led on, 403 may not, 404 isn't there for them, 405 only ever posted to.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from banyan.people.models import Invitation, Member
from banyan.people.rules.permissions import Role
from tests.factories import MemberFactory, Personas, admit, make_personas, sign_in
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
ROLES = ("advocate", "outreach", "coordinator", "administrator", "steward", "analyst", "nobody")
IN = 302  # Nobody is led to the sign-in page.

# route: own record, by role in the order of ROLES; then another organisation's record, for all who are signed in.
TABLE: dict[str, tuple[tuple[int, ...], int | None]] = {
    "reports:alive": ((204,) * 6 + (IN,), None),
    "reports:my_day": ((200, 200, 200, 200, 200, 200, IN), None),
    "reports:reports": ((200, 403, 200, 403, 403, 403, IN), None),
    "reports:enter": ((200, 200, 200, 403, 403, 403, IN), None),
    "reports:export": ((403, 403, 200, 403, 403, 403, IN), None),
    "reports:search": ((200, 403, 200, 403, 403, 403, IN), None),
    "reports:clocks": ((403, 403, 403, 403, 200, 403, IN), None),
    "reports:duty": ((403, 403, 200, 200, 403, 403, IN), None),
    "reports:protocol": ((403, 403, 200, 200, 403, 403, IN), None),
    "reports:report": ((200, 404, 200, 404, 404, 404, IN), 404),
    "reports:trail": ((200, 404, 200, 404, 404, 404, IN), 404),
    "reports:file": ((404, 404, 404, 404, 404, 404, IN), 404),
    "reports:original": ((404, 404, 404, 404, 404, 404, IN), 404),
    **{f"reports:{verb}": ((405,) * 6 + (IN,), 405) for verb in ("claim", "let_go", "reopen")},
    "reports:answer": ((302, 404, 302, 404, 404, 404, IN), 404),
    "reports:contact": ((302, 404, 302, 404, 404, 404, IN), 404),
    "reports:first_look": ((200, 404, 200, 404, 404, 404, IN), 404),
    "reports:coding": ((200, 404, 200, 404, 404, 404, IN), 404),
    "reports:hand": ((200, 404, 200, 404, 404, 404, IN), 404),
    "reports:close": ((200, 404, 200, 404, 404, 404, IN), 404),
    "partners:listings": ((403, 403, 200, 403, 200, 403, IN), None),
    "partners:add_listing": ((403, 403, 200, 403, 200, 403, IN), None),
    "partners:listing": ((403, 403, 404, 403, 404, 403, IN), None),
    "partners:checked": ((405,) * 6 + (IN,), None),
    "site:languages": ((403, 403, 200, 403, 200, 403, IN), None),
    "site:language": ((403, 403, 200, 403, 200, 403, IN), None),
    "account_login": ((302,) * 6 + (200,), None),
    "account_logout": ((405,) * 7, None),
    "account_reauthenticate": ((200,) * 6 + (IN,), None),
    "mfa_authenticate": ((302,) * 6 + (IN,), None),
    "account_change_password": ((200,) * 6 + (IN,), None),
    "mfa_index": ((200,) * 6 + (IN,), None),
    "mfa_activate_totp": ((302,) * 6 + (IN,), None),
    "mfa_add_webauthn": ((302,) * 6 + (IN,), None),
    "mfa_remove_webauthn": ((302,) * 6 + (IN,), None),
    "mfa_view_recovery_codes": ((302,) * 6 + (IN,), None),
    "mfa_generate_recovery_codes": ((405,) * 6 + (IN,), None),
    "people:account": ((200,) * 6 + (IN,), None),
    "people:languages": ((200,) * 6 + (IN,), None),
    "people:sign_out_everywhere": ((405,) * 6 + (IN,), None),
    "people:accept_invitation": ((405,) * 7, None),
    "people:invitation": ((410,) * 7, None),
    "people:team": ((200,) * 6 + (IN,), None),
    "people:invite": ((403, 403, 403, 200, 200, 403, IN), None),
    "people:withdraw": ((403, 403, 403, 404, 404, 403, IN), None),
    "people:member": ((200, 200, 200, 200, 404, 404, IN), 404),
    "people:admit": ((405,) * 6 + (IN,), 405),
    "people:roles": ((405,) * 6 + (IN,), 405),
    "people:remove": ((403, 403, 403, 200, 404, 404, IN), 404),
    "people:reset": ((403, 403, 403, 200, 404, 404, IN), 404),
    "people:end_sessions": ((405,) * 6 + (IN,), 405),
    "people:key": ((200, 200, 200, 200, 404, 404, IN), None),
    "people:create_key": ((405,) * 6 + (IN,), None),
    "people:turn_key": ((403, 403, 200, 200, 403, 403, IN), None),
    "people:renew_recovery": ((403, 403, 403, 200, 403, 403, IN), None),
    "people:recover": ((200, 200, 200, 200, 404, 404, IN), None),
    "people:organisation": ((403, 403, 403, 200, 404, 404, IN), None),
    "people:coalition": ((403, 403, 403, 403, 200, 403, IN), None),
    "people:interpreter": ((403, 403, 403, 403, 200, 403, IN), None),
    "people:partners": ((403, 403, 403, 403, 200, 403, IN), None),
    "people:new_partner": ((403, 403, 403, 403, 200, 403, IN), None),
    "people:partner": ((403, 403, 403, 403, 200, 403, IN), None),
    "observatory:notes": ((200,) * 6 + (IN,), None),
    "observatory:add_note": ((403, 403, 403, 403, 403, 200, IN), None),
    "observatory:note": ((404,) * 6 + (IN,), None),
    "people:trail": ((403, 403, 403, 200, 200, 403, IN), None),
}
# The picture is drawn in a child process; tests/observatory try it as those who may and may not.
ELSEWHERE = {
    "observatory:picture",
    "observatory:figure",
    "observatory:file",
    "observatory:propose",
    "observatory:publication",
    "observatory:publications",
}


@pytest.fixture
def people() -> Personas:
    return make_personas()


def desk_routes(patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = "") -> Iterator[str]:
    """The name of every route below /desk/."""
    for found in patterns:
        path = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from desk_routes(found.url_patterns, path, f"{found.namespace}:" if found.namespace else space)
        elif path.startswith("desk/"):
            yield f"{space}{found.name}"


def members_of(people: Personas) -> dict[str, Member | None]:
    outreach = MemberFactory.create(name="Omar", organisation=people.house, roles=(Role.OUTREACH,))
    admit([outreach], by=people.amira)
    return {
        "advocate": people.mei,
        "outreach": outreach,
        "coordinator": people.dana,
        "administrator": people.amira,
        "steward": people.sol,
        "analyst": people.nour,
        "nobody": None,
    }


def address(route: str, people: Personas, reports: dict[str, UUID], *, own: bool) -> str:
    """The route's address, naming a record of one's own house or of the other's."""
    house = people.house if own else people.elsewhere
    values: dict[str, Any] = {
        "pk": reports["own" if own else "other"],
        "file": uuid4(),
        "listing_id": uuid4(),
        "note_id": uuid4(),
        "code": "es",
        "passkey_id": 1,
        "secret": "no-such-secret",
        "invitation_id": uuid4(),
        "member_id": people.mei.pk if own else people.tomas.pk,
        "organisation_id": house.pk,
    }
    needed = _arguments(route)
    return reverse(route, kwargs={name: values[name] for name in needed})


def _arguments(route: str) -> list[str]:
    space, _, name = route.rpartition(":")
    resolver: Any = get_resolver()
    for part in space.split(":") if space else []:
        resolver = resolver.namespace_dict[part][1]
    possibility = resolver.reverse_dict.getlist(name)[0]
    arguments: list[str] = possibility[0][0][1]
    return arguments


def test_every_route_is_in_the_table() -> None:
    assert set(desk_routes(get_resolver().url_patterns)) == set(TABLE) | ELSEWHERE


@pytest.mark.parametrize("role", ROLES)
def test_every_route_as(role: str, people: Personas) -> None:
    reports = {"own": tell(people.house).pk, "other": tell(people.elsewhere).pk}
    member = members_of(people)[role]
    client = sign_in(Client(), member) if member else Client()
    wrong = {}
    for route, (own, other) in TABLE.items():
        wanted = own[ROLES.index(role)]
        got = client.get(address(route, people, reports, own=True)).status_code
        if got != wanted:
            wrong[route] = (wanted, got)
        if other is not None and member is not None:
            got = client.get(address(route, people, reports, own=False)).status_code
            if got != other:
                wrong[f"{route}, another organisation's"] = (other, got)
    assert wrong == {}


# --- What a page of the desk asks of the database binds one organisation ----------------------------------------------

ORGANISATIONS_OWN = ("reports_report", "reports_coding", "reports_message", "reports_contact", "people_keywrap")
BINDS = ("organisation_id", "receipt_id", "report_id", "member_id", "key_id")


def unbound(sql: str) -> bool:
    """Whether a query reads an organisation's own table without naming whose, or which record, it wants."""
    text = sql.lower()
    where = text.partition(" where ")[2]
    reads = any(f'from "{table}"' in text for table in ORGANISATIONS_OWN)
    return reads and not any(column in where for column in BINDS) and '"id" =' not in where and '"id" in' not in where


@pytest.mark.parametrize("role", ["advocate", "coordinator", "administrator"])
def test_every_query_of_the_desk_binds_one_organisation(role: str, people: Personas) -> None:
    reports = {"own": tell(people.house).pk, "other": tell(people.elsewhere).pk}
    member = members_of(people)[role]
    assert member is not None
    client = sign_in(Client(), member)
    loose = {}
    for route, (own, _other) in TABLE.items():
        if own[ROLES.index(role)] != 200:
            continue
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(route, people, reports, own=True))
        found = [query["sql"] for query in queries if unbound(query["sql"])]
        foreign = [query["sql"] for query in queries if people.elsewhere.pk.hex in query["sql"].replace("-", "")]
        if found or (foreign and route != "people:partner"):
            loose[route] = found + foreign
    assert loose == {}


def test_a_planted_loose_query_is_found() -> None:
    assert unbound('SELECT "x" FROM "reports_report" WHERE "reports_report"."state" = \'waiting\'')
    assert not unbound('SELECT "x" FROM "reports_report" WHERE "reports_report"."organisation_id" = \'1\'')


def test_an_invitation_of_another_organisation_stays_closed(people: Personas) -> None:
    assert Invitation.objects.exclude(organisation=people.house).exists()
    client = sign_in(Client(), people.amira)
    foreign = Invitation.objects.filter(organisation=people.elsewhere).first()
    assert foreign is not None
    assert client.post(reverse("people:withdraw", args=[foreign.pk])).status_code == 404

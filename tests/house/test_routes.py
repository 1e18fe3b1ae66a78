"""Every route, both ways of asking, as every role, for one's own record and another organisation's, in one table.

`routes.txt` holds what was answered: 200 a page, 302 or 303 led on (for nobody: to the sign-in page), 403 may not,
404 isn't there for them, 405 not asked this way, 422 a form without its answers, so one that they may send. Where the
address names a record, the other organisation's stands behind a slash. A new route fails until it is in the table:
run with BANYAN_WRITE_ROUTES=1, and read the difference as a reviewer would. What is asked of the database meanwhile
binds one organisation (see house_queries).
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from banyan.people.models import Invitation, Member
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import Role
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries import desk
from tests.factories import MemberFactory, Personas, admit, sign_in
from tests.house.house_queries import Asked, asked_of, is_loose, loose
from tests.house.route_records import Records, answering_kitchen, make_records
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
STORED = Path(__file__).with_name("routes.txt")
AT_DESK = (
    "advocate", "outreach", "organiser", "coordinator", "administrator", "steward", "analyst", "nobody",
)  # fmt: skip
AT_PUBLIC_DOOR = ("stranger", "person")
METHODS = ("GET", "POST")
Table = dict[tuple[str, str], dict[str, str]]


# --- The table as it is stored ----------------------------------------------------------------------------------------


def read_table() -> Table:
    table: Table = {}
    columns: list[str] = []
    for line in STORED.read_text().splitlines() if STORED.exists() else ():
        words = line.split()
        if words[:1] == ["route"]:
            columns = words[2:]
        elif words:
            table[words[0], words[1]] = dict(zip(columns, words[2:], strict=True))
    return table


def write_table(table: Table) -> None:
    lines = []
    for columns in (AT_DESK, AT_PUBLIC_DOOR):
        head = ["route".ljust(36), "how ", *(name.ljust(13) for name in columns)]
        lines.append(" ".join(head).rstrip())
        for route in routes():
            for method in METHODS:
                cells = table.get((route, method), {})
                if is_desk(route) == (columns is AT_DESK):
                    found = [cells.get(name, "-").ljust(13) for name in columns]
                    lines.append(" ".join([route.ljust(36), method.ljust(4), *found]).rstrip())
        lines.append("")
    STORED.write_text("\n".join(lines))


# --- Every route ------------------------------------------------------------------------------------------------------


def _walk(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for found in patterns:
        path = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found.url_patterns, path, f"{found.namespace}:" if found.namespace else space)
        elif isinstance(found, URLPattern):
            yield f"{space}{found.name}", path


def routes() -> dict[str, str]:
    """The name of every route, and its path."""
    return dict(_walk(get_resolver().url_patterns))


def is_desk(route: str) -> bool:
    return routes()[route].startswith("desk/")


def arguments(route: str) -> list[str]:
    space, _, name = route.rpartition(":")
    resolver: Any = get_resolver()
    for part in space.split(":") if space else []:
        resolver = resolver.namespace_dict[part][1]
    found: list[str] = resolver.reverse_dict.getlist(name)[0][0][0][1]
    return found


def address(route: str, values: dict[str, Any]) -> str:
    return reverse(route, kwargs={name: values[name] for name in arguments(route)})


def test_no_two_routes_share_a_name() -> None:
    names = [name for name, _path in _walk(get_resolver().url_patterns)]
    assert len(names) == len(set(names))


def test_every_route_is_in_the_table() -> None:
    assert {route for route, _method in read_table()} == set(routes())


# --- Asking -----------------------------------------------------------------------------------------------------------


class TakenBack(Exception):  # noqa: N818 - reads as what is the case
    pass


def ask(client: Client, method: str, path: str) -> tuple[int, list[Asked]]:
    """What is answered, and what the database was asked; whatever it changed is taken back."""
    cookies, status = client.cookies.copy(), 0
    queries: list[Asked] = []
    try:
        with ExitStack() as inside:
            for store in ("default", "drafts"):
                inside.enter_context(transaction.atomic(using=store))
            inside.enter_context(connection.execute_wrapper(asked_of(queries)))
            response = client.get(path) if method == "GET" else client.post(path)
            status = response.status_code
            raise TakenBack  # noqa: TRY301 - leaving both transactions is what it is for
    except TakenBack:
        client.cookies.clear()
        client.cookies.update(cookies)
    return status, queries


@pytest.fixture
def records(people: Personas, monkeypatch: pytest.MonkeyPatch) -> Records:
    answering_kitchen(monkeypatch)
    return make_records(people)


def member_as(role: str, people: Personas) -> Member | None:
    """Somebody of the first house, or of the coalition, in this role."""
    made = {
        "advocate": people.mei,
        "coordinator": people.dana,
        "administrator": people.amira,
        "steward": people.sol,
        "analyst": people.nour,
        "nobody": None,
    }
    if role in made:
        return made[role]
    kind = {"outreach": Role.OUTREACH, "organiser": Role.ORGANISER}[role]
    member: Member = MemberFactory.create(name=role.title(), organisation=people.house, roles=(kind,))
    admit([member], by=people.amira)
    return member


def cell(client: Client, method: str, route: str, records: Records, loose_ones: dict[str, list[str]]) -> str:
    """What the route answers for one's own record, and for another's."""
    own, queries = ask(client, method, address(route, records.values(route, own=True)))
    if found := loose(queries, viewer=records.viewer, route=route):
        loose_ones[f"{method} {route}"] = found
    if not records.are_somebodys(route, arguments(route)):
        return str(own)
    other, _queries = ask(client, method, address(route, records.values(route, own=False)))
    return f"{own}/{other}"


def compare(column: str, found: dict[tuple[str, str], str]) -> None:
    table = read_table()
    if "BANYAN_WRITE_ROUTES" in os.environ:
        for place, answered in found.items():
            table.setdefault(place, {})[column] = answered
        write_table(table)
        return
    stored = {place: cells[column] for place, cells in table.items() if column in cells}
    changed = {" ".join(place): (stored.get(place), answered) for place, answered in found.items()}
    assert {place: both for place, both in changed.items() if both[0] != both[1]} == {}


@pytest.mark.parametrize("role", AT_DESK)
def test_every_route_of_the_desk_as(role: str, people: Personas, records: Records) -> None:
    member = member_as(role, people)
    client = sign_in(Client(), member) if member else Client()
    records.viewer = member
    loose_ones: dict[str, list[str]] = {}
    found = {
        (route, method): cell(client, method, route, records, loose_ones)
        for route in routes()
        if is_desk(route)
        for method in METHODS
    }
    compare(role, found)
    assert loose_ones == {}


@pytest.mark.parametrize("who", AT_PUBLIC_DOOR)
def test_every_route_of_the_public_door_as(who: str, records: Records) -> None:
    """A person's own record is their report, which their code opens; a stranger has none."""
    visitor = Person()
    if who == "person":
        visitor.come_back(records.code)
    found = {
        (route, method): cell(visitor.browser, method, route, records, {})
        for route in routes()
        if not is_desk(route)
        for method in METHODS
    }
    compare(who, found)


def test_nobody_gets_past_the_door_and_another_organisations_record_is_never_there() -> None:
    """Read in the table itself: what holds for every route, whichever is added."""
    table = read_table()
    opens = {"account_login", "people:invitation", "people:accept_invitation", "account_logout"}
    for (route, method), cells in table.items():
        if "nobody" in cells and route not in opens:
            assert cells["nobody"].split("/")[0] == "302", (route, method)
        for role, answered in cells.items():
            _own, slash, other = answered.partition("/")
            if slash and role != "nobody":
                assert other in {"403", "404", "405"} or role == "stranger", (route, method, role, answered)


def test_an_invitation_of_another_organisation_stays_closed(people: Personas) -> None:
    assert Invitation.objects.exclude(organisation=people.house).exists()
    client = sign_in(Client(), people.amira)
    foreign = Invitation.objects.filter(organisation=people.elsewhere).first()
    assert foreign is not None
    assert client.post(reverse("people:withdraw", args=[foreign.pk])).status_code == 404


# --- The test of what a page asks of the database, tested -------------------------------------------------------------

EXISTS = (
    'EXISTS(SELECT 1 FROM "reports_readkey" U0 WHERE (U0."member_id" = %s AND U0."report_id" = "reports_report"."id"))'
)
LOOSE = {
    "no house": ('"reports_report"."state" = %s', ["waiting"]),
    "a report whoever's it is": ('"reports_report"."id" = %s', ["report"]),
    "in sight, without the house": (f'(NOT "reports_report"."is_restricted" OR {EXISTS})', ["mei"]),
    "another house": ('"reports_report"."organisation_id" = %s', ["elsewhere"]),
}


@pytest.mark.parametrize("name", LOOSE)
def test_a_planted_loose_query_is_found(name: str) -> None:
    where, bound = LOOSE[name]
    asked = Asked('SELECT "x" FROM "reports_report" WHERE ' + where, frozenset(bound))  # noqa: S608 - never run
    assert is_loose(asked, house="house", ours=frozenset({"mei", "key"}))
    assert is_loose(asked, house=None)
    tight = Asked(f'{asked.sql} AND "reports_report"."organisation_id" = %s', frozenset({*bound, "house"}))
    assert not is_loose(tight, house="house")


def test_reports_in_sight_of_every_house_are_found(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query that everything goes through, as it would be without its last condition."""

    def everywhere(*, viewer: Viewer) -> QuerySet[Report]:
        own = ReadKey.objects.filter(report=OuterRef("pk"), member=viewer.member)
        return Report.objects.filter(Q(is_restricted=False) | Exists(own))

    monkeypatch.setattr(desk, "reports_in_sight", everywhere)
    _status, queries = ask(sign_in(Client(), people.mei), "GET", reverse("reports:reports"))
    assert loose(queries, viewer=people.mei, route="reports:reports")


def test_a_planted_wrap_of_another_houses_key_is_found() -> None:
    asked = Asked('SELECT "x" FROM "people_keywrap" WHERE "key_id" = %s', frozenset({"their key"}))
    assert is_loose(asked, house="house", ours=frozenset({"key"}))
    assert not is_loose(asked, house="house", ours=frozenset({"their key"}))

"""A team changes one step at a time: two at once would leave it without administrator, without factor or without key.

SQLite lets one write at a time anyway. On PostgreSQL somebody else holds the row that every such change must take
first; a change that doesn't ask for it would go through.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from django.db import OperationalError, connection, connections, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from banyan.people.actions.invitations import Invitee, accept_invitation, reset_member
from banyan.people.actions.keys import admit_member, use_recovery_code
from banyan.people.actions.members import Serves, remove_member, set_languages
from banyan.people.actions.partners import NameTaken, create_organisation
from banyan.people.actions.roles import end_role
from banyan.people.actions.second_factors import add_passkey, remove_passkey, set_up_totp
from banyan.people.actions.sessions import CodeUsed, use_code
from banyan.people.models import Coalition, Member, Organisation
from banyan.people.queries.second_factors import list_factors
from banyan.people.rules.codes import step_at
from banyan.people.rules.permissions import Role
from tests.factories import NOW, OPERATOR, TOTP_SECRET, Personas, make_personas, viewer_of

NEW = "six grey herons at noon"
Change = Callable[[Personas], None]


def ends_a_role(people: Personas) -> None:
    end_role(by=OPERATOR, member=people.dana, role=Role.COORDINATOR, now=NOW)


def removes(people: Personas) -> None:
    remove_member(by=OPERATOR, member=people.mei, now=NOW)


def resets(people: Personas) -> None:
    reset_member(by=OPERATOR, member=people.mei, now=NOW)


def admits(people: Personas) -> None:
    admit_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)


def recovers(people: Personas) -> None:
    use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=NOW)


def ends_a_steward(people: Personas) -> None:
    end_role(by=OPERATOR, member=people.nour, role=Role.ANALYST, now=NOW)


@pytest.fixture
def people(db: None) -> Personas:
    return make_personas()


@contextmanager
def somebody_else_holds(rows: "QuerySet[Any]") -> Iterator[None]:
    """This test's own connection has locked them; nothing else waits longer than a blink."""
    with transaction.atomic():
        assert list(rows.select_for_update())
        yield


def goes_through(change: Callable[[], None]) -> bool:
    """Whether it needs nothing that is locked, tried from a connection of its own."""
    done: list[bool] = []

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            change()
            done.append(True)
        except OperationalError:
            done.append(False)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    return done == [True]


def one_after_the_other(change: Callable[[], Any]) -> list[Any]:
    """What each gives, the second begun before the first is over: it waits for what the first will have written."""
    given: list[Any] = []

    def second() -> None:
        try:
            given.append(change())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to name it
            given.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=second)
    with transaction.atomic():
        given.append(change())
        thread.start()
        thread.join(2)
        assert thread.is_alive()
    thread.join(60)
    return given


on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks the whole database")
CHANGES = [ends_a_role, removes, resets, admits, recovers]


@on_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
def test_a_team_s_change_waits_for_the_one_before(people: Personas, change: Change) -> None:
    with somebody_else_holds(Organisation.objects.filter(pk=people.house.pk)):
        assert not goes_through(lambda: change(people))
    assert goes_through(lambda: change(people))


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_the_coalition_s_own_staff_change_one_at_a_time_too(people: Personas) -> None:
    with somebody_else_holds(Coalition.objects.all()):
        assert not goes_through(lambda: ends_a_steward(people))


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_choosing_a_new_password_waits_for_whoever_is_giving_the_key(people: Personas) -> None:
    """Or the key would be sealed to the pair before, and nobody told."""
    invitation = reset_member(by=OPERATOR, member=people.mei, now=NOW).invitation

    def accepts() -> None:
        accept_invitation(by=Invitee(invitation), username="", name="", password=NEW, now=NOW)

    her_own = Member.objects.filter(pk=people.mei.pk)
    for rows in (Organisation.objects.filter(pk=people.house.pk), her_own):
        with somebody_else_holds(rows):
            assert not goes_through(accepts)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_last_passkeys_one_at_a_time_is_forgotten(people: Personas) -> None:
    add_passkey(by=viewer_of(people.mei), name="one", credential={}, now=NOW)
    add_passkey(by=viewer_of(people.mei), name="two", credential={}, is_proven=True, now=NOW)
    passkey = list_factors(people.mei).passkeys[0].pk
    with somebody_else_holds(Member.objects.filter(pk=people.mei.pk)):
        assert not goes_through(lambda: remove_passkey(by=viewer_of(people.mei), passkey=passkey, now=NOW))


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_one_code_at_once_one_is_let_in(people: Personas) -> None:
    set_up_totp(by=viewer_of(people.mei), secret=TOTP_SECRET, now=NOW)
    code = f"{hotp_value(TOTP_SECRET, step_at(NOW)):06}"

    def gives_it() -> str:
        try:
            use_code(by=viewer_of(people.mei), code=code, now=NOW)
        except CodeUsed:
            return "used"
        return "let in"

    assert one_after_the_other(gives_it) == ["let in", "used"]


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_languages_at_once_the_second_waits(people: Personas) -> None:
    """A double click is enough."""
    mei, cantonese = viewer_of(people.mei), frozenset({Serves("yue", "speaks")})

    def sets_them() -> None:
        set_languages(by=mei, member=people.mei, languages=cantonese, now=NOW)

    assert one_after_the_other(sets_them) == [None, None]
    assert people.mei.languages.count() == 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_organisations_of_one_name_at_once_the_second_is_refused(people: Personas) -> None:
    def takes_in() -> str:
        try:
            create_organisation(by=OPERATOR, name="Young House (fictional)", joined_on=NOW.date(), now=NOW)
        except NameTaken:
            return "taken"
        return "taken in"

    assert one_after_the_other(takes_in) == ["taken in", "taken"]


@on_postgres
@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_the_organisation_is_taken_before_any_of_its_members(people: Personas, change: Change) -> None:
    """In one order everywhere, or two changes would each hold what the other needs."""
    with CaptureQueriesContext(connection) as captured:
        change(people)
    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    taken = [found[1] for sql in locks if (found := re.search(r'FROM "people_(organisation|member)"', sql))]
    assert taken[:2] == ["organisation", "member"]

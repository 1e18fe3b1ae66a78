"""Nobody's address is kept: not in a table of ours or of anybody else's, not in a session, not in a log."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client

from banyan.config.logs import WithoutWords
from tests.factories import PASSWORD, Personas
from tests.people.passkeys import SoftKey
from tests.people.signing_in import CODE, LOGIN
from tests.people.test_second_factors import AGAIN, APP, CODES, PASSKEY, options_on

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
CANARY = "203.0.113.254"
AGENT = "CanaryBrowser/7.7"


def everything_stored() -> str:
    """Every value of every row of every table in every database, third parties' included."""
    found: list[str] = []
    for alias in ("default", "drafts"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
                found += [_read(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def _read(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def test_no_address_and_no_browser_s_name_is_kept_of_a_sign_in(people: Personas, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    heard = StringIO()
    listener = logging.StreamHandler(heard)
    listener.setFormatter(WithoutWords())
    logging.getLogger("django").addHandler(listener)
    logging.getLogger().addHandler(listener)
    try:
        client = _sign_in_and_set_everything_up()
        stored = everything_stored()
        sessions = str(dict(client.session.items()))
    finally:
        logging.getLogger("django").removeHandler(listener)
        logging.getLogger().removeHandler(listener)
    assert "mei" in stored, "the search finds what is there"
    for trace in (CANARY, AGENT, PASSWORD):
        assert trace not in stored
        assert trace not in sessions
        assert trace not in heard.getvalue()


def _sign_in_and_set_everything_up() -> Client:
    client, key = Client(REMOTE_ADDR=CANARY, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=CANARY), SoftKey()
    client.post(LOGIN, {"login": "mei", "password": "not her password"})
    client.post(LOGIN, {"login": "nobody", "password": PASSWORD})
    client.post(LOGIN, {"login": "mei", "password": PASSWORD})
    client.post(PASSKEY, {"name": "ring", "credential": key.create(options_on(client.get(PASSKEY)))})
    client.post(APP, {"code": "000000"})
    client.post(f"{CODES}new/")
    client.post(AGAIN, {"password": "not her password"})
    client.post(AGAIN, {"password": PASSWORD})
    client.get(CODES)
    client.get("/desk/team/")
    client.get("/desk/audit/")
    client.post("/desk/account/logout/")
    client.post(LOGIN, {"login": "mei", "password": PASSWORD})
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"credential": key.get(options_on(client.get(CODE)))})
    assert client.get("/desk/team/").status_code == 200
    return client


def test_no_third_party_table_could_hold_an_address() -> None:
    suspicious = ("ip", "ip_address", "remote_addr", "address", "user_agent", "client_ip")
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name in suspicious
    }
    assert found == set()

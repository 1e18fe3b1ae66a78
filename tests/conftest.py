"""What every test has: an audit trail that can't be changed, and yet a clean database afterwards."""

import importlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_socket import SocketConnectBlockedError

from banyan.base.briefly import forget_everything
from tests.factories import Personas, make_personas

_append_only = importlib.import_module("banyan.base.migrations.0002_audit_append_only")


# What pytest-socket leaves open beside `connect`: datagrams, another way to connect, and asking for a name.
AT_HOME = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}  # noqa: S104 - names of this machine
GUARDED = {"sendto": -1, "sendmsg": 3, "connect_ex": 0}  # Where each takes the address; -1 is the last.


@pytest.fixture(autouse=True, scope="session")
def _nothing_leaves_this_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, place in GUARDED.items():
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), place))
        for name in ("getaddrinfo", "gethostbyname"):
            patch.setattr(socket, name, _at_home(getattr(socket, name)))
        yield


def _guarded(true: Callable[..., Any], place: int) -> Callable[..., Any]:
    def guarded(inst: socket.socket, *given: Any) -> Any:
        address = given[place] if place < len(given) else None
        if isinstance(address, tuple) and address[0] not in AT_HOME:
            inst.close()
            raise SocketConnectBlockedError(["this machine"], address[0])
        return true(inst, *given)

    return guarded


def _at_home(true: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *given: Any, **named: Any) -> Any:
        if (host.decode() if isinstance(host, bytes) else host) not in AT_HOME:
            raise SocketConnectBlockedError(["this machine"], str(host))
        return true(host, *given, **named)

    return guarded


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No cache survives a test (allauth keeps in it which codes were used), nor does the language of the last page."""
    forget_everything()
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture
def people() -> Personas:
    """Two fictional organisations and who works there; what a folder's tests need beside stands in its own."""
    return make_personas()


@pytest.fixture(autouse=True, scope="session")
def _flush_around_the_trail() -> Iterator[None]:
    """A test that commits is cleaned up by deleting every row, which the trail's triggers refuse: lift them then."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # Django's own hook

    def lifted(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for statement in _append_only.DOWN[connection.vendor]:
                cursor.execute(statement)
        teardown(case)
        with connection.cursor() as cursor:
            for statement in _append_only.UP[connection.vendor]:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield

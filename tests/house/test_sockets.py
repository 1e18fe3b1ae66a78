"""Tests reach nothing but this machine: each way out of it is tried, towards an address that nobody has."""

import socket
from collections.abc import Callable

import pytest
from pytest_socket import SocketConnectBlockedError

NOBODY = "192.0.2.1"  # RFC 5737: for documentation, and never routed.


def datagram(send: Callable[[socket.socket], object]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        send(line)


WAYS: dict[str, Callable[[], object]] = {
    "connect": lambda: socket.create_connection((NOBODY, 9), timeout=0.1),
    "connect_ex": lambda: datagram(lambda line: line.connect_ex((NOBODY, 9))),
    "sendto": lambda: datagram(lambda line: line.sendto(b"out", (NOBODY, 9))),
    "sendto with flags": lambda: datagram(lambda line: line.sendto(b"out", 0, (NOBODY, 9))),
    "sendmsg": lambda: datagram(lambda line: line.sendmsg([b"out"], [], 0, (NOBODY, 9))),
    "getaddrinfo": lambda: socket.getaddrinfo("example.org", 443),
    "gethostbyname": lambda: socket.gethostbyname("example.org"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_planted_way_out_is_blocked(way: str) -> None:
    with pytest.raises((SocketConnectBlockedError, UserWarning)):
        WAYS[way]()


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            assert line.sendto(b"in", ("127.0.0.1", port)) == len(b"in")

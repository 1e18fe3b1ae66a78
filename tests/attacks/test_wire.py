"""What a stranger sends to the real server, byte by byte: from other sites, far too much, under other names."""

import re
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.attacks.web import Page, Web
from tests.faults.real import Running

STORES = {"banyan.sqlite3": ("reports_report", "django_session"), "drafts.sqlite3": ("reports_draft",)}
STORY = "Somebody followed me home. "
GB = 1024**3


def count(data: Path) -> list[int]:
    """How many reports, sessions and drafts there are."""
    found = []
    for store, tables in STORES.items():
        with closing(sqlite3.connect(data / store)) as records:
            found += [records.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608
    return found


def opened(server: Running) -> Web:
    web = Web(server.port)
    assert web.get("/en/tell/start/").status == 200
    return web


@pytest.mark.parametrize(
    ("headers", "keeps_token"),
    [
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "http://localhost.evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "null", "Referer": "https://evil.example/"}, False),
        ({"Origin": ""}, False),
        ({}, False),
    ],
    ids=["foreign", "alike", "null with a token", "null", "empty", "nothing but no token"],
)
@pytest.mark.parametrize("path", ["/en/tell/start/", "/en/tell/check/", "/en/back/", "/desk/account/login/"])
def test_attack_a_form_of_another_site_does_nothing(
    data: Path, server: Running, path: str, headers: dict[str, str], keeps_token: bool
) -> None:
    web = opened(server)
    web.get("/desk/account/login/")
    if not keeps_token:
        web.hidden.pop("csrfmiddlewaretoken")
    before = count(data)
    fields = {"go": "next", "code": "0" * 26, "login": "mei", "password": "x"}
    answer = web.post(path, fields, **headers)
    assert answer.status == 403, answer.text
    assert "Nothing was sent" in answer.text
    assert count(data) == before


def test_a_form_of_ours_does(server: Running) -> None:
    assert opened(server).post("/en/tell/start/", {"go": "next"}).status == 303


def first_line(port: int, head: str, body: bytes = b"", *, patience: float = 10) -> tuple[str, float]:
    """Send a head that promises much and a body that holds little; gives the answer's first line, and how soon."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
        line.sendall(head.replace("\n", "\r\n").encode() + b"\r\n" + body)
        said = line.recv(4096)
    return said.split(b"\r\n")[0].decode(), time.monotonic() - began


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("path", ["/en/tell/words/", "/desk/account/login/"])
def test_attack_a_giant_body_is_answered_before_it_is_read(server: Running, path: str, kind: str) -> None:
    """Ten gigabytes are promised and one kilobyte is sent: the answer comes at once, and the server goes on."""
    web = opened(server)
    web.get("/desk/account/login/")
    cookies = "; ".join(f"{name}={value}" for name, (value, _path) in web.jar.items())
    head = (
        f"POST {path} HTTP/1.1\nHost: localhost:{server.port}\nOrigin: {web.origin}\nCookie: {cookies}\n"
        f"Content-Type: {kind}\nContent-Length: {10 * GB}\n"
    )
    line, seconds = first_line(server.port, head, b"x" * 1000)
    assert line.split()[1] == "413"
    assert seconds < 5
    assert opened(server).post("/en/tell/start/", {"go": "next"}).status == 303


def test_attack_more_fields_or_files_than_anybody_means_are_refused_with_kind_words(server: Running) -> None:
    web = opened(server)
    many = web.post("/en/tell/start/", [(f"f{number}", "1") for number in range(2000)])
    mark = "xyz"
    files = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{number}.jpg"\r\n\r\nx\r\n'
        for number in range(50)
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Origin": web.origin}
    more = web.ask("POST", "/en/tell/words/", f"{files}--{mark}--\r\n".encode(), headers)
    for page in (many, more):
        assert page.status == 400, page.text
        assert "911" in page.text


def test_attack_a_story_of_300_kilobytes_is_shown_again_whole_with_what_to_mend(server: Running) -> None:
    web = opened(server)
    web.post("/en/tell/start/", {"go": "next"})
    story = (STORY * 12_000)[:300_000].strip()
    answer = web.post("/en/tell/words/", {"go": "next", "words": story})
    assert answer.status == 422
    assert story in answer.text
    assert "20000" in answer.text.replace(",", "") or "20,000" in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "a b"])
def test_attack_another_host_name_leads_nobody_there(server: Running, host: str) -> None:
    """Neither a page nor a redirect nor a link is ever made of it."""
    for path in ("/", "/en/", "/en/back", "/leave/", "/desk/", "/desk/account/login/"):
        answer: Page = Web(server.port).get(path, Host=host)
        assert answer.status == 400, (path, answer.status)
        assert "evil" not in answer.text + answer.leads_to
    forwarded = Web(server.port).get("/desk/", **{"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert forwarded.status == 302
    assert "evil" not in forwarded.leads_to


def test_attack_an_address_says_nothing_of_another_site(server: Running) -> None:
    for path in (
        "//evil.example/",
        "/\\evil.example",
        "/en//evil.example/",
        "/en/back/%0d%0aLocation:%20https://evil.example",
    ):
        answer = Web(server.port).get(path)
        assert answer.status in {400, 404} or not re.match(r"(https?:)?[\\/]{2}", answer.leads_to), answer.leads_to
        assert "location" not in answer.headers or "evil.example" not in answer.leads_to.split("/")[2:3]

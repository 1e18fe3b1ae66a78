"""What a whole report weighs on the wire, headers and both ways counted, from the real server on a real socket.

The limits are the product's: the first page under 20 kB, every page of a full report under 60 kB, without files. The
headers sent are those of Chromium on an Android phone.
"""

import gzip
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import brotli
import pytest

from tests.served import serve

FIRST, WHOLE = 20_000, 60_000
CHROMIUM = {
    "Connection": "close",  # As long as "keep-alive" and then some.
    "Cache-Control": "max-age=0",
    "sec-ch-ua": '"Chromium";v="146", "Not-A.Brand";v="24"',
    "sec-ch-ua-mobile": "?1",
    "sec-ch-ua-platform": '"Android"',
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 "
    "Mobile Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
    "Sec-Fetch-Dest": "document",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9",
}
WORDS = {
    "en": "Fictional. Someone shouted at me at the bus stop and followed me home. " * 15,
    "zh-hant": "虛構。有人在巴士站對我大喊,還跟著我回家。" * 16,
    "ar": "خيالي. صرخ أحدهم في وجهي عند موقف الحافلة. " * 13,
}
ANSWERS = {
    "start": [("wants", "someone_to_talk_to"), ("wants", "feeling_safe")],
    "who": [("for_whom", "self"), ("age_band", "from_25_to_59")],
    "what": [("kinds", "threats"), ("kinds", "verbal_harassment"), ("speaks", "en")],
    "readers": [],
    "words": [],
    "when": [("date_year", "2025"), ("date_month", "03"), ("places", "street")],
    "why": [("bias", "yes"), ("bases", "asian"), ("told", "nobody")],
    "contact": [("channels", "receipt"), ("is_safe_now", "yes")],
}
BOUNDARY = "----WebKitFormBoundaryABCDEFGHIJKLMNOP"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("weight")) as found:
        yield found


class Phone:
    """Counts every byte that goes out and comes in."""

    def __init__(self, address: str, *, brotli_too: bool = True) -> None:
        self.address, self.total, self.requests = address, 0, 0
        self.cookies: dict[str, str] = {}
        self.encoding = "gzip, deflate, br, zstd" if brotli_too else "gzip, deflate"

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[str, str]:
        """The head and the unpacked body of an answer."""
        parts = urlsplit(self.address)
        headers = {"Host": parts.netloc, **CHROMIUM, "Accept-Encoding": self.encoding}
        headers["Referer"] = f"{self.address}{path}"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {"Origin": self.address, "Content-Type": kind, "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        sent = f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + (body or b"")
        received = self._exchange(sent, parts.hostname or "", parts.port or 80)
        self.total += len(sent) + len(received)
        self.requests += 1
        head, _, packed = received.partition(b"\r\n\r\n")
        for name, value in re.findall(r"(?i)set-cookie:\s*([^=]+)=([^;\r]*)", head.decode()):
            self.cookies[name] = value
        return head.decode(), _unpack(head.decode().lower(), packed).decode()

    def _exchange(self, sent: bytes, host: str, port: int) -> bytes:
        received = b""
        with socket.create_connection((host, port), timeout=60) as wire:
            wire.sendall(sent)
            while piece := wire.recv(65_536):
                received += piece
        return received

    def answer(self, language: str, step: str) -> None:
        """Open a page, fill it in, send it."""
        path = f"/{language}/tell/{step}/"
        page = self.ask("GET", path)[1]
        given = [("csrfmiddlewaretoken", _first(r'csrfmiddlewaretoken" value="([^"]+)"', page)), *ANSWERS[step]]
        if step == "readers":
            given.append(("organisations", _first(r'name="organisations" value="([^"]+)"', page)))
        if step == "words":
            given.append(("words", WORDS[language]))
        given += [(name, "") for name in _empty(page) - {name for name, _value in given}] + [("go", "next")]
        head = self.ask("POST", path, *(_multipart(given) if "multipart/form-data" in page else _form(given)))[0]
        assert " 303 " in head, head

    def tell(self, language: str) -> tuple[int, int]:
        """The whole report; gives what the first page and all of it weighed."""
        home = self.ask("GET", f"/{language}/")[1]
        files = {found.partition("#")[0] for found in re.findall(r'(?:href|src)="(/static/[^"]+)"', home)}
        for file in sorted(files):
            assert " 200 " in self.ask("GET", file)[0]
        first = self.total
        for step in ANSWERS:
            self.answer(language, step)
        token = _first(r'csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", f"/{language}/tell/check/")[1])
        self.ask("POST", f"/{language}/tell/check/", *_form([("csrfmiddlewaretoken", token)]))
        assert 'class="receipt"' in self.ask("GET", f"/{language}/tell/kept/")[1]
        return first, self.total


def _first(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return found[1]


def _empty(page: str) -> set[str]:
    """Text controls that a browser sends although nothing stands in them."""
    inputs = re.findall(r'<input(?! type="(?:checkbox|radio|hidden|file))[^>]*name="([^"]+)"', page)
    return {*inputs, *re.findall(r'<(?:select|textarea)[^>]*name="([^"]+)"', page)}


def _form(given: list[tuple[str, str]]) -> tuple[bytes, str]:
    return urlencode(given).encode(), "application/x-www-form-urlencoded"


def _multipart(given: list[tuple[str, str]]) -> tuple[bytes, str]:
    fields = [f'name="{name}"\r\n\r\n{value}' for name, value in given]
    fields.append('name="file"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n')
    body = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {field}\r\n" for field in fields)
    return f"{body}--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


def _unpack(head: str, packed: bytes) -> bytes:
    if "content-encoding: br" in head:
        return bytes(brotli.decompress(packed))
    return gzip.decompress(packed) if "content-encoding: gzip" in head else packed


@pytest.mark.parametrize("language", ["en", "zh-hant", "ar"])
def test_a_whole_report_fits_an_old_phone_on_a_slow_line(address: str, language: str) -> None:
    phone = Phone(address)
    first, whole = phone.tell(language)
    assert first < FIRST, first
    assert whole < WHOLE, whole
    assert phone.requests < 30


def test_even_a_browser_without_brotli_gets_the_first_page_at_once(address: str) -> None:
    first, whole = Phone(address, brotli_too=False).tell("en")
    assert first < FIRST, first
    assert whole < WHOLE * 1.05, whole

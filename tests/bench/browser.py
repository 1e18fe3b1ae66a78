"""The least browser that can go through the pages: one connection, cookies, forms. Counts every byte both ways."""

import asyncio
import contextlib
import gzip
import itertools
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

# What a phone's browser sends with every request.
HEADERS = (
    "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Encoding: gzip, deflate\r\nAccept-Language: en\r\n"
)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


_networks = itertools.count(1)


def _a_network() -> str:
    """An address from the networks kept for documents and tests (RFC 3849), another one for every browser."""
    return f"2001:db8:{next(_networks):x}::1"


class FailedError(Exception):
    """The server answered something that a journey doesn't expect."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    received: int = 0
    requests: int = 0
    token: str = ""
    address: str = field(default_factory=_a_network)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        body = urlencode([("csrfmiddlewaretoken", self.token), *fields]).encode()
        return await self._ask("POST", path, body)

    async def close(self) -> None:
        if self._streams is not None:
            # The loop in which it was opened may be over: then its connections are as well.
            with contextlib.suppress(RuntimeError):
                self._streams[1].close()
            self._streams = None

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self._streams
        forwarded = f"X-Forwarded-For: {self.address}\r\n"
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n{HEADERS}{forwarded}"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if body:
            head += (
                f"Origin: http://localhost:{self.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n"
            )
        request = head.encode() + b"\r\n" + body
        writer.write(request)
        self.sent += len(request) - len(forwarded)  # The proxy's word, not the phone's.
        self.requests += 1
        answer = await self._read(reader)
        found = TOKEN.search(answer.body)
        if found:
            self.token = found[1].decode()
        return answer

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        raw = await reader.readuntil(b"\r\n\r\n")
        lines = raw.decode("latin-1").split("\r\n")
        status, headers = int(lines[0].split(" ")[1]), dict[str, str]()
        for head in lines[1:]:
            name, _, value = head.partition(": ")
            if name.lower() == "set-cookie":
                self._set_cookie(value)
            elif name:
                headers[name.lower()] = value
        body = b""
        if headers.get("transfer-encoding") == "chunked":
            size = -1
            while size:
                line = await reader.readuntil(b"\r\n")
                size = int(line, 16)
                body += (await reader.readexactly(size + 2))[:-2]
                self.received += len(line) + 2
        elif status not in {204, 304}:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.received += len(raw) + len(body)
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(status, headers, body)

    def _set_cookie(self, value: str) -> None:
        pair, *rest = value.split("; ")
        name, _, content = pair.partition("=")
        if "Max-Age=0" in rest:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = content

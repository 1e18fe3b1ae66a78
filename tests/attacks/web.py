"""A plain browser on a real socket: cookies by their path, forms with the page's own hidden fields, no redirects."""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"')


@dataclass(frozen=True)
class Page:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Web:
    """One person's browser."""

    port: int
    jar: dict[str, tuple[str, str]] = field(default_factory=dict)  # Name: value and path.
    hidden: dict[str, str] = field(default_factory=dict)
    seen: list[Page] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> Page:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, fields: list[tuple[str, str]] | dict[str, str], **headers: str) -> Page:
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        token = [("csrfmiddlewaretoken", self.hidden.get("csrfmiddlewaretoken", ""))]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, **headers}
        return self.ask("POST", path, urlencode(token + pairs).encode(), headers)

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes, *, control: str = "file") -> Page:
        """A form with one file."""
        mark = secrets.token_hex(16)
        parts = {"csrfmiddlewaretoken": self.hidden["csrfmiddlewaretoken"], **fields}
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in parts.items()
        )
        body += f'--{mark}\r\nContent-Disposition: form-data; name="{control}"; filename="{name}"\r\n\r\n'.encode()
        body += content + f"\r\n--{mark}--\r\n".encode()
        return self.ask(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}", "Origin": self.origin}
        )

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        cookies = "; ".join(f"{name}={value}" for name, (value, under) in self.jar.items() if path.startswith(under))
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = {"Host": f"localhost:{self.port}", **({"Cookie": cookies} if cookies else {}), **headers}
            line.request(method, path, body or None, {name.replace("_", "-"): value for name, value in sent.items()})
            answer = line.getresponse()
            page = Page(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            self._keep(answer.msg.get_all("Set-Cookie", []))
        finally:
            line.close()
        if page.headers.get("content-type", "").startswith("text/html"):
            self.hidden |= {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
        self.seen.append(page)
        return page

    def _keep(self, given: list[str]) -> None:
        for one in given:
            for name, morsel in SimpleCookie(one).items():
                self.jar[name] = (morsel.value, morsel["path"] or "/")
                if morsel["max-age"] == "0":
                    del self.jar[name]

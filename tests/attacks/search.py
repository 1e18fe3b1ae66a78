"""Looking for something secret in every byte under a directory, in each form that software is likely to give it."""

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

DEEPEST = 4  # Archives within archives.


def forms_of(secret: str) -> dict[str, bytes]:
    """Each way in which it may be written, under a name that says how."""
    found: dict[str, bytes] = {}
    for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        raw = secret.encode(name)
        found[name] = raw
        found[f"{name} hex"] = raw.hex().encode()
        found[f"{name} HEX"] = raw.hex().upper().encode()
        for shift in range(3):
            # What stands before it shifts base64 by up to two bytes; whole groups in the middle are always the same.
            inner = raw[(3 - shift) % 3 :]
            whole = inner[: len(inner) // 3 * 3]
            found[f"{name} base64 {shift}"] = base64.b64encode(whole)
            found[f"{name} base64url {shift}"] = base64.urlsafe_b64encode(whole)
    found |= {
        "url": quote(secret).encode(),
        "url, lower case": quote(secret).lower().encode(),
        "form": quote_plus(secret).encode(),
        "JSON": json.dumps(secret)[1:-1].encode(),
        "Python": ascii(secret)[1:-1].encode(),
        "Python bytes": repr(secret.encode())[2:-1].encode(),
        "HTML": escape(secret).encode(),
        "HTML numbers": secret.encode("ascii", "xmlcharrefreplace"),
        "backwards": secret[::-1].encode(),
    }
    return found


def search(root: Path, secrets: dict[str, str]) -> list[str]:
    """Where any of these lies: the file, what, and in which form. Names of files count too."""
    forms = {f"{name} as {how}": form for name, secret in secrets.items() for how, form in forms_of(secret).items()}
    hits = []
    for path in sorted(root.rglob("*")):
        place = str(path.relative_to(root))
        contents = [place.encode(), *(unpacked(path.read_bytes()) if path.is_file() else ())]
        hits += [f"{place}: {name}" for name, form in forms.items() if any(form in content for content in contents)]
    return hits


def unpacked(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and those packed inside."""
    yield data
    if depth == DEEPEST:
        return
    for inner in _inside(data):
        yield from unpacked(inner, depth + 1)


def _inside(data: bytes) -> Iterator[bytes]:
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    elif data[:3] == b"BZh":
        yield bz2.decompress(data)
    elif data[:6] == b"\xfd7zXZ\x00":
        yield lzma.decompress(data)
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None:
                    yield content.read()
    elif data[:1] == b"\x78":
        try:
            yield zlib.decompress(data)
        except zlib.error:
            return

"""Reading a draft with the key that only the person's cookie holds."""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from banyan.base.briefly import briefly
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding
from banyan.vault.sealing import unseal_json

STORE = "drafts"
KEY_SIZE = 32
# Written out, as in actions/drafts.py: every page asks this, and building it anew takes longer than answering it.
READ = "SELECT sealed FROM reports_draft WHERE name = %s AND expires_at > %s"
HELD = "SELECT COALESCE(SUM(LENGTH(sealed)), 0) FROM reports_draft"
ROOM = 1024**3  # Bytes for all drafts together, lest a flood fill the disk: a hundred thousand half-told reports.


@dataclass(frozen=True)
class DraftKey:
    """The random key in the cookie. The row's name is derived from it, so the cookie carries nothing else."""

    key: bytes = field(repr=False)

    @cached_property
    def name(self) -> str:
        return hashlib.sha256(b"banyan draft name 1" + self.key).hexdigest()

    @cached_property
    def binding(self) -> Binding:
        return Binding(record=UUID(hex=self.name[:32]), field="draft", organisation=None, version=1)

    def as_cookie(self) -> str:
        return base64.urlsafe_b64encode(self.key).rstrip(b"=").decode()


def cookie_name(name: str) -> str:
    """What a cookie that holds such a key is called.

    Behind TLS browsers let nobody but this very host set one of this prefix: another site under the same domain could
    otherwise put a draft of its own into somebody's browser, and read what they write into it.
    """
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def new_draft_key() -> DraftKey:
    return DraftKey(secrets.token_bytes(KEY_SIZE))


def draft_key_of(cookie: str) -> DraftKey | None:
    """The key a cookie holds, or None when it isn't one."""
    try:
        key = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    except (binascii.Error, ValueError):
        return None
    return DraftKey(key) if len(key) == KEY_SIZE else None


def get_draft(*, key: DraftKey | None, now: datetime) -> dict[str, Any] | None:
    """What the draft holds, or None when there is none, it expired, or the key doesn't fit."""
    if key is None:
        return None
    with connections[STORE].cursor() as cursor:
        cursor.execute(READ, [key.name, connections[STORE].ops.adapt_datetimefield_value(now)])
        row = cursor.fetchone()
    if row is None:
        return None
    try:
        content = unseal_json(bytes(row[0]), key.key, key.binding)
    except CannotOpen:
        return None
    return content if isinstance(content, dict) else None


def count_held_bytes() -> int:
    """What all drafts take, sealed."""
    with connections[STORE].cursor() as cursor:
        cursor.execute(HELD)
        return int(cursor.fetchone()[0])


@briefly
def is_full() -> bool:
    """Whether drafts took all their room a few seconds ago."""
    return count_held_bytes() > ROOM

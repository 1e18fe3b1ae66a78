"""Keeping what somebody is still writing. Drafts are unaudited: nobody but the writer has done anything yet.

These aren't records, so they aren't `@action`s: they touch only the store of short-lived rows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connections

from banyan.base.turns import writing
from banyan.reports.models import Draft
from banyan.reports.queries.drafts import STORE, DraftKey, new_draft_key
from banyan.vault.sealing import seal_json

LIFE = timedelta(hours=2)  # After the last page that was saved.
KEEP = """INSERT INTO reports_draft (name, sealed, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at"""
AFTER_SENDING = timedelta(minutes=30)  # So that a lost answer or a resend shows the same receipt.


def start_draft(*, content: dict[str, Any], now: datetime, life: timedelta = LIFE) -> DraftKey:
    """Begin a draft under a fresh key, and clear away what has expired."""
    clear_expired_drafts(now=now)
    key = new_draft_key()
    save_draft(key=key, content=content, now=now, life=life)
    return key


def save_draft(*, key: DraftKey, content: dict[str, Any], now: datetime, life: timedelta = LIFE) -> None:
    """Seal the whole draft anew."""
    sealed = seal_json(content, key.key, key.binding)
    until = connections[STORE].ops.adapt_datetimefield_value(now + life)
    with writing(STORE), connections[STORE].cursor() as cursor:
        cursor.execute(KEEP, [key.name, sealed, until])


def clear_expired_drafts(*, now: datetime) -> int:
    """Clear away drafts that nobody came back to, and what waited in visits that ended. Gives how many."""
    return Draft.objects.using(STORE).filter(expires_at__lte=now).delete()[0]


def drop_draft(*, key: DraftKey) -> None:
    """End a draft at once: sent and done with, or left."""
    Draft.objects.using(STORE).filter(name=key.name).delete()

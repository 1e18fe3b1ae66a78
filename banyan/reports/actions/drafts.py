"""Keeping what somebody is still writing. Drafts are unaudited: nobody but the writer has done anything yet.

These aren't records, so they aren't `@action`s: they touch only the store of short-lived rows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import connections
from django.db.models.functions import Length

from banyan.base.turns import writing
from banyan.reports.models import Draft
from banyan.reports.queries.drafts import ROOM, STORE, DraftKey, count_held_bytes, is_full, new_draft_key
from banyan.vault.sealing import seal_json

LIFE = timedelta(hours=2)  # After the last page that was saved.
BRIEF = timedelta(minutes=30)  # Where very many are begun: enough to go on writing, and soon gone when nobody does.
# Sealed. The longest words take 80 kB in any script. They fit twice, as answered and as changed, with all the rest.
MOST_BYTES = 256 * 1024
ALL = 2**31 - 1
AT_ONCE = 100  # How many are cleared away at most: nobody else can save meanwhile.
KEEP = """INSERT INTO reports_draft (name, sealed, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at"""
CLEAR = """DELETE FROM reports_draft WHERE name IN
(SELECT name FROM reports_draft WHERE expires_at <= %s ORDER BY expires_at LIMIT %s)"""
AFTER_SENDING = timedelta(minutes=30)  # So that a lost answer or a resend shows the same receipt.


def start_draft(*, content: dict[str, Any], now: datetime, life: timedelta, most: int | None = MOST_BYTES) -> DraftKey:
    """Begin a draft under a fresh key, and clear away what has expired."""
    clear_expired_drafts(now=now, most=AT_ONCE)
    if is_full():
        _make_room(now)
    key = new_draft_key()
    save_draft(key=key, content=content, now=now, life=life, most=most)
    return key


def _make_room(now: datetime) -> None:
    """Of those that end soon the largest give way: a flood's, before the few words of whoever is in its midst."""
    over = count_held_bytes() - ROOM
    ending = Draft.objects.using(STORE).filter(expires_at__lte=now + BRIEF).annotate(size=Length("sealed"))
    gone = []
    for name, size in ending.order_by("-size").values_list("pk", "size")[:AT_ONCE]:
        if over > 0:
            gone.append(name)
            over -= size
    ending.filter(pk__in=gone).delete()


def save_draft(
    *,
    key: DraftKey,
    content: dict[str, Any],
    now: datetime,
    life: timedelta,
    most: int | None,
) -> None:
    """Seal the whole draft anew. Raises RequestDataTooBig for more than `most`, which nobody's own answers take."""
    sealed = seal_json(content, key.key, key.binding)
    if most is not None and len(sealed) > most:
        raise RequestDataTooBig
    until = connections[STORE].ops.adapt_datetimefield_value(now + life)
    with writing(STORE), connections[STORE].cursor() as cursor:
        cursor.execute(KEEP, [key.name, sealed, until])


def clear_expired_drafts(*, now: datetime, most: int = ALL) -> int:
    """Clear away drafts that nobody came back to and ended visits, at most so many. Gives how many."""
    until = connections[STORE].ops.adapt_datetimefield_value(now)
    with writing(STORE), connections[STORE].cursor() as cursor:
        cursor.execute(CLEAR, [until, most])
        return int(cursor.rowcount)


def drop_draft(*, key: DraftKey) -> None:
    """End a draft at once: sent and done with, or left."""
    Draft.objects.using(STORE).filter(name=key.name).delete()

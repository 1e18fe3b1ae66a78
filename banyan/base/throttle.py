"""A token bucket per client and purpose, keyed by an HMAC that turns daily, so that no address is stored anywhere."""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from banyan.base.briefly import Memory
from banyan.base.models import Bucket, BucketKey
from banyan.base.turns import writing

STORE = "drafts"
# Written out: every sending and every code that is typed asks them, and Django builds a statement anew each time.
OPEN = """INSERT INTO base_bucket (client, day, tokens, filled_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (client) DO NOTHING"""
READ = "SELECT tokens, filled_at FROM base_bucket WHERE client = %s"
KEEP = "UPDATE base_bucket SET tokens = %s, filled_at = %s WHERE client = %s"
_keys = Memory()
HOUSEHOLD = 64  # A household or an office is given this many bits of an IPv6 address; the rest it chooses itself.
SITE = 48


@dataclass(frozen=True, slots=True)
class Limit:
    """A bucket's size, and how many seconds one token takes to come back."""

    purpose: str
    size: int
    seconds_a_token: float


def client_of(request: HttpRequest) -> str:
    """The network a request came from, as the proxy in front says where one is set. Never stored or logged."""
    if settings.BANYAN_CLIENT_HEADER:
        header = "HTTP_" + settings.BANYAN_CLIENT_HEADER.upper().replace("-", "_")
        # The last address is the one our own proxy added; those before it are the client's word.
        address = str(request.META.get(header, "")).rsplit(",", 1)[-1].strip()
    else:
        address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:  # So a socket for both kinds writes IPv4; the whole of it lies in one household of IPv6.
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network(f"{found}/{HOUSEHOLD}", strict=False))


def site_of(client: str) -> str:
    """The site that a household of IPv6 is part of: a provider gives whoever asks 65,536 of them. Others stay alone."""
    try:
        return str(ipaddress.IPv6Network(client).supernet(new_prefix=SITE))
    except ValueError:
        return client


def _without_port(address: str) -> str:
    """Some proxies add the client's port, which is another one for every connection."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def take(limit: Limit, *, client: str, now: datetime, extra: str = "") -> bool:
    """Take one token, or answer False when there is none left. `extra` narrows the bucket, to one account say."""
    moment, day = now.timestamp(), now.astimezone(UTC).date()
    if _keys.known(day) is None:  # A new day: yesterday's key isn't remembered either.
        _keys.forget()
    key = _keys.get(day, lambda: _key_of(day))
    name = hmac.new(key, f"{client}|{extra}".encode(), hashlib.sha256).hexdigest()
    client_name = f"{limit.purpose}:{name}"[:80]
    store = connections[STORE]
    lock = " FOR UPDATE" if store.features.has_select_for_update else ""
    with writing(STORE), store.cursor() as cursor:
        cursor.execute(OPEN, [client_name, store.ops.adapt_datefield_value(day), float(limit.size), moment])
        left, filled_at = cursor.execute(READ + lock, [client_name]).fetchone()
        # A clock that jumped back fills nothing, and never drains.
        tokens = min(float(limit.size), left + max(0.0, moment - filled_at) / limit.seconds_a_token)
        allowed = tokens >= 1
        # It starts from the clock as it is now: waiting for one that was ahead would silence somebody.
        cursor.execute(KEEP, [tokens - 1 if allowed else tokens, moment, client_name])
    return bool(allowed)


def _key_of(day: date) -> bytes:
    row, made = BucketKey.objects.using(STORE).get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
    if made:  # The first client of a day ends what could tell yesterday's apart.
        BucketKey.objects.using(STORE).exclude(day=day).delete()
        Bucket.objects.using(STORE).exclude(day=day).delete()
    return bytes(row.key)

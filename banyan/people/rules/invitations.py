"""How long an invitation may wait, and how its secret is made and remembered."""

import hashlib
import secrets
from datetime import timedelta

LASTS = timedelta(days=7)


def new_secret() -> str:
    """A secret of 256 bits that can stand in an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """What the database keeps of a secret: at 256 bits nobody guesses, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()

"""Keys that the server derives from its pepper, one per purpose, so that none can stand in for another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_SIZE = 32


def key_for(purpose: str) -> bytes:
    """The 32-byte key of one purpose, always the same on this server (HKDF-SHA256, RFC 5869)."""
    hkdf = HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=None, info=f"banyan pepper 1 {purpose}".encode())
    return hkdf.derive(settings.BANYAN_PEPPER)

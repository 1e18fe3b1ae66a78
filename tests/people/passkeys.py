"""A security key in software, for the tests: it answers as a browser would."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE, ORIGIN = "testserver", "https://testserver"
PRESENT, ATTESTED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


@dataclass
class SoftKey:
    """One credential of one security key."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: token_bytes(16))

    def create(self, options: dict[str, Any], *, origin: str = ORIGIN) -> str:
        """What the browser posts after `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(  # type: ignore[no-untyped-call]  # fido2 leaves it so
            self.private.public_key()
        )
        attested = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        data = AuthenticatorData.create(_site_hash(), PRESENT | ATTESTED, 0, attested)
        client = _client_data("webauthn.create", options["publicKey"]["challenge"], origin)
        attestation = AttestationObject.create("none", data, {})
        return self._written({"clientDataJSON": client, "attestationObject": bytes(attestation)})

    def get(self, options: dict[str, Any], *, origin: str = ORIGIN) -> str:
        """What the browser posts after `navigator.credentials.get`."""
        data = AuthenticatorData.create(_site_hash(), PRESENT, 1)
        client = _client_data("webauthn.get", options["publicKey"]["challenge"], origin)
        signature = self.private.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._written({"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature})

    def _written(self, response: dict[str, bytes]) -> str:
        return json.dumps(
            {
                "id": _text(self.credential_id),
                "rawId": _text(self.credential_id),
                "type": "public-key",
                "response": {name: _text(value) for name, value in response.items()},
                "clientExtensionResults": {},
            }
        )


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    padded = challenge + "=" * (-len(challenge) % 4)
    return bytes(CollectedClientData.create(kind, urlsafe_b64decode(padded), origin))


def _site_hash() -> bytes:
    return hashlib.sha256(SITE.encode()).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")

"""The vault's ciphers built a second time from plain ChaCha20 and Poly1305, so that libsodium isn't checked by itself.

Follows draft-irtf-cfrg-xchacha-03 and libsodium's description of secretstream; slow, and used by tests only.
"""

import struct
from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.poly1305 import Poly1305

_ROUNDS = (
    (0, 4, 8, 12),
    (1, 5, 9, 13),
    (2, 6, 10, 14),
    (3, 7, 11, 15),
    (0, 5, 10, 15),
    (1, 6, 11, 12),
    (2, 7, 8, 13),
    (3, 4, 9, 14),
)
_FINAL = 3


def hchacha20(key: bytes, nonce: bytes) -> bytes:
    """The subkey of section 2.2: key of 32 bytes, nonce of 16, result of 32."""
    state = [*struct.unpack("<4I", b"expand 32-byte k"), *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)]
    for _ in range(10):
        for a, b, c, d in _ROUNDS:
            for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                state[x] = (state[x] + state[y]) & 0xFFFFFFFF
                mixed = state[z] ^ state[x]
                state[z] = ((mixed << turn) | (mixed >> (32 - turn))) & 0xFFFFFFFF
    return struct.pack("<8I", *state[:4], *state[12:])


def xchacha(key: bytes, nonce: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """XChaCha20-Poly1305 of section 2: ciphertext with its tag."""
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])).encrypt(bytes(4) + nonce[16:], plaintext, associated)


def secretstream(key: bytes, header: bytes, frames: Iterable[bytes], associated: bytes) -> list[bytes]:
    """The sealed frames of a stream, the last one marked final; every frame carries the same associated data."""
    plain = list(frames)
    subkey, counter, inner = hchacha20(key, header[:16]), 1, header[16:]
    sealed = []
    for at, frame in enumerate(plain):
        tag = _FINAL if at == len(plain) - 1 else 0
        nonce = counter.to_bytes(4, "little") + inner
        stream = Cipher(ChaCha20(subkey, bytes(4) + nonce), mode=None).encryptor()
        mac = Poly1305(stream.update(bytes(64))[:32])
        block = stream.update(bytes([tag]) + bytes(63))
        body = stream.update(frame)
        mac.update(associated + bytes(-len(associated) % 16))
        # The filling after the body is libsodium's own rule, not the usual one; it is part of the format.
        mac.update(block + body + bytes(len(body) % 16))
        mac.update(struct.pack("<QQ", len(associated), len(block) + len(body)))
        code = mac.finalize()
        sealed.append(block[:1] + body + code)
        inner = bytes(x ^ y for x, y in zip(inner, code, strict=False))
        counter += 1
    return sealed

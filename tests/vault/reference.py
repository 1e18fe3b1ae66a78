"""The vault's ciphers built a second time on other people's code, so that libsodium isn't checked by itself.

Follows draft-irtf-cfrg-xchacha-03, "Extending the Salsa20 nonce" (Bernstein 2011) and libsodium's descriptions of
secretstream and sealed boxes; slow, and used by tests only.
"""

import hashlib
import struct
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
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
_SALSA_ROUNDS = (
    (0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
    (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14),
)  # fmt: skip
_WORDS = struct.Struct("<16I")
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


def hsalsa20(key: bytes, block: bytes) -> bytes:
    """The subkey of Salsa20 with a long nonce: key of 32 bytes, block of 16, result of 32."""
    mixed = _salsa_rounds(_salsa_state(key, block))
    return struct.pack("<8I", *(mixed[at] for at in (0, 5, 10, 15, 6, 7, 8, 9)))


def sealed_box(ephemeral: bytes, public: bytes, plaintext: bytes) -> bytes:
    """Libsodium's sealed box made with this ephemeral private key: its public key, tag, ciphertext."""
    ours = X25519PrivateKey.from_private_bytes(ephemeral)
    ours_public = ours.public_key().public_bytes_raw()
    key = hsalsa20(ours.exchange(X25519PublicKey.from_public_bytes(public)), bytes(16))
    nonce = hashlib.blake2b(ours_public + public, digest_size=24).digest()
    subkey = hsalsa20(key, nonce[:16])
    blocks = (_salsa_block(subkey, nonce[16:], counter) for counter in range(len(plaintext) // 64 + 2))
    stream = b"".join(blocks)
    body = bytes(x ^ y for x, y in zip(plaintext, stream[32:], strict=False))
    return ours_public + Poly1305.generate_tag(stream[:32], body) + body


def _salsa_block(key: bytes, nonce: bytes, counter: int) -> bytes:
    state = _salsa_state(key, nonce + counter.to_bytes(8, "little"))
    mixed = _salsa_rounds(state)
    return _WORDS.pack(*((x + y) & 0xFFFFFFFF for x, y in zip(state, mixed, strict=True)))


def _salsa_state(key: bytes, block: bytes) -> list[int]:
    fixed = b"expand 32-byte k"
    return [*_WORDS.unpack(fixed[:4] + key[:16] + fixed[4:8] + block + fixed[8:12] + key[16:] + fixed[12:])]


def _salsa_rounds(start: list[int]) -> list[int]:
    state = start.copy()
    for _ in range(10):
        for a, b, c, d in _SALSA_ROUNDS:
            for target, x, y, turn in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
                total = (state[x] + state[y]) & 0xFFFFFFFF
                state[target] ^= ((total << turn) & 0xFFFFFFFF) | (total >> (32 - turn))
    return state

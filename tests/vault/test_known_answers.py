"""Each primitive against its published vectors, and each format against the same thing built on other people's code."""

from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_scalarmult,
)

from banyan.vault import files, keys, passwords, receipts
from banyan.vault.envelope import join_parts, unlock
from banyan.vault.files import FRAME_SIZE, open_chunks, seal_chunks
from banyan.vault.keys import key_pair_from, open_sealed, seal_to
from banyan.vault.padding import pad
from banyan.vault.passwords import unwrap_private_key
from banyan.vault.sealing import seal, unseal
from tests.vault import reference
from tests.vault.hurry import unhurried
from tests.vault.kinds import HERE, KEY

SUNSCREEN = (
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    b"sunscreen would be it."
)
# RFC 7748, section 6.1.
ALICE = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
ALICE_PUBLIC = bytes.fromhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
BOB = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
BOB_PUBLIC = bytes.fromhex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
SHARED = bytes.fromhex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")

WRITTEN_DOWN = (
    "018520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6ad82a89ef466b1476195fcbbdb061d9"
    "bf54646f0efa8b28bc4590e48bf3e455c027430bf4f4d0877a74aaab5cf4fb7255757708efb0d10330f9e279455b5fd6"
    "580948425c6bf731bfbf71f7a010c77681"
)


def test_hchacha20_of_the_draft() -> None:
    """draft-irtf-cfrg-xchacha-03, section 2.2.1: what the reference stands on."""
    nonce = bytes.fromhex("000000090000004a0000000031415927")
    subkey = "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    assert reference.hchacha20(KEY, nonce).hex() == subkey


def test_xchacha20_poly1305_of_the_draft() -> None:
    """draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    key, nonce = bytes(range(0x80, 0xA0)), bytes(range(0x40, 0x58))
    associated = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    answer = bytes.fromhex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
        "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )
    assert crypto_aead_xchacha20poly1305_ietf_encrypt(SUNSCREEN, associated, nonce, key) == answer
    assert crypto_aead_xchacha20poly1305_ietf_decrypt(answer, associated, nonce, key) == SUNSCREEN
    assert reference.xchacha(key, nonce, SUNSCREEN, associated) == answer


@given(content=st.binary(max_size=2_000))
@unhurried
def test_sealed_content_is_what_the_reference_makes(content: bytes) -> None:
    context = b"\x01" + join_parts(b"banyan content 1", HERE.associated_data())
    ours = seal(content, KEY, HERE)
    assert ours == b"\x01" + ours[1:25] + reference.xchacha(KEY, ours[1:25], pad(content), context)
    theirs = b"\x01" + bytes(24) + reference.xchacha(KEY, bytes(24), pad(content), context)
    assert unseal(theirs, KEY, HERE) == content


def test_x25519_of_the_rfc() -> None:
    assert key_pair_from(ALICE).public == ALICE_PUBLIC
    assert key_pair_from(BOB).public == BOB_PUBLIC


def test_hsalsa20_of_nacl() -> None:
    """Section 8 of "Cryptography in NaCl" (Bernstein 2009): the first key, from the same Alice and Bob as the RFC's."""
    assert crypto_scalarmult(ALICE, BOB_PUBLIC) == SHARED
    first_key = "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"
    assert reference.hsalsa20(SHARED, bytes(16)).hex() == first_key


@given(plaintext=st.binary(max_size=300), ephemeral=st.binary(min_size=32, max_size=32))
@unhurried
def test_a_sealed_box_of_the_reference_opens(plaintext: bytes, ephemeral: bytes) -> None:
    bob = key_pair_from(BOB)
    made = b"\x01" + reference.sealed_box(ephemeral, BOB_PUBLIC, keys._digest(HERE) + plaintext)
    assert open_sealed(bob, made, HERE) == plaintext
    assert len(seal_to(BOB_PUBLIC, plaintext, HERE)) == len(made)


def test_one_sealed_box_stays_openable() -> None:
    """Alice's key of the RFC as the ephemeral one, Bob as the reader; the bytes are written down here for good."""
    made = b"\x01" + reference.sealed_box(ALICE, BOB_PUBLIC, keys._digest(HERE) + KEY)
    assert made.hex() == WRITTEN_DOWN
    assert open_sealed(key_pair_from(BOB), bytes.fromhex(WRITTEN_DOWN), HERE) == KEY


def test_argon2id_is_the_winners_own() -> None:
    """The vault's derivation at the product's cost, against the reference C code that argon2-cffi carries."""
    member, salt = UUID(int=1), bytes(range(16))
    header = b"\x01\x03" + (64 * 1024).to_bytes(4, "big") + salt
    derived = "0d1a3c6523c8f06e4e0af9c515aa5b5448cfebd6838f2d52c3d8b6ef8ddc3c2e"
    password = "correct horse battery staple"
    assert hash_secret_raw(password.encode(), salt, 3, 65_536, 1, 32, Type.ID, 19).hex() == derived
    context = b"\x01" + join_parts(b"banyan password wrap 1", header, member.bytes)
    wrapped = header + b"\x01" + bytes(24) + reference.xchacha(bytes.fromhex(derived), bytes(24), KEY, context)
    assert unwrap_private_key(wrapped, password, member) == KEY
    assert passwords._derive(header, password).hex() == derived


def test_hkdf_of_the_rfc() -> None:
    """RFC 5869, test case 1; of its 42 bytes the first 32, since a longer output only continues a shorter one."""
    secret, salt, info = bytes([0x0B] * 22), bytes(range(13)), bytes(range(0xF0, 0xFA))
    assert (
        receipts._expand(secret, salt, info).hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    )


def test_a_stream_is_what_the_reference_makes() -> None:
    content = bytes(range(256)) * 2_500
    head, *sealed = seal_chunks([content], KEY, HERE)
    room = FRAME_SIZE - 4
    pieces = [content[start : start + room] for start in range(0, len(content), room)]
    frames = [len(piece).to_bytes(4, "big") + piece for piece in pieces]
    last = len(sealed[-1]) - 17
    frames[-1] += bytes(last - len(frames[-1]))
    assert len(frames) == len(sealed) == 3
    assert sealed == reference.secretstream(KEY, head[1:], frames, files._context(HERE))


def test_a_stream_of_the_reference_opens() -> None:
    header = bytes(range(24))
    frames = [(5).to_bytes(4, "big") + b"hello" + bytes(FRAME_SIZE - 9), bytes(4), (0).to_bytes(4, "big") + bytes(50)]
    made = reference.secretstream(KEY, header, [frames[0], frames[2]], files._context(HERE))
    assert b"".join(open_chunks([b"\x01" + header, *made], KEY, HERE)) == b"hello"


def test_the_cookie_opens_through_the_same_lock() -> None:
    made = b"\x01" + bytes(24) + reference.xchacha(KEY, bytes(24), b"anything", b"\x01context")
    assert unlock(made, KEY, b"context") == b"anything"

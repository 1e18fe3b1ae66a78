"""Sizes that tell little: everything sealed is filled up to the next step before it is locked.

Steps are 256 bytes up to 8 KiB, so that "yes", a name and a phone number look the same, and a story shows only a rough
length. Beyond that they follow Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs", PETS 2019): only the highest bits of the size are kept, as many as it takes to write down
its exponent, so that a step is a sixteenth of the size or less. Fixed steps would tell a video's exact minute; doubling
would waste half the disk.
"""

from typing import Final

from banyan.vault.errors import CannotOpen

SMALLEST_STEP: Final = 256
_MARK: Final = b"\x80"


def padded_size(size: int) -> int:
    """The number of bytes that content of `size` bytes is filled up to; always at least one more (for the mark)."""
    needed = size + 1
    exponent = needed.bit_length() - 1
    step = max(SMALLEST_STEP, 1 << max(0, exponent - exponent.bit_length()))
    return -(-needed // step) * step


def pad(plaintext: bytes) -> bytes:
    """Fill up to the step with one 0x80 and zeros (ISO/IEC 7816-4), which any content can be told apart from."""
    return plaintext + _MARK + bytes(padded_size(len(plaintext)) - len(plaintext) - 1)


def unpad(padded: bytes) -> bytes:
    """Undo `pad`; CannotOpen if this was never padded. Only called on what was authenticated, so no oracle arises."""
    content = padded.rstrip(b"\x00")
    if not content.endswith(_MARK):
        raise CannotOpen
    return content[:-1]

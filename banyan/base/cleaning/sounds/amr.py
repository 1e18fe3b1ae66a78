"""AMR: a magic line, then frames whose first byte tells their size (RFC 4867, section 5)."""

from typing import Final

from banyan.base.cleaning.contract import NoCopy, Note, Reason, Rewritten

# Bytes of a frame by its type, its first byte included; types that are absent are not sound.
_NARROW: Final = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}
_WIDE: Final = {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}
_FORMS: Final = ((b"#!AMR-WB\n", _WIDE, "amr-wb"), (b"#!AMR\n", _NARROW, "amr"))
# Padding and reserved bits of a frame's first byte, always zero.
_NOT_USED: Final = 0b1000_0011
_DOUBTED: Final = 8


def clean_amr(data: bytes) -> Rewritten:
    """Keep the unbroken run of frames from the start."""
    for magic, sizes, name in _FORMS:
        if data.startswith(magic):
            ends = _ends_of_frames(data, len(magic), sizes)
            if ends and ends[-1] < len(data):
                # What was appended may look like a frame or two ("<" begins one): their sixth of a second goes with it.
                ends = ends[:-_DOUBTED]
            if not ends:
                break
            end = ends[-1]
            return Rewritten(name, data[:end], (Note.TRAILING_DATA_REMOVED,) if end < len(data) else ())
    raise NoCopy(Reason.DAMAGED)


def _ends_of_frames(data: bytes, at: int, sizes: dict[int, int]) -> list[int]:
    ends = []
    while at < len(data):
        size = sizes.get((data[at] >> 3) & 0x0F)
        if size is None or data[at] & _NOT_USED or at + size > len(data):
            break
        at += size
        ends.append(at)
    return ends

"""What a file is, by its first bytes alone: never by its name, never by what the browser claimed."""

from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason

# One entry per handler in child.py.
_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF-", "pdf"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"ID3", "mpeg"),
)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
# Known for what they are, so that the page can say "not this kind of file" rather than "we can't tell".
_NOT_ALLOWED: Final = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"{\\rtf", b"<", b"\xef\xbb\xbf<", b"fLaC", b"FLV",
    b"\x30\x26\xb2\x75", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BM", b"8BPS", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3",
    b"#!/", b"\xca\xfe\xba\xbe", b"\xff\x0a", b"\x00\x00\x00\x0cJXL ", b"\x00\x00\x00\x0cjP  ",
)  # fmt: skip


def sniff(head: bytes) -> str:
    """Name the handler for a file that begins with these bytes."""
    if not head:
        raise NoCopy(Reason.EMPTY)
    found = next((name for start, name in _STARTS if head.startswith(start)), None)
    found = found or _in_riff(head) or _in_boxes(head) or _in_frames(head)
    if found:
        return found
    raise NoCopy(Reason.NOT_ALLOWED if head.lstrip().startswith(_NOT_ALLOWED) else Reason.NOT_RECOGNISED)


def _in_riff(head: bytes) -> str | None:
    if not head.startswith(b"RIFF"):
        return None
    kind = {b"WAVE": "wav", b"WEBP": "WEBP"}.get(head[8:12])
    if kind is None:
        raise NoCopy(Reason.NOT_ALLOWED)
    return kind


def _in_boxes(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    if head[8:12] in _HEIC_BRANDS:
        # AVIF files may also call themselves "mif1"; their second brand tells.
        return "AVIF" if head[16:20] in _AVIF_BRANDS else "HEIF"
    return "AVIF" if head[8:12] in _AVIF_BRANDS else "mp4"


def _in_frames(head: bytes) -> str | None:
    """MP3 and AAC streams begin with eleven or twelve set bits and no name; their handlers check every frame."""
    if len(head) < 2 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004 -- the sync bits themselves.
        return None
    return "adts" if head[1] & 0xF6 == 0xF0 else "mpeg"  # noqa: PLR2004 -- layer 0 means AAC.

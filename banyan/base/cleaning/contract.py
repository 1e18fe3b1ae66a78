"""The words that the cleaner and those who call it share: kinds, reasons, notes, limits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    AUDIO = "audio"
    VIDEO = "video"


class Reason(StrEnum):
    """Why a file has no cleaned copy. Codes are stable; pages translate them into a sentence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_RECOGNISED = "not_recognised"
    NOT_ALLOWED = "not_allowed"
    DAMAGED = "damaged"
    ENCRYPTED_PDF = "encrypted_pdf"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    TOOK_TOO_LONG = "took_too_long"
    PROTECTED = "protected"
    HEIC_NOT_READABLE = "heic_not_readable"
    COULD_NOT_OPEN = "could_not_open"
    BUSY = "busy"


class Note(StrEnum):
    """What the reader of a cleaned copy should know about how it differs from what was sent."""

    SCALED_DOWN = "scaled_down"
    FIRST_PICTURE_ONLY = "first_picture_only"
    PAGES_ARE_PICTURES = "pages_are_pictures"
    HIDDEN_PARTS_REMOVED = "hidden_parts_removed"
    TRAILING_DATA_REMOVED = "trailing_data_removed"


class NoCopy(Exception):  # noqa: N818 -- a refusal is an expected answer, not a fault.
    """No cleaned copy can be made; the reason is a code for the page to translate."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which a cleaned copy may leave; nothing else is ever served."""

    kind: Kind
    media_type: str
    extension: str


FORMATS: Final[dict[str, Format]] = {
    "jpeg": Format(Kind.PHOTO, "image/jpeg", "jpg"),
    "png": Format(Kind.PHOTO, "image/png", "png"),
    "pdf": Format(Kind.DOCUMENT, "application/pdf", "pdf"),
    "mp3": Format(Kind.AUDIO, "audio/mpeg", "mp3"),
    "wav": Format(Kind.AUDIO, "audio/wav", "wav"),
    "ogg": Format(Kind.AUDIO, "audio/ogg", "ogg"),
    "aac": Format(Kind.AUDIO, "audio/aac", "aac"),
    "amr": Format(Kind.AUDIO, "audio/amr", "amr"),
    "amr-wb": Format(Kind.AUDIO, "audio/amr-wb", "awb"),
    "m4a": Format(Kind.AUDIO, "audio/mp4", "m4a"),
    "3gp-audio": Format(Kind.AUDIO, "audio/3gpp", "3gp"),
    "mp4": Format(Kind.VIDEO, "video/mp4", "mp4"),
    "mov": Format(Kind.VIDEO, "video/quicktime", "mov"),
    "3gp": Format(Kind.VIDEO, "video/3gpp", "3gp"),
    "webm": Format(Kind.VIDEO, "video/webm", "webm"),
    "webm-audio": Format(Kind.AUDIO, "audio/webm", "weba"),
    "mkv": Format(Kind.VIDEO, "video/matroska", "mkv"),
    "mka": Format(Kind.AUDIO, "audio/matroska", "mka"),
}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a format's own module hands back: the key of FORMATS, the bytes, and what to tell the reader."""

    format: str
    data: bytes | bytearray
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A copy for reading. `data` and `safe_name` are as private as the report they came with: seal both."""

    kind: Kind
    media_type: str
    extension: str
    data: bytes
    safe_name: str
    sha256_original: str
    notes: tuple[str, ...]


MEBIBYTE: Final = 1024 * 1024
MAX_BYTES: Final = 20 * MEBIBYTE
# Pages become pictures, so a copy may be larger than what was sent; beyond this nobody could open it on a phone.
MAX_OUTPUT_BYTES: Final = 40 * MEBIBYTE

# A phone's 64-megapixel JPEG fits, which is shrunk while it is read; a small file that unfolds into gigabytes doesn't.
MAX_JPEG_PIXELS: Final = 70_000_000
# Other photographs are unfolded whole; the largest in use is an iPhone's HEIC of 49 million.
MAX_PIXELS: Final = 50_000_000
# Larger pictures are scaled down to this for reading, which still shows small print.
READING_PIXELS: Final = 16_000_000
MAX_SIDE: Final = 32_000

MAX_PAGES: Final = 30
PAGE_DPI: Final = 150
# A3 at 150 dpi needs 4.4 million.
PAGE_PIXELS: Final = 5_000_000

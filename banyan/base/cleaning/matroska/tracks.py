"""Which tracks stay, and what their descriptions may say."""

from typing import Final

from banyan.base.cleaning.contract import NoCopy, Reason
from banyan.base.cleaning.matroska import elements
from banyan.base.cleaning.matroska.ebml import Element, children, unsigned, variable, void, wipe
from banyan.base.cleaning.units import UnitForm, wipe_settings

_VIDEO_TYPE, _AUDIO_TYPE = 1, 2
_CODECS: Final = {
    _VIDEO_TYPE: frozenset({"V_VP8", "V_VP9", "V_AV1", "V_MPEG4/ISO/AVC", "V_MPEGH/ISO/HEVC"}),
    _AUDIO_TYPE: frozenset({"A_OPUS", "A_VORBIS", "A_AAC", "A_PCM/INT/LIT", "A_PCM/FLOAT/IEEE", "A_MPEG/L3", "A_AC3"}),
}
# Whether it is H.265 rather than H.264.
_WITH_UNITS: Final = {"V_MPEG4/ISO/AVC": False, "V_MPEGH/ISO/HEVC": True}
_ENCRYPTION: Final = 0x5035
_ENCODING: Final = 0x6240
_LACED: Final = 0x06
_VORBIS_HEADERS: Final = 2
# The packet's type and name, the vendor's length, the number of comments, the framing bit.
_VORBIS_COMMENT: Final = 7 + 4 + 4 + 1


def track_type(data: bytearray, entry: Element) -> tuple[int, int] | None:
    """Number and type of a track that may stay; None for subtitles, menus, measurements and unknown codings."""
    fields = {child.number: child for child in children(data, entry.body, entry.stop)}
    if not {elements.TRACK_NUMBER, elements.TRACK_TYPE, elements.CODEC_ID} <= fields.keys():
        raise NoCopy(Reason.DAMAGED)
    if elements.CONTENT_ENCODINGS in fields:
        raise NoCopy(_reason_of_encoding(data, fields[elements.CONTENT_ENCODINGS]))
    kind = unsigned(data, fields[elements.TRACK_TYPE])
    codec = _text(data, fields[elements.CODEC_ID])
    if codec.split("/")[0] == "A_AAC":
        codec = "A_AAC"
    return (unsigned(data, fields[elements.TRACK_NUMBER]), kind) if codec in _CODECS.get(kind, ()) else None


def _reason_of_encoding(data: bytearray, encodings: Element) -> Reason:
    for encoding in children(data, encodings.body, encodings.stop):
        inner = children(data, encoding.body, encoding.stop) if encoding.number == _ENCODING else ()
        if any(part.number == _ENCRYPTION for part in inner):
            return Reason.PROTECTED
    return Reason.NOT_ALLOWED


def _text(data: bytearray, element: Element) -> str:
    return bytes(data[element.body : element.stop]).split(b"\x00")[0].decode("ascii", "replace")


def wipe_entry(data: bytearray, entry: Element, number: int) -> UnitForm | None:
    """Give the track its number for an identity, and take comments out of the codec's own header.

    Returns how the stream writes its units, where it is a coding that has them.
    """
    for child in children(data, entry.body, entry.stop):
        if child.number == elements.TRACK_UID:
            width = child.stop - child.body
            data[child.body : child.stop] = (number % (1 << 8 * width)).to_bytes(width, "big")
        elif child.number == elements.CODEC_ID:
            length = len(_text(data, child))
            data[child.body + length : child.stop] = bytes(child.stop - child.body - length)
    fields = {child.number: child for child in children(data, entry.body, entry.stop)}
    private = fields.get(elements.CODEC_PRIVATE)
    return _wipe_private(data, private, _text(data, fields[elements.CODEC_ID])) if private else None


def _wipe_private(data: bytearray, private: Element, codec: str) -> UnitForm | None:
    if codec in _WITH_UNITS:
        return wipe_settings(data, private.body, private.stop, is_hevc=_WITH_UNITS[codec])
    if codec == "A_VORBIS":
        _wipe_vorbis(data, private)
    elif codec.startswith(("V_VP", "A_PCM", "A_MPEG", "A_AC3")):
        # VP9 may describe its profile here in a few bytes that players don't need; the others have nothing to say.
        void(data, private)
    return None


def _wipe_vorbis(data: bytearray, private: Element) -> None:
    """Three header packets stand here in a row; the middle one is the comment, kept at its length but empty."""
    if data[private.body] != _VORBIS_HEADERS:
        raise NoCopy(Reason.DAMAGED)
    at, sizes = private.body + 1, list[int]()
    for _ in range(_VORBIS_HEADERS):
        size = 0
        while data[at] == 0xFF:  # noqa: PLR2004 -- a full lace says that more follows.
            size, at = size + 255, at + 1
        sizes.append(size + data[at])
        at += 1
    start, size = at + sizes[0], sizes[1]
    if size < _VORBIS_COMMENT or start + size > private.stop:
        raise NoCopy(Reason.DAMAGED)
    vendor = size - _VORBIS_COMMENT
    data[start : start + size] = b"\x03vorbis" + vendor.to_bytes(4, "little") + bytes(vendor + 4) + b"\x01"


def block_track(data: bytearray, block: Element) -> tuple[int, int]:
    """The number of the track a block belongs to, and where its frame begins; 0 where several frames are laced."""
    number, at = variable(data, block.body, block.stop)
    # Two bytes of time, then the flags.
    if at + 3 > block.stop:
        raise NoCopy(Reason.DAMAGED)
    return number, 0 if data[at + 2] & _LACED else at + 3


def empty_names(data: bytearray, info: Element) -> None:
    """Blank the names of the programs that wrote the file."""
    for child in children(data, info.body, info.stop):
        if child.number in elements.EMPTIED:
            wipe(data, child)

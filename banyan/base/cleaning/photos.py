"""Photographs: decoded to pixels, and only the pixels are encoded again.

Runs in the child only. Nothing of the original file is copied, so no tag, thumbnail, comment, profile, alpha
channel or appended data can survive; what the picture itself shows stays, and so may a watermark woven into it.
"""

from io import BytesIO
from typing import Final

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from banyan.base.cleaning.contract import (
    MAX_JPEG_PIXELS,
    MAX_PIXELS,
    MAX_SIDE,
    MEBIBYTE,
    READING_PIXELS,
    NoCopy,
    Note,
    Reason,
    Rewritten,
)

_JPEG_QUALITY: Final = 88
# Screenshots stay sharp as PNG; a photograph saved as PNG would be needlessly heavy on an old phone.
_LARGEST_PNG: Final = 6 * MEBIBYTE
_SHARP: Final = frozenset({"PNG", "GIF"})
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Named so that Pillow finds them loaded: once the doors are closed it can import nothing.
_DECODERS: Final = (
    AvifImagePlugin, GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin,
)  # fmt: skip


def load_decoders(kind: str) -> None:
    """Make ready what `kind` needs; iPhones' HEIC has a library of its own, which not every machine can have."""
    # Our own bound is checked before any pixel is decoded; Pillow's would only warn.
    Image.MAX_IMAGE_PIXELS = None
    Image.preinit()
    if kind == "HEIF":
        try:
            from pillow_heif import register_heif_opener
        except ImportError:
            raise NoCopy(Reason.HEIC_NOT_READABLE) from None
        register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


def clean_photo(data: bytes, kind: str) -> Rewritten:
    """Re-encode the first picture in the file, upright, in sRGB, on white, at most READING_PIXELS large."""
    with Image.open(BytesIO(data), formats=(kind,)) as opened:
        _check_size(opened.size, MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PIXELS)
        several = getattr(opened, "n_frames", 1) > 1 and opened.format not in {"MPO", "HEIF"}
        full = opened.width * opened.height
        profile = opened.info.get("icc_profile")
        if kind == "JPEG":
            # The decoder can shrink by powers of two while it reads, which spares the memory.
            opened.draft(None, _reading_size(opened.size))
        opened.load()
        turn = _TURNS.get(_orientation(opened))
        picture = _on_white(_shrunk(opened))
    picture = _bare(_in_srgb(picture, profile if isinstance(profile, bytes) else None))
    if turn is not None:
        picture = picture.transpose(turn)
    notes: tuple[Note, ...] = (Note.FIRST_PICTURE_ONLY,) if several else ()
    if full > READING_PIXELS:
        notes += (Note.SCALED_DOWN,)
    return _encoded(picture, is_sharp=kind in _SHARP, notes=notes)


def _check_size(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most or max(size) > MAX_SIDE:
        raise NoCopy(Reason.TOO_MANY_PIXELS)


def _reading_size(size: tuple[int, int]) -> tuple[int, int]:
    """The size that shows the same picture with at most READING_PIXELS; long screenshots keep their width."""
    factor = min(1.0, (READING_PIXELS / (size[0] * size[1])) ** 0.5)
    return max(1, int(size[0] * factor)), max(1, int(size[1] * factor))


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 -- broken EXIF must not cost the person their photograph.
        return 1
    return value if isinstance(value, int) else 1


def _shrunk(image: Image.Image) -> Image.Image:
    size = _reading_size(image.size)
    if size == image.size:
        return image
    if image.mode in {"P", "1", "PA"}:
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    return image.resize(size, Image.Resampling.BOX if image.mode.startswith("I;16") else Image.Resampling.LANCZOS)


def _on_white(image: Image.Image) -> Image.Image:
    """Without an alpha channel, under which a picture can hide another."""
    if image.mode.startswith("I") or image.mode == "F":
        return _to_eight_bits(image)
    if image.mode in {"P", "1"} and "transparency" not in image.info:
        return image.convert("RGB" if image.mode == "P" else "L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return image if image.mode in {"L", "RGB", "CMYK", "LAB"} else image.convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Deep grey pictures (scans) are spread over the 256 greys a screen shows."""
    deep = image.convert("F")
    low, high = deep.getextrema()
    if not isinstance(low, float) or not isinstance(high, float):
        raise NoCopy(Reason.DAMAGED)
    top = 255.0 if high <= 255 else 65535.0 if high <= 65535 else high  # noqa: PLR2004 -- 8 bits, 16 bits.
    return deep.point(lambda value: value * (255.0 / top) + 0.0).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the camera meant them, without its profile (which may carry a serial number or a name)."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        if turned is not None:
            return turned.convert("L") if image.mode == "L" else turned
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _bare(image: Image.Image) -> Image.Image:
    """A new picture with the same pixels: Pillow carries tags along in `info` and would write some of them."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _encoded(picture: Image.Image, *, is_sharp: bool, notes: tuple[Note, ...]) -> Rewritten:
    if is_sharp:
        out = BytesIO()
        picture.save(out, "PNG")
        if out.tell() <= _LARGEST_PNG:
            return Rewritten("png", out.getvalue(), notes)
    out = BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY)
    return Rewritten("jpeg", out.getvalue(), notes)

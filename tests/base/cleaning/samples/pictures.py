"""Photographs and documents, made with Pillow and pikepdf."""

import random
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageCms, PngImagePlugin

from tests.base.cleaning.samples import MARK

_WORD = MARK.decode()


def plain(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A picture whose corner (top left) is red in colour, so that turning it can be seen."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 2, height // 2))
    return picture.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))  # noqa: S311


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Camera, owner, comment, a place in Oakland, and which way up."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = f"{_WORD} maker"
    tags[0x9286] = f"{_WORD} comment"
    tags.get_ifd(0x8825).update({1: "N", 2: (37.0, 48.0, 15.0), 3: "W", 4: (122.0, 16.0, 0.0), 29: "2024:05:06"})
    return tags.tobytes()


def tagged_jpeg(orientation: int = 1) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARK
    return saved(
        plain(),
        "JPEG",
        exif=exif(orientation),
        comment=MARK,
        icc_profile=profile,
        xmp=b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>",
    )


def tagged_png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", _WORD)
    text.add_itxt("Title", _WORD)
    text.add(b"prVt", MARK)
    return saved(plain(), "PNG", pnginfo=text, exif=exif())


def pdf(pages: int = 1, **info: str) -> pikepdf.Pdf:
    """A document with a red square in the lower left corner of each page."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(200, 300))
        page.Contents = document.make_stream(b"1 0 0 rg 0 0 100 100 re f")
    for key, value in info.items():
        document.docinfo[f"/{key}"] = value
    return document


def written(document: pikepdf.Pdf, **options: Any) -> bytes:
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def _attached(document: pikepdf.Pdf) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        document, MARK, description=_WORD, filename="evil.exe", mime_type="text/html", creation_date="", mod_date=""
    )


def busy_pdf() -> bytes:
    """Scripts, a link, an attachment, tags, hidden text, and a photograph with its own place inside."""
    document = pdf(1, Author=_WORD, Title=_WORD)
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [_WORD]
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{_WORD}')")
    document.Root.OpenAction = script
    document.attachments["evil.exe"] = _attached(document)
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://example.org/{_WORD}")
    page = document.pages[0]
    page.Annots = pikepdf.Array(
        [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 50, 50], A=link, Contents=_WORD
                )
            )
        ]
    )
    photo = document.make_stream(
        tagged_jpeg(),
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=64, Height=48, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.Contents = document.make_stream(b"q 64 0 0 48 100 200 cm /Im0 Do Q 1 0 0 rg 0 0 100 100 re f %" + MARK)
    return written(document)

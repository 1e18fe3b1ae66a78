"""PDF documents: every page becomes a picture in a new PDF that holds nothing else.

Runs in the child only. Scripts, links, forms, attachments, hidden layers, covered-up text and the images' own
metadata are left behind, because no object of the original is copied. Pages can no longer be searched or copied from.
"""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from banyan.base.cleaning.contract import (
    MAX_OUTPUT_BYTES,
    MAX_PAGES,
    PAGE_DPI,
    PAGE_PIXELS,
    NoCopy,
    Note,
    Reason,
    Rewritten,
)
from banyan.base.cleaning.picture_pdf import PagePicture, write_pdf

_POINTS_PER_INCH: Final = 72
# The largest page that PDF itself allows, in points.
_MAX_POINTS: Final = 14_400
_JPEG_QUALITY: Final = 80


def load_renderer() -> None:
    """Make ready what writing a page's picture needs."""
    Image.preinit()


def clean_document(data: bytes) -> Rewritten:
    """Rasterise at most MAX_PAGES pages at PAGE_DPI; a document that asks for a password is refused."""
    with closing(_opened(data)) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise NoCopy(Reason.TOO_MANY_PAGES)
        if count < 1:
            raise NoCopy(Reason.DAMAGED)
        if document.get_formtype() != raw.FORMTYPE_NONE:
            # What someone typed into a form is part of what they want read; this build of PDFium has no scripts.
            document.init_forms()
        pages = list(_pictures(document, count))
    return Rewritten("pdf", write_pdf(pages), (Note.PAGES_ARE_PICTURES,))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise NoCopy(Reason.ENCRYPTED_PDF if error.err_code in locked else Reason.DAMAGED) from None


def _pictures(document: pypdfium2.PdfDocument, count: int) -> Iterator[PagePicture]:
    total = 0
    for index in range(count):
        picture = _picture(document, index)
        total += len(picture.jpeg)
        if total > MAX_OUTPUT_BYTES:
            raise NoCopy(Reason.TOO_LARGE)
        yield picture


def _picture(document: pypdfium2.PdfDocument, index: int) -> PagePicture:
    try:
        page = document[index]
        width, height = page.get_size()
        if not (0 < width <= _MAX_POINTS and 0 < height <= _MAX_POINTS):
            raise NoCopy(Reason.DAMAGED)
        scale = min(PAGE_DPI / _POINTS_PER_INCH, (PAGE_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
    except pypdfium2.PdfiumError:
        raise NoCopy(Reason.DAMAGED) from None
    image = _grey_if_grey(image)
    out = BytesIO()
    image.save(out, "JPEG", quality=_JPEG_QUALITY)
    return PagePicture(out.getvalue(), image.width, image.height, width, height, is_grey=image.mode == "L")


def _grey_if_grey(image: Image.Image) -> Image.Image:
    """Most letters and forms have no colour; saying so makes the copy a third lighter."""
    red, green, blue = image.split()
    coloured = any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
    return image if coloured else red

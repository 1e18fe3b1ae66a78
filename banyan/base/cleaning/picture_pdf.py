"""The smallest PDF that shows pictures: no information dictionary, no dates, no identifier, no producer.

Pillow can write one too, but with a producer and dates in it; these forty lines hold only what a page needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: a JPEG of `pixel_width` x `pixel_height`, shown on `width` x `height` points."""

    jpeg: bytes
    pixel_width: int
    pixel_height: int
    width: float
    height: float
    is_grey: bool


def write_pdf(pages: Sequence[PagePicture]) -> bytearray:
    """Object 1 is the catalogue, 2 the list of pages, then three for each page: page, drawing, picture."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, body in enumerate(_objects(pages, kids), start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)
    return out


def _objects(pages: Sequence[PagePicture], kids: str) -> Iterator[bytes]:
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    for number, page in enumerate(pages):
        first = 3 + 3 * number
        size = f"{page.width:.2f} {page.height:.2f}"
        yield (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents {first + 1} 0 R"
            f" /Resources << /XObject << /P {first + 2} 0 R >> >> >>"
        ).encode()
        drawing = f"q {page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /P Do Q"
        yield f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream".encode()
        colours = "DeviceGray" if page.is_grey else "DeviceRGB"
        yield (
            f"<< /Type /XObject /Subtype /Image /Width {page.pixel_width} /Height {page.pixel_height}"
            f" /ColorSpace /{colours} /BitsPerComponent 8 /Filter /DCTDecode /Length {len(page.jpeg)} >>\nstream\n"
        ).encode() + page.jpeg + b"\nendstream"  # fmt: skip

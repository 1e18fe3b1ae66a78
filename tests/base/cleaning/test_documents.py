"""PDF documents become pictures of their pages."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from banyan.base.cleaning import Kind, NoCopy, Note, Reason, clean
from tests.base.cleaning.samples import HTML, MARK
from tests.base.cleaning.samples.pictures import busy_pdf, pdf, written


def refusal(data: bytes) -> Reason:
    with pytest.raises(NoCopy) as caught:
        clean(data, name="letter.pdf")
    return caught.value.reason


def names_in(data: bytes) -> set[str]:
    """Every dictionary key that occurs anywhere in a document."""
    found: set[str] = set()
    with pikepdf.open(BytesIO(data)) as document:
        found |= set(document.trailer.keys())
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                found |= set(item.keys())
    return found


def test_pdf_javascript_links_and_attachments_do_not_survive() -> None:
    original = busy_pdf()
    assert MARK in original
    copy = clean(original, name="letter.pdf")
    assert (copy.kind, copy.media_type, copy.safe_name) == (Kind.DOCUMENT, "application/pdf", "letter.pdf")
    assert copy.notes == (Note.PAGES_ARE_PICTURES,)
    allowed = {
        "/Size",
        "/Root",
        "/Type",
        "/Pages",
        "/Count",
        "/Kids",
        "/Parent",
        "/MediaBox",
        "/Contents",
        "/Resources",
    }
    allowed |= {"/Length", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter"}
    assert names_in(copy.data) <= allowed
    assert b"CANARY" not in copy.data


def test_a_photo_inside_a_pdf_loses_its_place() -> None:
    copy = clean(busy_pdf(), name="letter.pdf")
    assert b"Exif" not in copy.data
    assert b"GPS" not in copy.data


def test_pdf_producer_and_dates_are_absent() -> None:
    copy = clean(written(pdf(1, Producer="CANARY", CreationDate="D:20240506070809")), name="x.pdf")
    for word in (b"Producer", b"Creat", b"Date", b"/Info", b"/ID", b"Metadata", b"2024"):
        assert word not in copy.data


def test_the_pages_show_the_same() -> None:
    copy = clean(written(pdf(2)), name="x.pdf")
    document = pypdfium2.PdfDocument(copy.data)
    assert len(document) == 2
    assert document[0].get_size() == (200, 300)
    image = document[1].render(scale=1).to_pil().convert("RGB")
    red, white = image.getpixel((20, 280)), image.getpixel((180, 20))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 200
    assert red[1] < 60
    assert min(white) > 240
    document.close()


def test_what_was_typed_into_a_form_is_shown() -> None:
    document = pdf()
    drawn = document.make_stream(
        b"0 0 1 rg 0 0 50 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 50]
    )
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="typed",
            Rect=[140, 240, 190, 290], F=4, AP=pikepdf.Dictionary(N=drawn),
        )
    )  # fmt: skip
    document.pages[0].Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    copy = clean(written(document), name="form.pdf")
    image = pypdfium2.PdfDocument(copy.data)[0].render(scale=1).to_pil().convert("RGB")
    blue = image.getpixel((160, 30))
    assert isinstance(blue, tuple)
    assert blue[2] > 200
    assert blue[0] < 60
    assert b"AcroForm" not in copy.data


def test_an_encrypted_pdf_is_refused() -> None:
    locked = written(pdf(), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal(locked) is Reason.ENCRYPTED_PDF


def test_a_pdf_anyone_can_open_is_read_though_its_owner_forbids_copying() -> None:
    copy = clean(written(pdf(), encryption=pikepdf.Encryption(owner="a", user="")), name="statement.pdf")
    assert b"Encrypt" not in copy.data


def test_too_many_pages_are_refused() -> None:
    assert refusal(written(pdf(31))) is Reason.TOO_MANY_PAGES
    assert clean(written(pdf(30)), name="x.pdf").kind is Kind.DOCUMENT


def test_a_damaged_pdf_is_refused() -> None:
    assert refusal(b"%PDF-1.7\nnothing of the kind") is Reason.DAMAGED


def test_html_polyglot_in_front_of_a_pdf_is_refused() -> None:
    assert refusal(HTML + written(pdf())) is Reason.NOT_ALLOWED


def test_html_polyglot_behind_a_pdf_does_not_survive() -> None:
    assert b"script" not in clean(written(pdf()) + HTML, name="x.pdf").data


def test_a_giant_page_is_drawn_within_bounds() -> None:
    document = pdf()
    document.pages[0].MediaBox = [0, 0, 14_000, 14_000]
    copy = clean(written(document), name="plan.pdf")
    with pikepdf.open(BytesIO(copy.data)) as made:
        image = made.pages[0].Resources.XObject.P
        assert int(image.Width) * int(image.Height) <= 5_010_000


def test_the_same_pdf_gives_the_same_copy() -> None:
    data = busy_pdf()
    assert clean(data, name="x").data == clean(data, name="y").data

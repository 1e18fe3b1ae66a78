"""Photographs keep their pixels and nothing else."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from banyan.base.cleaning import Cleaned, Kind, NoCopy, Note, Reason, clean
from banyan.base.cleaning.photos import clean_photo, load_decoders
from tests.base.cleaning.samples import HTML, MARK
from tests.base.cleaning.samples.pictures import exif, noise, plain, saved, tagged_jpeg, tagged_png


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, green, blue = (int(part) for part in image.convert("RGB").getpixel(at) or ())  # type: ignore[union-attr]
    return red > 200 and green < 60 and blue < 60


def cleaned_here(data: bytes, kind: str) -> Image.Image:
    """Without a child, for what only the pixels tell."""
    load_decoders(kind)
    return opened(bytes(clean_photo(data, kind).data))


def refusal(data: bytes, name: str = "photo.jpg") -> Reason:
    with pytest.raises(NoCopy) as caught:
        clean(data, name=name)
    return caught.value.reason


def test_exif_gps_does_not_survive() -> None:
    original = tagged_jpeg()
    assert original.count(MARK) >= 5
    copy = clean(original, name="IMG_0001.JPG")
    assert MARK not in copy.data
    image = opened(copy.data)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Exif" not in copy.data
    assert b"ICC_PROFILE" not in copy.data


def test_a_photo_keeps_its_picture_its_kind_and_its_hash() -> None:
    copy = clean(tagged_jpeg(), name="at the bus stop.jpg")
    assert (copy.kind, copy.media_type, copy.extension) == (Kind.PHOTO, "image/jpeg", "jpg")
    assert copy.safe_name == "at the bus stop.jpg"
    assert len(copy.sha256_original) == 64
    assert opened(copy.data).size == (64, 48)
    assert is_red(opened(copy.data), (10, 10))
    assert not copy.notes


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (5, 5)), (2, (58, 5)), (3, (58, 42)), (4, (5, 42)), (5, (5, 5)), (6, (42, 5)), (7, (42, 58)), (8, (5, 58))],
)
def test_the_photo_is_turned_upright_before_its_tags_go(orientation: int, corner: tuple[int, int]) -> None:
    image = cleaned_here(tagged_jpeg(orientation), "JPEG")
    assert image.size == ((64, 48) if orientation < 5 else (48, 64))
    assert is_red(image, corner)


def test_png_text_chunks_do_not_survive() -> None:
    copy = clean(tagged_png(), name="screen.png")
    assert MARK not in copy.data
    assert copy.media_type == "image/png"
    names = []
    at = 8
    while at < len(copy.data):
        (length,) = struct.unpack_from(">I", copy.data, at)
        names.append(copy.data[at + 4 : at + 8])
        at += 12 + length
    assert set(names) == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "MPO"])
def test_every_kind_of_photo_has_a_copy(form: str) -> None:
    options = {} if form == "GIF" else {"exif": exif()}
    copy = clean(saved(plain(), form, **options), name="x")
    assert copy.extension == ("png" if form in {"PNG", "GIF"} else "jpg")
    assert is_red(opened(copy.data), (10, 10))
    assert b"CANARY" not in copy.data


def test_an_iphone_photo_has_a_copy() -> None:
    pillow_heif = pytest.importorskip("pillow_heif", reason="pillow-heif has no wheel for this machine")
    out = BytesIO()
    pillow_heif.from_pillow(plain()).save(out, exif=exif())
    assert MARK in out.getvalue()
    copy = clean(out.getvalue(), name="IMG_2.HEIC")
    assert (copy.media_type, copy.safe_name) == ("image/jpeg", "IMG_2.jpg")
    assert MARK not in copy.data
    assert is_red(opened(copy.data), (10, 10))


def test_without_the_heic_library_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)
    with pytest.raises(NoCopy) as caught:
        load_decoders("HEIF")
    assert caught.value.reason is Reason.HEIC_NOT_READABLE


def test_html_polyglot_appended_to_a_photo_does_not_survive() -> None:
    copy = clean(saved(plain(), "JPEG") + HTML, name="x.jpg")
    assert b"script" not in copy.data
    copy = clean(saved(plain(), "PNG") + HTML, name="x.png")
    assert b"script" not in copy.data


def test_html_polyglot_before_a_photo_is_refused() -> None:
    assert refusal(HTML + saved(plain(), "JPEG")) is Reason.NOT_ALLOWED


def test_gif_polyglot_with_script_in_its_comment_does_not_survive() -> None:
    copy = clean(saved(plain(), "GIF", comment=b"/*" + MARK + b"*/=1;alert(1)"), name="x.gif")
    assert MARK not in copy.data
    assert b"alert" not in copy.data


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that declares a size and has hardly any data for it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (65_500, 2), (2, 2**30)])
def test_decompression_bomb_in_pixels_is_refused(size: tuple[int, int]) -> None:
    assert refusal(png_of_size(*size)) is Reason.TOO_MANY_PIXELS


def test_decompression_bomb_in_a_webp_canvas_is_refused() -> None:
    canvas = struct.pack("<I", 0x12)[:4] + (16_382).to_bytes(3, "little") * 2
    animation = b"ANIM" + struct.pack("<I", 6) + bytes(6)
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas + animation
    assert refusal(b"RIFF" + struct.pack("<I", len(body)) + body) in {
        Reason.TOO_MANY_PIXELS,
        Reason.DAMAGED,
        Reason.TOO_COMPLEX,
    }


def test_decompression_bomb_in_a_text_chunk_leaves_no_trace() -> None:
    body = b"Comment\x00\x00" + zlib.compress(b"A" * 50_000_000)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    whole = saved(plain(), "PNG")
    assert refusal(whole[:33] + chunk + whole[33:]) is Reason.DAMAGED


def test_a_truncated_photo_is_refused() -> None:
    assert refusal(saved(noise(200, 200), "JPEG")[:5000]) is Reason.DAMAGED


def test_a_large_photo_is_scaled_down_for_reading() -> None:
    copy = clean(saved(plain(6000, 4000), "JPEG"), name="x.jpg")
    width, height = opened(copy.data).size
    assert width * height <= 16_000_000
    assert width / height == pytest.approx(1.5, rel=0.01)
    assert copy.notes == (Note.SCALED_DOWN,)


def test_a_long_screenshot_keeps_its_width() -> None:
    copy = clean(saved(plain(1080, 12_000), "PNG"), name="chat.png")
    assert opened(copy.data).size == (1080, 12_000)


def test_a_heavy_png_becomes_a_jpeg() -> None:
    copy = clean(saved(noise(1600, 1400), "PNG"), name="x.png")
    assert copy.media_type == "image/jpeg"
    assert copy.safe_name == "x.jpg"


def test_only_the_first_picture_of_several_is_kept_and_said_so() -> None:
    frames = [plain(), Image.new("RGB", (64, 48), "blue")]
    copy = clean(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), name="x.gif")
    assert copy.notes == (Note.FIRST_PICTURE_ONLY,)
    assert is_red(opened(copy.data), (10, 10))


def test_what_lies_under_transparency_does_not_survive() -> None:
    image = plain().convert("RGBA")
    image.putalpha(0)
    copy = cleaned_here(saved(image, "PNG"), "PNG")
    assert copy.mode == "RGB"
    assert copy.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_way_of_storing_pixels_is_read(mode: str) -> None:
    grey = plain().convert("L")
    image = grey.convert("F" if mode == "F" else "I").convert(mode) if mode in {"I;16", "F"} else plain().convert(mode)
    if mode == "I;16":
        image = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 257) for value in grey.tobytes()))
    copy = cleaned_here(saved(image, "TIFF"), "TIFF")
    assert copy.size == (64, 48)
    bright = copy.convert("L")
    assert int(bright.getpixel((60, 40)) or 0) > 240  # type: ignore[arg-type]
    assert int(bright.getpixel((5, 5)) or 0) < 200  # type: ignore[arg-type]


def test_colours_are_brought_to_srgb_and_a_broken_profile_costs_nothing() -> None:
    data = saved(plain(), "JPEG", icc_profile=b"not a profile " + MARK)
    assert is_red(cleaned_here(data, "JPEG"), (10, 10))


def test_the_same_photo_gives_the_same_copy() -> None:
    copies: list[Cleaned] = [clean(tagged_jpeg(), name="x") for _ in range(2)]
    assert copies[0].data == copies[1].data


def test_a_comment_alone_does_not_survive() -> None:
    """Pillow carries comments along by itself where nothing else was converted."""
    copy = cleaned_here(saved(plain(), "JPEG", comment=MARK, dpi=(71, 73)), "JPEG")
    assert "comment" not in copy.info
    assert copy.info.get("dpi") != (71, 73)


def test_broken_tags_cost_no_photo() -> None:
    data = saved(plain(), "JPEG", exif=exif(6))
    at = data.index(b"Exif") + 6
    broken = data[:at] + b"XX" + data[at + 2 :]
    assert cleaned_here(broken, "JPEG").size == (64, 48)


@pytest.mark.parametrize("mode", ["P", "1", "LA", "RGB"])
def test_large_pictures_of_every_mode_are_scaled_down(mode: str) -> None:
    copy = cleaned_here(saved(plain(5000, 4000, mode), "PNG"), "PNG")
    assert copy.width * copy.height <= 16_000_000
    assert copy.convert("L").getextrema()[1] == 255

"""The look itself: nothing inline, sides by reading direction, every pair of colours legible, every file light."""

import gzip
import re
from pathlib import Path

import pytest

from tests.base.page_rules import PACKAGE, contrast, find_inline_code, find_physical_properties, tokens_of

STATIC = PACKAGE / "base" / "static" / "base"
PUBLIC_CSS = (STATIC / "public.css").read_text(encoding="utf-8")
DESK_CSS = (STATIC / "desk.css").read_text(encoding="utf-8")
LIGHT, DARK = tokens_of(PUBLIC_CSS)
TEXT, LARGE_OR_EDGE = 4.5, 3.0


def test_no_template_holds_anything_inline_or_from_a_third_party() -> None:
    assert find_inline_code() == []


@pytest.mark.parametrize(
    "source",
    [
        '<p class="{% if a > b %}x{% endif %}" style="color:red">',
        "<style>p{}</style>",
        '<button onclick="go()">',
        "<script>alert(1)</script>",
        '<a href="javascript:go()">',
        '<img src="https://elsewhere.example/x.png">',
        '<link rel="stylesheet" href="//elsewhere.example/x.css">',
    ],
)
def test_the_check_finds_what_it_is_for(source: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text(f"\n{source}")
    assert len(find_inline_code([path])) == 1
    assert "bad.html, line 2" in find_inline_code([path])[0]


def test_the_check_lets_plain_pages_pass(tmp_path: Path) -> None:
    path = tmp_path / "good.html"
    path.write_text(
        '{# <p style=""> #}<script src="{% static "a.js" %}" defer></script><a href="https://example.org/">x</a>'
    )
    assert find_inline_code([path]) == []


@pytest.mark.parametrize("css", [PUBLIC_CSS, DESK_CSS], ids=["public", "desk"])
def test_styles_name_sides_by_reading_direction_and_fetch_nothing(css: str) -> None:
    assert find_physical_properties(css) == []
    assert "url(" not in css
    assert "@import" not in css
    assert "@font-face" not in css
    assert css.count("{") == css.count("}")


def test_the_check_of_sides_finds_them() -> None:
    assert len(find_physical_properties("a{margin-left:1px;left:0;text-align:right;width:2em}")) == 4
    assert find_physical_properties("@media (min-width: 4em) { a { border-width: 1px; line-height: 1 } }") == []


def test_only_public_css_holds_colours() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", DESK_CSS) == []


PAIRS = [
    *((ink, sheet, TEXT) for ink in ("ink", "ink-soft") for sheet in ("paper", "surface", "sunken", "green-tint")),
    *(("ink", sheet, TEXT) for sheet in ("clay-tint", "amber-tint", "sky-tint")),
    *((link, sheet, TEXT) for link in ("sky", "green-deep") for sheet in ("paper", "surface", "sunken", "green-tint")),
    *(("sky", sheet, TEXT) for sheet in ("clay-tint", "amber-tint")),
    *(("green", sheet, TEXT) for sheet in ("paper", "surface", "green-tint")),
    *(("clay", sheet, TEXT) for sheet in ("paper", "surface", "clay-tint")),
    *(("amber", sheet, TEXT) for sheet in ("paper", "surface", "amber-tint")),
    ("on-green", "green", TEXT),
    ("on-green", "green-deep", TEXT),
    ("surface", "clay", TEXT),
    ("on-bar", "bar", TEXT),
    ("on-bar", "exit", TEXT),
    *(("edge", sheet, LARGE_OR_EDGE) for sheet in ("paper", "surface", "sunken", "green-tint")),
    *(("focus", sheet, LARGE_OR_EDGE) for sheet in ("paper", "surface", "sunken", "green-tint", "clay-tint")),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=str)
def test_every_pair_of_colours_is_legible(front: str, back: str, least: float, scheme: str) -> None:
    tokens = LIGHT if scheme == "light" else DARK
    assert contrast(tokens[front], tokens[back]) >= least


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_public_text_is_never_below_seventeen_pixels() -> None:
    sizes = re.findall(r"--(?:text|small): ([\d.]+)rem", PUBLIC_CSS)
    assert sizes
    assert min(float(size) for size in sizes) * 16 >= 17
    set_directly = [float(size) for size in re.findall(r"font(?:-size)?: (?:\d+ )?([\d.]+)rem", PUBLIC_CSS)]
    assert min(set_directly) * 16 >= 17


@pytest.mark.parametrize(
    ("name", "most"),
    [("public.css", 5000), ("desk.css", 2000), ("leave.js", 1000), ("desk.js", 1000), ("icon.svg", 300)],
)
def test_files_stay_light_on_the_wire(name: str, most: int) -> None:
    """The first public page must come in 20 kB, a whole report in 60."""
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most

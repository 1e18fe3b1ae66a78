"""Drawings carry their colours three ways, and those ways agree with the page and with each other."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import banyan.base
from banyan.observatory.charts import svg
from banyan.observatory.charts.svg import PAINTS, Box, Drawing, stylesheet, unpointed

CHARTS_CSS = Path(svg.__file__).parent.parent / "static" / "observatory" / "charts.css"
PUBLIC_CSS = Path(banyan.base.__file__).parent / "static" / "base" / "public.css"
# Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB.
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def drawing(**given: str) -> Drawing:
    """An empty drawing on an English page unless told otherwise."""
    return Drawing(**{"ident": "d", "width": 100, "height": 50, "language": "en"} | given)  # type: ignore[arg-type] # One helper for every field.


def tokens(css: str) -> dict[str, str]:
    """The colours that a block of the page's style names."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


def test_paints_are_the_pages_tokens() -> None:
    css = PUBLIC_CSS.read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)", maxsplit=1)
    dark = dark[: dark.index("\n}")]

    assert {name: pair[0] for name, pair in PAINTS.items()}.items() <= tokens(light).items()
    assert {name: pair[1] for name, pair in PAINTS.items()}.items() <= tokens(dark).items()


def test_the_pages_style_is_the_one_made_here() -> None:
    assert CHARTS_CSS.read_text() == stylesheet(page=True)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_official_and_community_can_be_told_apart_by_colour_alone(scheme: int, deficiency: str | None) -> None:
    """Other paints that meet in one figure differ in dash or hatch as well, and every mark has its own label."""
    seen = {name: lab(PAINTS[name][scheme], deficiency) for name in ("sky", "clay", "surface")}

    for one, other in combinations(seen, 2):
        assert float(np.linalg.norm(seen[one] - seen[other])) > 20, (one, other)


def lab(colour: str, deficiency: str | None) -> np.ndarray:
    """A colour as someone sees it, in CIE Lab, where distance is about how different colours look."""
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if deficiency:
        linear = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    scaled = (to_xyz @ linear) / np.array([0.9505, 1, 1.089])
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_a_page_brings_the_style_and_a_file_brings_its_own() -> None:
    page, alone = drawing(), drawing(medium="file")

    assert "<style" not in page.render(title="A", description="B")
    assert "prefers-color-scheme:dark" in alone.render(title="A", description="B")


def test_words_cannot_break_out() -> None:
    made = drawing()
    made.text((0, 10), "<script>&\"'", size=10)

    whole = made.render(title="</title><script>", description="&")

    assert "<script>" not in whole
    assert "&lt;script&gt;&amp;" in whole


def test_a_hatch_is_defined_once_and_belongs_to_its_drawing() -> None:
    made = drawing()
    for x in (0, 20):
        made.rect(Box(x, 0, 10, 10), fill="hatch:sky")

    whole = made.render(title="A", description="B")

    assert whole.count('<pattern id="d-h-sky"') == 1
    assert whole.count('fill="url(#d-h-sky)"') == 2


def test_coordinates_hold_no_more_than_one_decimal() -> None:
    made = drawing()
    made.ellipse((1 / 3, 2 / 3), (10.04, 9.96), fill="sky")

    assert 'cx="0.3" cy="0.7" rx="10" ry="10"' in made.parts[0]


def test_turned_words_take_an_upright_box() -> None:
    made = drawing()

    box = made.text((20, 25), "hidden", size=10, anchor="middle", turned=True)

    assert box.height > box.width
    assert 'transform="rotate(-90 20 21.5)"' in made.parts[0]


def test_print_drops_vowel_points_alone() -> None:
    assert unpointed("أحدًا") == "أحدا"
    assert unpointed("Tie\u0302\u0301ng Vie\u0323\u0302t") == "Tiếng Việt"


def test_signs_that_the_arabic_font_lacks_name_the_font_that_has_them_on_paper() -> None:
    """Else the PDF's engine draws boxes for them in a line that has a lam-alef."""
    words = "السجلات (1) A&B <b>"
    drawing = Drawing(ident="t", width=100, height=50, language="ar", medium="print")
    drawing.text((0, 10), words, size=13)
    on_paper = ET.fromstring(drawing.render(title="T", description="D"))  # noqa: S314 -- our own drawing
    (line,) = on_paper.iter("{http://www.w3.org/2000/svg}text")
    assert words in "".join(line.itertext())
    latin = [part for part in line if part.get("font-family") == "Noto Sans"]
    assert [part.text for part in latin] == ["(", ")", "A&B", "<b>"]

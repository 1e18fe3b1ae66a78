"""The printed brief is the same every time, readable by screen readers in every language, and marked on every page."""

import io
import json
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from django.utils import translation

from banyan.observatory.charts import pdf
from banyan.observatory.charts.pdf import render_pdf
from banyan.observatory.rules.picture import Finding, Question
from tests.observatory.charts.kinds import LANGUAGES
from tests.observatory.charts.sample import picture

BANYAN = Path(pdf.__file__).parents[2]
MARGIN = 22 / 25.4 * 72
MEASURE = 612 - 2 * MARGIN


def missing_characters(text: str) -> frozenset[str]:
    """The characters of a text that no shipped font has: each would print as an empty box."""
    listed = (Path(pdf.__file__).with_name("fonts") / "characters.txt").read_text(encoding="utf-8")
    visible = {c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"}}
    return frozenset(visible - set(listed) - {" ", "\u00a0"})


def pages_of(made: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(io.BytesIO(made)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_meets_the_standard_for_screen_readers(language: str) -> None:
    with translation.override(language):
        data = json.dumps(pdf._contents(picture(), language, "us-letter"))

    made = pdf.compile_brief(data, drawn_at=datetime(2026, 2, 16, tzinfo=UTC), standards=["ua-1"])

    assert b"pdfuaid" in made
    assert len(pages_of(made)) >= 3


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert render_pdf(picture(), "en") == render_pdf(picture(), "en")


def test_every_page_of_a_demonstration_says_so() -> None:
    made_up, real = (pages_of(render_pdf(picture(demonstration=one), "en")) for one in (True, False))
    assert min(len(made_up), len(real)) >= 3
    assert all("Demonstration data: these numbers are made up" in page for page in made_up)
    assert not any("Demonstration data" in page for page in real)


def test_the_brief_holds_findings_figures_tables_and_sources() -> None:
    whole = " ".join(" ".join(pages_of(render_pdf(picture(), "en"))).split())

    for words in (
        "60 in 2021 and 9 in 2020",
        "Fairly sure",
        "more reports may mean more open doors",
        "Harm is wider than crime",
        "410–440",
        "Of which one group of records",
        "Made-up notice of the demonstration police, January 2022",
        "2 of 45 numbers are hidden.",
        "fewer than 10, hidden to protect people: 1",
        "Demonstration police",
        "1,234",
        "February 15, 2026",
        "Drawn on February 16, 2026",
    ):
        assert words in whole


def test_figures_are_as_wide_as_the_text_in_type_no_larger_than_its_own() -> None:
    with translation.override("en"):
        figures = pdf._contents(picture(), "en", "us-letter")["figures"]
    for drawing in (one["svg"] for figure in figures for one in figure["drawings"]):
        points = MEASURE / float(re.search(r' width="([\d.]+)"', drawing)[1])  # type: ignore[index] # Each has one.
        sizes = [float(size) * points for size in re.findall(r'font-size="([\d.]+)"', drawing)]
        assert 8 <= min(sizes) <= max(sizes) <= 10.01, "the text is set in 10 points, what stands beside it in 8.5"

    with pypdfium2.PdfDocument(io.BytesIO(render_pdf(picture(), "en"))) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        ends = [page.get_charbox(found.end() - 1)[2] for found in re.finditer("2025", text)]
    assert max(ends) > MARGIN + 0.9 * MEASURE, "the last year stands near the end of the lines"


def test_what_officials_recorded_stands_on_the_first_page_even_where_the_rest_does_not_fit() -> None:
    findings = (Finding(text="Long words. " * 60, confidence="recorded", about="demo-police"),)

    pages = pages_of(render_pdf(picture(findings=findings), "en"))

    # Words in a drawing come without their spaces.
    first, second, *_rest = ("".join(page.split()) for page in pages)
    assert "Hatecrimesonrecord:" in first
    assert "Hateactsthatpeopletold" not in first
    assert second.index("Hateactsthatpeopletold") < second.index("Incidentsonrecord,")


def test_a_picture_without_numbers_still_prints() -> None:
    empty = picture(rows=(), findings=(), notes=(), sources=())

    (whole, *_rest) = pages_of(render_pdf(empty, "en"))

    assert "There are too few numbers here to say anything." in whole
    assert "Nothing in this picture is hidden." in whole


def test_a_character_without_a_glyph_spoils_no_brief() -> None:
    question = Question(place="san_francisco", community="𓀀", since=2019, until=2019)

    assert missing_characters("𓀀 樹") == {"𓀀"}
    assert render_pdf(picture(question=question, drawn_on=date(2026, 2, 16)), "en").startswith(b"%PDF")


def test_a_caveat_of_several_findings_is_said_once() -> None:
    shared, own = "Every number here is made up.", "This one most of all."
    findings = (
        Finding(text="One.", confidence="recorded", caveats=(shared,)),
        Finding(text="Two.", confidence="weak", caveats=(shared, own)),
    )

    whole = " ".join(" ".join(pages_of(render_pdf(picture(findings=findings), "en"))).split())

    assert whole.count(shared) == whole.count(own) == 1
    assert "Keep in mind" in whole


def test_both_papers_are_printed() -> None:
    sizes = {}
    for paper in ("us-letter", "a4"):
        with pypdfium2.PdfDocument(io.BytesIO(render_pdf(picture(), "en", paper=paper))) as document:
            sizes[paper] = tuple(round(side) for side in document[0].get_size())

    assert sizes == {"us-letter": (612, 792), "a4": (595, 842)}


def test_our_translations_hold_no_character_that_the_fonts_lack() -> None:
    texts = [path.read_text(encoding="utf-8") for path in BANYAN.glob("**/*.po")]
    if not texts:
        pytest.skip("There are no translations yet.")

    assert missing_characters("".join(texts)) == frozenset()

"""The picture in a terminal: words and never codes, sentences before numbers, columns that stay apart."""

import re

import pytest
from rich.cells import cell_len

from banyan.observatory.charts import figures_of
from banyan.observatory.charts.plain import render_text
from tests.observatory.charts.sample import picture


@pytest.mark.parametrize("language", ["en", "zh-hant", "ar"])
@pytest.mark.parametrize("width", [60, 100])
def test_it_has_words_not_codes_in_lines_that_fit(language: str, width: int) -> None:
    text = render_text(picture(), language, width=width)

    assert all(cell_len(line) <= width for line in text.splitlines())
    assert not any(row.measure in text for row in picture().rows)
    assert "demo-police" not in text
    flat = re.sub(r"\s+", "", text)
    assert all(re.sub(r"\s+", "", figure.title) in flat for figure in figures_of(picture(), language=language))


def test_each_figure_says_first_what_was_found_then_its_numbers_then_its_source() -> None:
    text = render_text(picture(), "en", width=100)

    flat = re.sub(r"\s+", " ", text)
    for figure in figures_of(picture(), language="en"):
        at = flat.index(re.sub(r"\s+", " ", figure.title))
        assert at < flat.index(re.sub(r"\s+", " ", figure.closing[-1]), at)
    assert text.index(picture().findings[0].text.split()[0]) < text.index("Period")
    assert "made up" in text.splitlines()[1] or "Made up" in text.splitlines()[1]
    assert "n = " in text

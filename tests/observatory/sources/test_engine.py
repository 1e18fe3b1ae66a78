"""DuckDB and Spark answer the same questions with the same numbers, nulls among them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from banyan.observatory.measures.findings import find_official
from banyan.observatory.measures.official import count_places, list_namesakes
from banyan.observatory.queries.official import list_official
from banyan.observatory.rules.picture import Question
from banyan.observatory.sources.engine import Engine, open_engine
from banyan.observatory.sources.fbi_hate_crimes import stage_fbi_hate_crimes
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from tests.observatory.measures.planted import COLUMNS, Break, Spree, lines_of
from tests.observatory.sources.files import NOW, put, real_data, write_linked, write_sf

QUESTIONS = (
    Question(place="San Francisco", community="asian", since=2018, until=2023),
    Question(place="San Francisco", community="all", since=2018, until=2022, by="month"),
    Question(place="California", community="jewish", since=2018, until=2021),
    Question(place="United States", community="asian", since=2018, until=2021),
)


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    if find_spec("pyspark") is None:
        pytest.skip("Spark isn't installed: pip install 'banyan[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which isn't here")
    opened = open_engine("spark")
    yield opened
    opened.connection.stop()


def said(question: Question, data: Path, engine: str) -> list[object]:
    """Everything that official sources say to a question."""
    return [
        (one.rows(question), one.notes(question), find_official(one.evidence))
        for one in list_official(question, data=data, engine=engine)
    ]


@pytest.mark.usefixtures("spark")
def test_both_engines_say_the_same_of_made_up_files(tmp_path: Path) -> None:
    lines = lines_of({2018: 30, 2019: 32, 2021: 31, 2022: 0}, sprees=[Spree(2021, 6, 24)], breaks=[Break(2021)])
    put(stage_sf_hate_crimes(write_sf(tmp_path / "sf.csv", lines, columns=COLUMNS), data=tmp_path, now=NOW))
    # The FBI's records have no place, only a state and a country: nulls where San Francisco's have words.
    put(stage_fbi_hate_crimes(write_linked(tmp_path / "linked"), data=tmp_path, now=NOW))
    for question in QUESTIONS:
        expected = said(question, tmp_path, "duckdb")
        assert expected
        assert said(question, tmp_path, "spark") == expected


def test_nulls_count_alike(spark: Engine, tmp_path: Path) -> None:
    fbi = put(stage_fbi_hate_crimes(write_linked(tmp_path / "linked"), data=tmp_path, now=NOW))
    duck = open_engine()
    for place in ("United States", "California", "Nowhere"):
        both = [count_places(engine, engine.read([fbi.counts]), place) for engine in (duck, spark)]
        assert both[0] == both[1]
        names = [list_namesakes(engine, engine.read([fbi.counts]), place) for engine in (duck, spark)]
        assert names[0] == names[1]
    assert count_places(duck, duck.read([fbi.counts]), "United States"), "there is something to compare"


@pytest.mark.usefixtures("spark")
def test_both_engines_say_the_same_of_the_real_file(tmp_path: Path) -> None:
    put(stage_sf_hate_crimes(real_data("sf-hate-crimes/hate_crimes.csv"), data=tmp_path, now=NOW))
    question = Question(place="San Francisco", community="asian", since=2001, until=2025)
    assert said(question, tmp_path, "spark") == said(question, tmp_path, "duckdb")

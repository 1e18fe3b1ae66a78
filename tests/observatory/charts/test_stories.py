"""Findings stand beside the figure they speak of, and pictures from before they said so stay readable."""

from dataclasses import replace

import pytest

from banyan.observatory.charts.reading import picture_from_json
from banyan.observatory.charts.stories import tell
from banyan.observatory.rules.picture import Finding
from tests.observatory.charts.sample import picture, rows

SHARED = "Keep this in mind."


def finding(text: str, about: str) -> Finding:
    return Finding(text=text, confidence="recorded", caveats=(SHARED, f"Of {text}"), about=about)


def test_each_finding_stands_beside_its_figure_and_shared_caveats_are_said_once() -> None:
    findings = [finding(text, about) for text, about in (("A", "demo-police"), ("B", "community"), ("C", "told"))]
    general, stories = tell(picture(findings=(*findings, finding("D", ""), finding("E", "demo-police"))), "en")

    assert [one.text for one in general] == ["D"]
    beside = {story.figure.name: [one.text for one in story.findings] for story in stories}
    assert beside == {"over-time-demo-police": ["A", "E"], "rings": ["B"], "told": ["C"]}
    assert stories[0].caveats == (SHARED, "Of A", "Of E")
    assert [note.period_from for note in stories[0].notes] == ["2022"]
    assert [source.name for source in stories[0].sources] == ["demo-police", "community"]


@pytest.mark.parametrize("space", [" ", ""])
def test_what_findings_open_with_stands_where_it_is_read_first(space: str) -> None:
    group, change = "24 of 60 are one group.", "The way of counting changed."
    findings = [
        Finding(text=space.join(said), confidence="weak", caveats=(*said[:-1], SHARED), about="demo-police")
        for said in ((group, "It was 60."), (change, group, "So it isn't a rise."), (change, "So nobody knows."))
    ]

    _general, stories = tell(picture(findings=tuple(findings)), "en")

    assert [one.text for one in stories[0].findings] == [
        space.join((group, "It was 60.")),
        space.join((change, "So it isn't a rise.")),
        "So nobody knows.",
    ]
    assert stories[0].caveats == (SHARED,)


def test_what_a_note_beside_the_figure_says_is_not_said_again_as_a_caveat() -> None:
    note = replace(picture().notes[0], text="The form changed.", citation="A letter", language="en")
    caveats = ("The form changed. (A letter)", SHARED)
    finding = Finding(text="It was 60.", confidence="weak", caveats=caveats, about="demo-police")

    general, stories = tell(picture(notes=(note,), findings=(finding, replace(finding, about=""))), "en")

    assert stories[0].caveats == (SHARED,)
    assert general[0].caveats == caveats, "no note stands beside it"


def test_reports_without_rings_are_spoken_of_beside_their_counts() -> None:
    kept = tuple(row for row in rows() if row.measure == "community_hate_acts")

    _general, (story,) = tell(picture(rows=kept, findings=(finding("B", "community"),)), "en")

    assert story.figure.name == "over-time"
    assert [one.text for one in story.findings] == ["B"]


def test_a_finding_about_a_figure_that_is_not_there_is_still_said() -> None:
    general, _stories = tell(picture(rows=(), findings=(finding("A", "fbi-hate-crimes"), finding("C", "told"))), "en")

    assert [one.text for one in general] == ["A", "C"]


def test_a_picture_published_before_findings_said_what_they_are_about_keeps_all_of_them_first() -> None:
    older = picture().to_json_dict()
    for one in older["findings"]:
        del one["about"]

    general, stories = tell(picture_from_json(older), "en")

    assert [one.text for one in general] == [one.text for one in picture().findings]
    assert not any(story.findings for story in stories)


def test_every_figure_says_its_n_and_its_source() -> None:
    _general, stories = tell(picture(), "en")

    for story in stories:
        said = " ".join(story.figure.closing)
        assert "n = " in said, story.figure.name
        assert "Source: " in said, story.figure.name


def test_a_withheld_n_is_not_said() -> None:
    hidden = tuple(replace(row, suppressed="small_cell") if row.measure == "told_answered" else row for row in rows())

    _general, stories = tell(picture(rows=hidden), "en")

    (told,) = [story.figure for story in stories if story.figure.name == "told"]
    assert not any("n = " in line for line in told.closing)

"""Whom else people told: shares with their chance error, gaps in words, and those who didn't answer counted."""

from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.observatory.charts import told
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.told import Answer, Told
from tests.observatory.charts.drawn import never_meet, words_of
from tests.observatory.charts.kinds import LANGUAGES

ANSWERS = (
    Answer(label="The police", count=45, is_official=True, both_ways=(0.1, 0.5)),
    Answer(label="Nobody", count=120),
    Answer(label="A hotline", hidden=True),
)


def frame(**given_: object) -> Frame:
    """A frame for the figure on an English page unless told otherwise."""
    return Frame(**{"ident": "t", "title": "Told", "language": "en"} | given_)  # type: ignore[arg-type] # One helper for every field.


def test_answers_stand_from_most_to_least_and_hidden_last() -> None:
    words = words_of(told.draw(Told(answers=ANSWERS, answered=265, unanswered=175), frame=frame()))

    assert (
        words.index("Nobody") < words.index("The police") < words.index("A hotline") < words.index("hidden for safety")
    )
    assert "45%" in words
    assert "17%" in words
    assert "265 of 440 answered; 175 did not." in words


def test_the_police_are_shown_counting_the_unanswered_both_ways() -> None:
    words = " ".join(words_of(told.draw(Told(answers=ANSWERS, answered=265, unanswered=175), frame=frame())))

    assert "10%–50% if those who did not answer had all told nobody, or all told them" in words


def test_an_interval_that_was_computed_before_is_kept() -> None:
    answer = Answer(label="The police", count=45, interval=(0.11, 0.25))

    assert told.interval_of(answer, 265) == (0.11, 0.25)
    assert told.interval_of(answer, None) is None


def test_a_withheld_total_withholds_the_shares() -> None:
    drawn = told.draw(Told(answers=ANSWERS, answered=None, unanswered=None), frame=frame())

    assert "%" not in " ".join(words_of(drawn)).replace("(95 %)", "")
    assert "How many did not answer is hidden." in words_of(drawn)
    assert "The police: 45 reports." in drawn


@settings(max_examples=80, deadline=None)
@given(
    counts=st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=9),
    answered=st.none() | st.integers(0, 10**6),
    unanswered=st.none() | st.integers(0, 10**6),
    width=st.sampled_from(["wide", "narrow", "brief"]),
    language=st.sampled_from(LANGUAGES),
    label=st.sampled_from(
        [
            "The police",
            "朋友或家人，或者任何可以信任的人",
            "صديق أو أحد أفراد العائلة أو من تثق به",
            "Isang kaibigan o miyembro ng pamilya",
        ]
    ),
)
def test_labels_never_meet_nor_leave_the_drawing(  # noqa: PLR0917 -- one argument for each thing that varies
    counts: list[int | None], answered: int | None, unanswered: int | None, width: Width, language: str, label: str
) -> None:
    answers = tuple(
        Answer(label=label, count=count, hidden=count is None, both_ways=(0.1, 0.9) if index == 0 else None)
        for index, count in enumerate(counts)
    )

    drawing = told.compose(
        Told(answers=answers, answered=answered, unanswered=unanswered), frame=frame(width=width, language=language)
    )

    assert never_meet(drawing.labels)
    for box in drawing.labels:
        assert box.x >= -0.5
        assert box.x + box.width <= drawing.width + 0.5
        assert box.y + box.height <= drawing.height + 1


def test_a_count_without_a_share_is_told_and_never_called_no_data() -> None:
    answers = (Answer(label="Nobody", count=28), Answer(label="A school", count=0), Answer(label="Police", hidden=True))
    drawn = told.draw(Told(answers=answers, answered=None, unanswered=None), frame=frame())

    said = words_of(drawn)
    assert "28 reports" in said
    assert "0 reports" in said
    assert "no data" not in said
    assert not any("Thin lines" in line for line in said), "there are none"
    assert "Nobody: 28 reports." in told.describe(Told(answers=answers, answered=None, unanswered=None), "en")

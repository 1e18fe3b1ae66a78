"""Counts over time keep missing, hidden and zero apart, and say what broke the series."""

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.observatory.charts import callouts, series
from banyan.observatory.charts.columns import Column
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.official import inside
from banyan.observatory.charts.series import Note, Series, Strip
from tests.observatory.charts.drawn import never_meet, overlap, words_of
from tests.observatory.charts.kinds import LANGUAGES

YEARS = tuple(str(year) for year in range(2019, 2026))


def frame(**given_: object) -> Frame:
    """A frame for the figure on an English page unless told otherwise."""
    return Frame(**{"ident": "o", "title": "Over time", "language": "en"} | given_)  # type: ignore[arg-type] # One helper for every field.


def column(period: str, value: int | None, **given_: object) -> Column:
    """A column with one value."""
    return Column(period=period, low=value, high=value, **given_)  # type: ignore[arg-type] # One helper for every field.


def recorded(*values: int | None) -> tuple[Column, ...]:
    """Official columns from the first year on."""
    return tuple(column(period, value) for period, value in zip(YEARS, values, strict=False))


def test_missing_hidden_and_zero_are_three_things() -> None:
    columns = (column("2019", None), column("2020", 0), Column(period="2021", low=7, high=7, hidden=True))
    drawn = series.draw(Series(periods=YEARS[:3], official_title="Recorded", official=columns), frame=frame())

    words = words_of(drawn)
    assert "no data" in words
    assert "0" in words
    assert "hidden for safety" in words
    assert "7" not in words
    assert "2019 no data, 2020 0, 2021 hidden for safety" in drawn


def test_a_cluster_is_hatched_and_named() -> None:
    columns = (column("2021", 60, cluster=24),)
    whole = Series(
        periods=("2021",), official_title="Recorded", official=columns, cluster_text="one group of vandalism records"
    )

    drawn = series.draw(whole, frame=frame())

    assert 'fill="url(#o-h-sky)"' in drawn
    assert "24 of 60: one group of vandalism records" in " ".join(words_of(drawn))


def test_a_changed_recording_breaks_the_series_in_words() -> None:
    note = Note(period_from="2022", period_to="2025", text="The way records are kept changed in 2022.")
    whole = Series(periods=YEARS, official_title="Recorded", official=recorded(*range(7)), notes=(note,))

    drawn = series.draw(whole, frame=frame())

    assert note.text in " ".join(words_of(drawn))
    assert 'stroke-dasharray="5 4"' in drawn


def test_a_note_on_other_years_is_not_drawn() -> None:
    note = Note(period_from="1999", period_to="2001", text="Long ago.")

    drawn = series.draw(
        Series(periods=YEARS, official_title="Recorded", official=recorded(1), notes=(note,)), frame=frame()
    )

    assert "Long ago." not in drawn


def test_a_note_on_a_year_covers_its_months() -> None:
    months = tuple(f"2021-{month:02d}" for month in range(1, 13))
    note = Note(period_from="2021", period_to="2021", text="One year.")

    assert inside(note, months) == list(range(12))
    assert inside(Note(period_from="2021-03", period_to="2021-04", text=""), months) == [2, 3]


def test_stretches_that_overlap_each_show_where_they_begin() -> None:
    notes = (
        Note(period_from="2022-01", period_to="2025-12", text="Later."),
        Note(period_from="2020", period_to="2025", text="Earlier."),
    )

    drawn = series.draw(
        Series(periods=YEARS, official_title="", official=recorded(1, 2, 3), notes=notes), frame=frame()
    )

    assert drawn.count('stroke-dasharray="5 4"') == 2
    assert drawn.rindex('class="f-amber-tint"') < drawn.index('stroke-dasharray="5 4"')


def test_many_notes_are_numbered_below() -> None:
    notes = tuple(Note(period_from=year, period_to=year, text=f"Note on {year}.") for year in YEARS)

    drawn = series.draw(
        Series(periods=YEARS, official_title="Recorded", official=recorded(1), notes=notes), frame=frame()
    )

    words = words_of(drawn)
    assert "(7)" in words
    assert "(7) Note on 2025." in words


def test_a_note_on_a_month_goes_with_its_years_group_of_records() -> None:
    note = Note(period_from="2021-06", period_to="2021-06", text="All with one suspect.")
    whole = Series(
        periods=("2020", "2021"),
        official_title="Recorded",
        official=(column("2020", 9), column("2021", 60, cluster=24)),
        notes=(note,),
    )

    drawn = series.draw(whole, frame=frame())

    words = " ".join(words_of(drawn))
    assert "24 of 60: one group of records close together\u00a0(1)" in words
    assert "(1) All with one suspect." in words
    assert "amber" not in drawn


def test_long_words_are_numbered_where_they_belong_and_listed_below() -> None:
    long = "From January 2022 the police number these records another way, two columns are always empty, " * 2
    note = Note(period_from="2022-01", period_to="2025-12", text=long.strip())
    whole = Series(periods=YEARS, official_title="Recorded", official=recorded(*range(7)), notes=(note,))

    words = words_of(series.draw(whole, frame=frame()))

    assert "counted another way from here on\u00a0(1)" in " ".join(words)
    assert any(line.startswith("(1) From January 2022") for line in words)
    assert words.index("2025") < words.index(next(line for line in words if line.startswith("(1) From")))


def test_long_words_on_a_stretch_that_ends_are_only_numbered() -> None:
    long = "For two years the police number these records another way, and two columns are always empty, " * 2
    note = Note(period_from="2021-01", period_to="2022-12", text=long.strip())
    whole = Series(periods=YEARS, official_title="Recorded", official=recorded(*range(7)), notes=(note,))

    words = words_of(series.draw(whole, frame=frame()))

    assert "(1)" in words
    assert "counted another way" not in " ".join(words)


def test_the_community_can_stand_alone() -> None:
    whole = Series(
        periods=("2025",), official_title="", official=(), community_title="Told", community=(Column(period="2025"),)
    )

    assert words_of(series.draw(whole, frame=frame()))[0] == "Told"


def test_effort_stands_below_what_people_told() -> None:
    whole = Series(
        periods=("2024", "2025"),
        official_title="Recorded",
        official=recorded(1, 2),
        community_title="Told",
        community=(Column(period="2024", low=40, high=60), Column(period="2025", low=50, high=50)),
        effort=(Strip(title="Organizations", columns=(column("2024", 2), column("2025", 3))),),
    )

    words = words_of(series.draw(whole, frame=frame()))

    assert words.index("40–60") < words.index("Organizations")
    assert "50" in words


def test_years_among_months_are_named_once() -> None:
    months = tuple(f"{year}-{month:02d}" for year in (2020, 2021) for month in range(1, 13))
    whole = Series(
        periods=months,
        official_title="Recorded",
        official=tuple(column(month, index) for index, month in enumerate(months)),
    )

    words = words_of(series.draw(whole, frame=frame()))

    assert words.count("2020") == words.count("2021") == 1
    assert "23" in words
    assert "11" not in words  # Of many columns only the highest and last carry their value.


def test_a_year_of_months_is_named_by_its_months() -> None:
    months = tuple(f"2021-{month:02d}" for month in range(1, 4))

    with translation.override("zh-hant"):
        drawn = series.draw(
            Series(periods=months, official_title="", official=tuple(column(month, 1) for month in months)),
            frame=frame(language="zh-hant"),
        )

    assert "2021年3月" in words_of(drawn)


@st.composite
def whole_series(draw: st.DrawFn) -> Series:
    """Any series that a picture can hold."""
    count = draw(st.integers(1, 14))
    periods = tuple(str(2010 + index) for index in range(count))
    most = draw(st.sampled_from([0, 10, 500, 10**6]))

    def columns() -> tuple[Column, ...]:
        found = []
        for period in periods:
            high = draw(st.none() | st.integers(0, most))
            low = None if high is None else draw(st.integers(0, high))
            cluster = draw(st.integers(0, high or 0)) if draw(st.integers(0, 5)) == 0 else 0
            found.append(
                Column(period=period, low=low, high=high, cluster=cluster, hidden=draw(st.booleans()) and most == 500)
            )
        return tuple(found)

    notes = tuple(
        Note(period_from=str(start), period_to=str(start + draw(st.integers(0, 5))), text=text)
        for start, text in draw(
            st.lists(
                st.tuples(st.integers(2010, 2024), st.sampled_from(["Short.", "A longer note on what changed then."])),
                max_size=3,
            )
        )
    )
    official = tuple(
        Column(period=c.period, low=c.high, high=c.high, cluster=c.cluster, hidden=c.hidden) for c in columns()
    )
    return Series(
        periods=periods,
        official_title="Hate crimes on record: a source with a long name",
        official=official,
        community_title="Told",
        community=columns() if draw(st.booleans()) else (),
        effort=(Strip(title="Organizations that took reports", columns=official),),
        notes=notes,
    )


@settings(max_examples=150, deadline=None)
@given(whole=whole_series(), width=st.sampled_from(["wide", "narrow", "brief"]), language=st.sampled_from(LANGUAGES))
def test_labels_never_meet_nor_leave_the_drawing(whole: Series, width: Width, language: str) -> None:
    drawing = series.compose(whole, frame=frame(width=width, language=language))

    assert never_meet(drawing.labels)
    for box in drawing.labels:
        assert box.x >= -0.5
        assert box.x + box.width <= drawing.width + 0.5
        assert box.y >= -1
        assert box.y + box.height <= drawing.height + 1


@settings(deadline=None)
@given(
    notes=st.lists(
        st.tuples(st.floats(1, 640), st.sampled_from(["Short.", "Words that take a line or two to say in full here."])),
        max_size=callouts.MOST,
    ),
    width=st.sampled_from([322.0, 640.0]),
)
def test_flags_and_poles_never_cross(notes: list[tuple[float, str]], width: float) -> None:
    inside = [(min(pole, width - 1), words) for pole, words in notes]

    placed = callouts.place(inside, width=width)

    if placed is None:
        return
    flags, height = placed
    assert len(flags) == len(inside)
    for flag in flags:
        assert flag.box.x >= 0
        assert flag.box.x + flag.box.width <= width
        assert flag.box.y + flag.box.height <= height
        for other in flags:
            if other is not flag:
                assert not overlap(flag.box, other.box)
                is_below = other.box.y < flag.box.y
                assert not (is_below and flag.box.x < other.pole < flag.box.x + flag.box.width)


def test_too_many_flags_are_not_tried() -> None:
    assert callouts.place([(float(x), "a") for x in range(0, 500, 100)], width=640) is None
    assert callouts.place([], width=640) == ((), 0.0)

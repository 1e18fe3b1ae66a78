"""Which statements a note on a stretch touches, and which comparisons it crosses."""

import pytest

from banyan.observatory.rules.notes import crosses, touches


@pytest.mark.parametrize(
    ("since", "until", "period", "expected"),
    [
        ("2021-06", "2021-06", "2021", True),
        ("2021-06", "2021-06", "2021-06", True),
        ("2021-06", "2021-06", "2021-07", False),
        ("2021", "2022", "2022-12", True),
        ("2021", "2022", "2023", False),
        ("2021-12", "", "2021", True),
        ("2021-12", "", "2030", True),
        ("2021-12", "", "2021-11", False),
    ],
)
def test_a_stretch_touches_a_period_it_shares_a_month_with(
    since: str, until: str, period: str, *, expected: bool
) -> None:
    assert touches(since, until, period) is expected


@pytest.mark.parametrize(
    ("since", "until", "first", "last", "expected"),
    [
        ("2022", "", "2021", "2022", True),
        ("2022", "", "2022", "2023", False),
        ("2022", "", "2019", "2021", False),
        ("2022-07", "", "2022", "2023", True),
        ("2022-07", "", "2022", "2022", True),
        ("2020", "2021", "2019", "2023", True),
        ("2020", "2021", "2021", "2022", True),
        ("2020", "2021", "2020", "2021", False),
    ],
)
def test_a_comparison_crosses_where_a_stretch_begins_or_ends_between(
    since: str, until: str, first: str, last: str, *, expected: bool
) -> None:
    assert crosses(since, until, first, last) is expected

"""Comparisons keep their promise: a difference that is only chance is rarely called one, also where months cluster."""

from __future__ import annotations

from math import isinf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student
from statsmodels.stats.proportion import proportion_confint

from banyan.observatory.measures.comparison import _t_quantile, compare, dispersion_of, wilson


@given(trials=st.integers(1, 10**6), share=st.floats(0, 1))
def test_wilson_agrees_with_statsmodels(trials: int, share: float) -> None:
    successes = round(trials * share)
    expected = proportion_confint(successes, trials, method="wilson")
    assert wilson(successes, trials) == pytest.approx(expected, abs=1e-9)


def test_a_share_of_nobody_may_be_anything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("freedom", [5, 11, 22, 66, 300])
def test_the_quantile_of_t_is_within_one_percent(freedom: int) -> None:
    assert _t_quantile(0.95, freedom) == pytest.approx(student.ppf(0.975, freedom), rel=0.01)


def test_months_that_vary_by_chance_have_no_dispersion_and_a_spree_has_much() -> None:
    assert dispersion_of([[3] * 12, [4] * 12]) == (1.0, 22)
    assert dispersion_of([[3] * 11 + [40]])[0] > 10
    assert dispersion_of([[0] * 12, [], [5]]) == (1.0, 0)


@pytest.mark.parametrize("mean", [6, 15, 60])
@pytest.mark.parametrize("cluster", [1, 3])
def test_equal_years_are_rarely_called_different(mean: int, cluster: int) -> None:
    """The rate of false alarms stays near 5 % for counts like a city's, plain or coming in groups."""
    chance = np.random.default_rng(mean * 10 + cluster)
    alarms, runs = 0, 600
    for _run in range(runs):
        months = chance.poisson(mean / 12 / cluster, (6, 12)) * cluster
        years = months.sum(axis=1)
        alarms += compare(int(years[0]), int(years[5]), years=months.tolist()).direction != "unclear"
    assert alarms / runs < 0.075


def test_a_plain_doubling_is_seen() -> None:
    assert compare(60, 130, years=[[5] * 12, [11] * 12]).direction == "higher"
    assert compare(130, 60, years=[[5] * 12, [11] * 12]).direction == "lower"


@given(first=st.integers(0, 500), second=st.integers(0, 500))
def test_the_interval_holds_the_observed_ratio(first: int, second: int) -> None:
    found = compare(first, second, years=[[4, 6] * 6])
    assert found.ratio_low <= found.ratio_high
    if first:
        assert found.ratio_low - 1e-9 <= second / first <= found.ratio_high + 1e-9
    elif second:
        assert isinf(found.ratio_high) or found.ratio_high > 1

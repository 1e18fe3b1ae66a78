"""What pictures can hold, for tests on numbers nobody thought of."""

from hypothesis import strategies as st

from banyan.observatory.charts.rings import Amount, Name

LANGUAGES = ("en", "zh-hant", "zh-hans", "es", "vi", "fil", "ar")


@st.composite
def _amount(draw: st.DrawFn, most: int, *, may_hide: bool = True) -> Amount:
    if may_hide and draw(st.integers(0, 9)) == 0:
        return Amount(hidden=draw(st.booleans()))
    high = 5 * draw(st.integers(0, max(most // 5, 0)))
    low = 5 * draw(st.integers(0, high // 5))
    return Amount(
        low=low,
        high=high,
        official=draw(st.none() | st.integers(0, 10**6)),
        estimate=draw(st.none() | st.just((low, high * 3))),
    )


@st.composite
def rings(draw: st.DrawFn) -> dict[Name, Amount]:
    """Plausible amounts for each region: nested as the vocabulary nests them, from nothing to millions."""
    scale = draw(st.sampled_from([0, 25, 200, 1000, 10**4, 10**6]))
    whole = draw(_amount(scale))
    hate = draw(_amount(whole.high if whole.high is not None else scale))
    crimes = draw(_amount(hate.high if hate.high is not None else scale))
    violence = draw(_amount(whole.high if whole.high is not None else scale))
    both = draw(_amount(min(hate.high or 0, violence.high or 0)))
    violent_crimes = draw(_amount(min(crimes.high or 0, both.high or 0)))
    return {
        "all_harm": whole,
        "hate_acts": hate,
        "hate_crimes": crimes,
        "violence": violence,
        "both": both,
        "crimes_and_violence": violent_crimes,
    }

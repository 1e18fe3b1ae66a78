"""The rings keep their promises for numbers nobody thought of: what lies within lies within, what crosses crosses."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.observatory.charts.rings import Amount, Ellipse, Name, arrange, low_scale
from tests.observatory.charts.kinds import rings


@settings(max_examples=30, deadline=None)
@given(amounts=rings(), smallest=st.sampled_from([0.047, 0.085]))
def test_hate_crimes_lie_in_hate_acts_and_everything_in_all_harm(amounts: dict[Name, Amount], smallest: float) -> None:
    shapes = arrange(amounts, smallest=smallest).shapes

    assert all(shapes["hate_acts"].holds(point) for point in shapes["hate_crimes"].outline(90))
    for name in ("hate_acts", "violence"):
        assert all(math.hypot(*point) < 1 for point in shapes[name].outline(90))


@settings(max_examples=30, deadline=None)
@given(amounts=rings(), smallest=st.sampled_from([0.047, 0.085]))
def test_violence_crosses_hate_acts_and_hate_crimes(amounts: dict[Name, Amount], smallest: float) -> None:
    shapes = arrange(amounts, smallest=smallest).shapes

    for name in ("hate_acts", "hate_crimes"):
        around = [shapes["violence"].holds(point) for point in shapes[name].outline(180)]
        assert any(around)
        assert not all(around)
        assert any(not shapes[name].holds(point) for point in shapes["violence"].outline(180))


@settings(max_examples=30, deadline=None)
@given(amounts=rings(), smallest=st.sampled_from([0.047, 0.085]))
def test_every_shape_can_be_seen(amounts: dict[Name, Amount], smallest: float) -> None:
    shapes = arrange(amounts, smallest=smallest).shapes

    assert all(min(shape.rx, shape.ry) >= smallest for shape in shapes.values())


@settings(max_examples=30, deadline=None)
@given(amounts=rings())
def test_an_area_off_its_number_is_named(amounts: dict[Name, Amount]) -> None:
    plan = arrange(amounts, smallest=0.047)

    whole = amounts["all_harm"]
    for name in ("hate_acts", "hate_crimes", "violence"):
        part = amounts[name]
        if not whole.is_shown or not part.is_shown or not whole.high or part.high is None:
            assert name not in plan.enlarged + plan.reduced
            continue
        drawn, true = plan.shapes[name].area / math.pi, min(part.high / whole.high, 1)
        assert (name in plan.enlarged) == (drawn > true * 1.15 + 1e-9)
        assert (name in plan.reduced) == (drawn < true * 0.85)


def test_the_sketch_is_to_scale() -> None:
    amounts: dict[Name, Amount] = {
        "all_harm": Amount(low=410, high=440),
        "hate_acts": Amount(low=230, high=270),
        "hate_crimes": Amount(low=40, high=60),
        "violence": Amount(low=95, high=120),
        "both": Amount(low=40, high=50),
        "crimes_and_violence": Amount(low=10, high=20),
    }

    plan = arrange(amounts, smallest=0.047)

    assert plan.enlarged == plan.reduced == ()
    assert not plan.is_rough
    assert round(plan.shapes["hate_crimes"].area / math.pi, 3) == round(60 / 440, 3)
    shared = sum(map(plan.shapes["hate_acts"].holds, plan.shapes["violence"].filling())) / 128
    assert abs(shared * 120 - 50) < 6


@settings(max_examples=25, deadline=None)
@given(one=rings(), other=rings())
def test_hidden_numbers_leave_no_trace_in_the_drawing(one: dict[Name, Amount], other: dict[Name, Amount]) -> None:
    def hide(amounts: dict[Name, Amount]) -> dict[Name, Amount]:
        """The same picture but for the numbers underneath what is hidden."""
        kept: dict[Name, Amount] = dict.fromkeys(amounts, Amount(hidden=True))
        return {name: Amount(low=amounts[name].low, high=amounts[name].high, hidden=True) for name in kept} | {
            "all_harm": Amount(low=300, high=300)
        }

    assert arrange(hide(one), smallest=0.047) == arrange(hide(other), smallest=0.047)


@settings(max_examples=30, deadline=None)
@given(amounts=rings())
def test_anchors_keep_their_own_heights(amounts: dict[Name, Amount]) -> None:
    heights = sorted(point[1] for point in arrange(amounts, smallest=0.047).anchors.values())

    assert all(after - before > 0.01 for before, after in pairwise(heights))


def test_the_low_is_drawn_only_where_there_is_one_inside() -> None:
    assert low_scale(Amount(low=25, high=100)) == 0.5
    assert low_scale(Amount(low=100, high=100)) is None
    assert low_scale(Amount(low=0, high=100)) is None
    assert low_scale(Amount(low=25, high=100, hidden=True)) is None
    assert low_scale(Amount()) is None


def test_a_point_of_an_ellipse_is_on_its_outline() -> None:
    shape = Ellipse(0.2, -0.1, 0.4, 0.3)

    assert all(math.isclose(shape.level(point), 1) for point in shape.outline())
    assert len(shape.filling()) == 128
    assert all(map(shape.holds, shape.filling()))

"""Looking at drawings: what is written on one, and whether its labels are in each other's way."""

from collections.abc import Iterable
from itertools import combinations
from xml.etree import ElementTree as ET

from banyan.observatory.charts.svg import Box

SVG = "{http://www.w3.org/2000/svg}"


def words_of(drawn: str) -> list[str]:
    """All labels of a drawing."""
    return [text.text or "" for text in ET.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314 -- our own drawing


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share any area."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def never_meet(labels: Iterable[Box]) -> bool:
    """Whether no two of these boxes share any area."""
    return not any(overlap(one, other) for one, other in combinations(labels, 2))

"""Which day it is depends on where one stands: a day is read off a moment only where a time zone is named."""

import ast
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, modules

# Of a machine that stands anywhere, and of whatever zone happens to be active: none in a child process or a command.
NAMELESS = {"today", "localdate"}
CAST = "TruncDate"


def days_of_nowhere(package: Path = PACKAGE) -> list[str]:
    """Where a day is read without naming a zone: `.date()` goes with `.astimezone(zone)`, TruncDate with tzinfo."""
    return [
        f"{path.relative_to(package)}:{node.lineno} {ast.unparse(node)}"
        for path, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _is_nameless(node)
    ]


def _is_nameless(call: ast.Call) -> bool:
    name = ast.unparse(call.func).rpartition(".")[2]
    if name == CAST:
        return all(word.arg != "tzinfo" for word in call.keywords)
    if name == "date" and isinstance(call.func, ast.Attribute) and not call.args:
        whose = call.func.value
        return not (isinstance(whose, ast.Call) and ast.unparse(whose.func).endswith(".astimezone") and whose.args)
    return name in NAMELESS


def test_every_day_is_that_of_a_place() -> None:
    assert days_of_nowhere() == []


@pytest.mark.parametrize(
    "line",
    [
        "day = now().date()",
        "day = report.received_at.date()",
        "day = moment.astimezone().date()",
        "day = date.today()",
        "day = datetime.date.today()",
        "day = localdate(now)",
        "day = timezone.localdate()",
        'day = TruncDate("received_at")',
    ],
)
def test_a_planted_day_of_nowhere_is_found(line: str, tmp_path: Path) -> None:
    fine = 'day = moment.astimezone(zone).date()\nday = date(2026, 3, 2)\nday = TruncDate("at", tzinfo=zone)\n'
    (tmp_path / "planted.py").write_text(f"{fine}{line}\n")
    assert days_of_nowhere(tmp_path) == [f"planted.py:4 {line.removeprefix('day = ').replace(chr(34), chr(39))}"]

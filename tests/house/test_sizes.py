"""Files and functions stay small enough to be read at midnight."""

import ast
from pathlib import Path

from tests.house.source import PACKAGE, ROOT, modules

FILE, FUNCTION, TEMPLATE, SETTINGS = 600, 80, 200, 300


def too_long(package: Path) -> list[str]:
    found = []
    for path, tree in modules(package):
        lines = len(path.read_text().splitlines())
        limit = SETTINGS if path.name == "settings.py" else FILE
        if lines > limit:
            found.append(f"{path}: {lines} lines")
        found += [
            f"{path}:{node.lineno} {node.name} has more than {FUNCTION} lines"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION
        ]
    templates = sorted(package.rglob("*.html"))
    return found + [f"{path}: too long" for path in templates if len(path.read_text().splitlines()) > TEMPLATE]


def test_everything_is_small() -> None:
    assert too_long(PACKAGE) + too_long(ROOT / "tests") == []


def test_a_planted_giant_is_found(tmp_path: Path) -> None:
    (tmp_path / "giant.py").write_text("x = 1\n" * (FILE + 1))
    (tmp_path / "function.py").write_text("def giant():\n" + "    x = 1\n" * FUNCTION)
    (tmp_path / "giant.html").write_text("<p>\n" * (TEMPLATE + 1))
    assert len(too_long(tmp_path)) == 3

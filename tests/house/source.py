"""Reading our own source for the house tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "banyan"
AREAS = ("harms", "people", "partners", "reports", "observatory", "site")
FLOORS = (
    ("base",),
    ("vault", "disclosure"),
    ("harms",),
    ("people",),
    ("partners", "reports"),
    ("pulse", "outreach", "gatherings"),
    ("response",),
    ("care",),
    ("observatory",),
    ("solutions",),
    ("voices",),
    ("cli", "api", "site"),
    ("config",),
)


def height(package: str) -> int:
    """On which floor a package stands, from the ground."""
    return next(number for number, floor in enumerate(FLOORS) if package in floor)


def modules(package: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of ours, parsed; migrations, which Django writes, aside."""
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(), str(path))


def area_of(path: Path, package: Path = PACKAGE) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string constant that isn't a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node

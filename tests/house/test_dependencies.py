"""Dependencies cost trust: one enters when it is first used, and leaves with its last use."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.house.source import PACKAGE, ROOT, modules, strings

# What no module of ours names, each with who loads it for us.
LOADED_BY_OTHERS = {
    "argon2-cffi": "Django's Argon2PasswordHasher, by the name of its library",
    "uvloop": "granian, as the loop that `banyan serve` names",
}
NAME = re.compile(r"^[A-Za-z0-9_.-]+")


def dependencies() -> list[str]:
    """What everybody who runs Banyan installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [_plain(match[0]) for line in project["dependencies"] if (match := NAME.match(line))]


def unused(names: list[str], package: Path = PACKAGE) -> list[str]:
    """Those that no module of ours imports, nor names by a dotted path as settings do."""
    named = {name for _path, tree in modules(package) for name in _named(tree)}
    makers = {_plain(maker) for top, found in packages_distributions().items() if top in named for maker in found}
    return [name for name in names if name not in makers]


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
    yield from (str(one.value).partition(".")[0] for one in strings(tree))


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def test_every_dependency_is_used() -> None:
    assert "django" in dependencies()
    assert unused([name for name in dependencies() if name not in LOADED_BY_OTHERS]) == []


def test_a_planted_dependency_that_nobody_uses_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text('import django.db\nAPPS = ["allauth.account"]\n')
    assert unused(["django", "django-allauth", "polib"], tmp_path) == ["polib"]

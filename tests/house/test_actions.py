"""Every write is an action: keyword-only, `by` first, `now` last, marked, and with a line that says what it does."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.house.source import AREAS, PACKAGE, modules

# What is still being written isn't a record: drafts live unaudited in the store of their own.
UNAUDITED = {"banyan.reports.actions.drafts"}


def action_modules() -> Iterator[ModuleType]:
    for area in AREAS:
        try:
            package = importlib.import_module(f"banyan.{area}.actions")
        except ModuleNotFoundError:
            continue
        yield package
        for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
            yield importlib.import_module(f"{package.__name__}.{found.name}")


def public_functions(module: ModuleType) -> Iterator[Callable[..., Any]]:
    for name, value in vars(module).items():
        if not name.startswith("_") and inspect.isfunction(value) and value.__module__ == module.__name__:
            yield value


def faults(verb: Callable[..., Any]) -> list[str]:
    parameters = list(inspect.signature(verb).parameters.values())
    found = []
    if not hasattr(verb, "action_code"):
        found.append("isn't an @action")
    if any(parameter.kind is not parameter.KEYWORD_ONLY for parameter in parameters):
        found.append("has arguments that aren't keyword-only")
    if not parameters or parameters[0].name != "by":
        found.append("doesn't take `by` first")
    if not parameters or parameters[-1].name != "now":
        found.append("doesn't take `now` last")
    if not verb.__doc__:
        found.append("doesn't say what it does")
    return found


def test_every_write_is_an_action() -> None:
    found = {
        f"{module.__name__}.{verb.__name__}": wrong
        for module in action_modules()
        if module.__name__ not in UNAUDITED
        for verb in public_functions(module)
        if (wrong := faults(verb))
    }
    assert found == {}


def test_a_planted_write_that_is_no_action_is_found() -> None:
    def planted(report: object, now: object) -> None: ...

    assert len(faults(planted)) == 4


def hurried(package: Path = PACKAGE) -> list[str]:
    """Where an action forgets what is remembered briefly, instead of `forget_on_commit`.

    Before the commit another thread asks again, and remembers the old answer.
    """
    return [
        f"{path.relative_to(package)}:{node.lineno}"
        for path, tree in modules(package)
        if "actions" in path.relative_to(package).with_suffix("").parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "forget"
    ]


def test_what_changed_is_forgotten_once_it_can_be_read() -> None:
    assert hurried() == []


def test_a_planted_action_that_forgets_too_early_is_found(tmp_path: Path) -> None:
    (tmp_path / "site" / "actions").mkdir(parents=True)
    (tmp_path / "site" / "actions" / "planted.py").write_text("forget_on_commit(is_open)\nis_open.forget()\n")
    assert hurried(tmp_path) == ["site/actions/planted.py:2"]

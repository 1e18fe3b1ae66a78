"""What import-linter can't see: modules, models and addresses named by strings stay inside the floors too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from tests.house.source import FLOORS, PACKAGE, area_of, height, modules, strings

DOTTED = re.compile(r"^banyan\.([a-z_]+)(\.[a-z_]+)*(:[a-z_]+)?$", re.IGNORECASE)
KNOWN = {name for floor in FLOORS for name in floor}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
URL_CALLS = {"reverse", "reverse_lazy", "redirect"}
TEMPLATE_URL = re.compile(r"""\{%\s*url\s+['"]([a-z_:]+)['"]""")


def upward_strings(package: Path) -> list[str]:
    """Strings that name a module of a higher floor, or of a sibling."""
    found = []
    for path, tree in modules(package):
        own = area_of(path, package)
        if own not in KNOWN:
            continue
        for node in strings(tree):
            match = DOTTED.match(str(node.value))
            if match and match[1] in KNOWN and match[1] != own and height(match[1]) >= height(own):
                found.append(f"{path}:{node.lineno} names {match[0]}")
    return found


def upward_foreign_keys(package: Path) -> list[str]:
    found = []
    for path, tree in modules(package):
        own = area_of(path, package)
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RELATIONS
            ):
                continue
            target = node.args[0] if node.args else None
            if isinstance(target, ast.Constant) and isinstance(target.value, str):
                area = target.value.split(".")[0]
                if area in KNOWN and area != own and height(area) >= height(own):
                    found.append(f"{path}:{node.lineno} points to {target.value}")
    return found


# The shell's own pages, to which every page leads. They carry no area's name, so any floor may say them.
SHELL = {"home", "safety", "protection", "leave", "account_logout"}


def areas_of_addresses() -> dict[str, str]:
    """The area that each named address belongs to: where its view lives, or for allauth's own, who lays them out."""

    def walk(patterns: list[Any], space: str, laid_out_in: str) -> Iterator[tuple[str, str]]:
        for found in patterns:
            if isinstance(found, URLResolver):
                module = getattr(found.urlconf_module, "__name__", "")
                below = f"{found.namespace}:" if found.namespace else space
                area = module.split(".")[1] if module.startswith("banyan.") else laid_out_in
                yield from walk(found.url_patterns, below, area)
            elif found.name:
                yield f"{space}{found.name}", laid_out_in

    return dict(walk(get_resolver().url_patterns, "", "config"))


def foreign_addresses(package: Path) -> list[str]:
    """Names of addresses that belong to a higher floor or a sibling, in code and in templates."""
    found, areas = [], areas_of_addresses()
    for path, tree in modules(package):
        own = area_of(path, package)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in URL_CALLS):
                continue
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and not first.value.startswith("/"):
                found += _foreign(path, own, first.value, areas)
    for path in sorted(package.rglob("*.html")):
        own = area_of(path, package)
        for name in TEMPLATE_URL.findall(path.read_text()):
            found += _foreign(path, own, name, areas)
    return found


def _foreign(path: Path, own: str, name: str, areas: dict[str, str]) -> list[str]:
    area = areas.get(name, "no area")  # A name that leads nowhere is as wrong as one that leads up.
    if name not in SHELL and own in KNOWN and area != own and (area not in KNOWN or height(area) >= height(own)):
        return [f"{path} links to {name} of {area}"]
    return []


def test_no_module_is_named_upwards() -> None:
    assert upward_strings(PACKAGE) == []


def test_no_model_is_pointed_to_upwards() -> None:
    assert upward_foreign_keys(PACKAGE) == []


def test_no_address_is_named_upwards() -> None:
    assert foreign_addresses(PACKAGE) == []


PLANTED = {
    upward_strings: ("base/planted.py", 'WHERE = "banyan.people.models"\n'),
    upward_foreign_keys: ("people/planted.py", 'report = models.ForeignKey("reports.Report", on_delete=None)\n'),
    foreign_addresses: ("people/planted.py", 'there = reverse("reports:my_day")\n'),
}


@pytest.mark.parametrize("check", PLANTED, ids=lambda check: check.__name__)
def test_a_planted_string_is_found(check: object, tmp_path: Path) -> None:
    path, line = PLANTED[check]  # type: ignore[index]  # the keys are the functions
    target = tmp_path / "banyan" / path
    target.parent.mkdir(parents=True)
    target.write_text(line)
    assert check(tmp_path / "banyan")  # type: ignore[operator]  # likewise


@pytest.mark.parametrize("name", ["reports:my_day", "tell:back", "picture:list", "root", "no_such_name"])
def test_a_planted_template_link_is_found(tmp_path: Path, name: str) -> None:
    target = tmp_path / "banyan" / "partners" / "planted.html"
    target.parent.mkdir(parents=True)
    target.write_text(f"{{% url '{name}' %}} {{% url 'help:list' %}} {{% url 'people:team' %}}")
    assert len(foreign_addresses(tmp_path / "banyan")) == 1

"""Every area that stands on a floor stands in each list that was written by hand: contracts, and this house's own."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import AREAS, FLOORS, PACKAGE, ROOT

NO_AREAS = {"base", "vault", "disclosure", "cli", "api", "config"}  # They have no rooms.
ROOMS = ("rooms", "observatory-rooms")


def contracts(project: Path = ROOT) -> dict[str, dict[str, Any]]:
    found = tomllib.loads((project / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {one["id"]: one for one in found}


def packages(package: Path = PACKAGE) -> set[str]:
    return {path.parent.name for path in package.glob("*/__init__.py")}


def has(area: str, room: str, package: Path = PACKAGE) -> bool:
    return (package / area / room).is_dir() or (package / area / f"{room}.py").exists()


def missing(held: dict[str, dict[str, Any]], package: Path = PACKAGE) -> Iterator[str]:
    """What a list leaves out."""
    found = packages(package)
    areas = found - NO_AREAS
    floors = {name.strip("() ") for floor in held["floors"]["layers"] for name in floor.split("|")}
    yield from (f"FLOORS: {name}" for name in floors ^ {name for floor in FLOORS for name in floor})
    yield from (f"AREAS: {name}" for name in areas ^ set(AREAS))
    rooms = {name for contract in ROOMS for name in held[contract]["containers"]}
    yield from (f"rooms: {name}" for name in areas if f"banyan.{name}" not in rooms)
    yield from (f"no-circles: {name}" for name in found if f"banyan.{name}" not in held["no-circles"]["ancestors"])
    for name in areas:
        for room, contract, part in (
            ("rules", "plain-rules", "source_modules"),
            ("views", "views-of-urls", "protected_modules"),
            ("forms", "forms-of-views", "protected_modules"),
        ):
            if has(name, room, package) and f"banyan.{name}.{room}" not in held[contract][part]:
                yield f"{contract}: {name}"


def test_every_area_stands_in_every_list() -> None:
    assert sorted(missing(contracts())) == []


@pytest.mark.parametrize("shape", ["package", "modules"])
def test_a_planted_area_is_missed_in_every_list(tmp_path: Path, shape: str) -> None:
    for name in (*packages(), "planted"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    for room in ("rules", "views", "forms"):
        if shape == "package":
            (tmp_path / "planted" / room).mkdir()
        else:
            (tmp_path / "planted" / f"{room}.py").touch()
    wanted = {"AREAS", "rooms", "no-circles", "plain-rules", "views-of-urls", "forms-of-views"}
    found = {
        where for where, _, name in (one.partition(": ") for one in missing(contracts(), tmp_path)) if name == "planted"
    }
    assert found == wanted

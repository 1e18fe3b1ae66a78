"""The floors and the rooms hold, and a planted import against them fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=directory, capture_output=True, text=True, check=False)


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_no_contract_has_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


PLANTED = {
    "a floor imports up": ("banyan/base/planted.py", "import banyan.people.models\n"),
    "siblings import each other": ("banyan/partners/rules/__init__.py", "import banyan.reports.rules.states\n"),
    "a package on no floor": ("banyan/elsewhere/__init__.py", "\n"),
    "a room with another name": ("banyan/reports/helpers.py", "\n"),
    "rules import Django": ("banyan/reports/rules/planted.py", "import django\n"),
    "rules import models": ("banyan/people/rules/planted.py", "import banyan.people.models\n"),
    "a query imports an action": ("banyan/reports/queries/planted.py", "import banyan.reports.actions.submissions\n"),
    "the observatory opens the vault": ("banyan/observatory/measures/planted.py", "import banyan.vault.keys\n"),
    "the observatory reads models": ("banyan/observatory/queries_planted.py", "import banyan.reports.models\n"),
    "forms used by another room": ("banyan/reports/urls_planted.py", "import banyan.reports.forms\n"),
    "a circle": ("banyan/base/audit.py", "import banyan.base.actions\n"),
}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_violation_fails(name: str, tmp_path: Path) -> None:
    path, line = PLANTED[name]
    shutil.copytree(
        ROOT / "banyan", tmp_path / "banyan", ignore=shutil.ignore_patterns("__pycache__", "locale", "fonts")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text((target.read_text() if target.exists() else "") + line)
    done = lint(tmp_path)
    assert done.returncode != 0, done.stdout

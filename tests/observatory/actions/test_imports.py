"""An import is written in the trail, once, and only the operator's command may do it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.base.models import AuditLine
from banyan.observatory.actions.imports import import_source
from banyan.observatory.sources import vintages
from banyan.observatory.sources.opening import stage_source
from tests.observatory.sources.files import NOW, sf_lines, write_sf

OPERATOR = Operator("import sf-hate-crimes")


@dataclass(frozen=True)
class Colleague:
    """Somebody signed in, who runs no commands on the server."""

    actor_code: str = "member:00000000-0000-4000-8000-000000000000"


@pytest.mark.django_db(databases=["default"])
def test_the_operator_imports_and_the_trail_says_so_once(tmp_path: Path) -> None:
    file, data = write_sf(tmp_path / "f.csv", sf_lines(5)), tmp_path / "data"
    for _time in range(2):
        with stage_source("sf-hate-crimes", file, data=data, now=NOW) as staged:
            assert import_source(by=OPERATOR, staged=staged, now=NOW).manifest.rows == 5
    line = AuditLine.objects.get(action="observatory.source.import")
    assert line.details == {"vintage": "2026-02-15", "rows": 5, "rejects": 0}


@pytest.mark.django_db(databases=["default"], transaction=True)
def test_nobody_else_imports_and_nothing_is_kept(tmp_path: Path) -> None:
    file, data = write_sf(tmp_path / "f.csv", sf_lines(5)), tmp_path / "data"
    with stage_source("sf-hate-crimes", file, data=data, now=NOW) as staged, pytest.raises(Denied):
        import_source(by=Colleague(), staged=staged, now=NOW)
    assert vintages.list_vintages(data, "sf-hate-crimes") == ()
    assert AuditLine.objects.get(action="observatory.source.import").outcome == AuditLine.Outcome.DENIED

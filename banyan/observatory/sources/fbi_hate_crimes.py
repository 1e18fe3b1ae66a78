"""The FBI's hate crime master file: as its own flat `hate_crime.csv`, or as linked tables in a folder.

What the linked tables of 2009-2020 hold, found by reading them (81,666 incidents):

- Dates are exact and agree with `incident_year`; every incident is there once; no link points at an absent incident.
- 900 incidents name two to five biases; all are kept, and an incident counts once for each community it was aimed at.
- They name the state, not the city or the agency, so these tables answer for states and the country only. The flat file
  names the agency.
- Hawaii has no record until 2017; Wyoming has none in 2014 and 2018, Mississippi in 2015, Alabama in 2018: their
  agencies reported nothing, which isn't zero.
- Bias words were added: gender in 2012 and 2013 (with transgender and gender non-conforming), Native Hawaiian or Other
  Pacific Islander in 2013 (until then one code with Asian), Arab in late 2013 and 2014, seven religions in 2015.
- Agencies move from summary to incident-based reporting at different times, so the number of agencies changes yearly.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from banyan.observatory.sources import fbi_flat, fbi_linked
from banyan.observatory.sources.catalogue import FBI_HATE_CRIMES
from banyan.observatory.sources.importing import Bench, Staged, stage
from banyan.observatory.sources.lines import FileRefused, Progress, nothing_said


def stage_fbi_hate_crimes(
    path: Path, *, data: Path, now: datetime, progress: Progress = nothing_said
) -> AbstractContextManager[Staged]:
    """Read into a staged vintage the folder of linked tables, or the flat file (or a folder that holds it), at `path`.

    Raises `FileRefused`, with nothing kept.
    """
    flat = _flat_file(path)
    files = [flat] if flat else _linked_files(path)

    def read(bench: Bench) -> None:
        if flat:
            fbi_flat.read(flat, bench, progress)
        else:
            fbi_linked.read(path, bench, progress)

    return stage(
        FBI_HATE_CRIMES,
        files,
        data=data,
        now=now,
        vocabularies=fbi_flat.VOCABULARIES if flat else fbi_linked.VOCABULARIES,
        read=read,
        progress=progress,
    )


def _flat_file(path: Path) -> Path | None:
    if not path.is_dir():
        return path
    inside = path / "hate_crime.csv"
    return inside if inside.is_file() else None


def _linked_files(path: Path) -> list[Path]:
    missing = [name for name in fbi_linked.REQUIRED_FILES if not (path / name).is_file()]
    if missing:
        raise FileRefused(
            _("%(name)s isn't the FBI's hate crime tables: it has no file named %(files)s.")
            % {"name": path.name, "files": ", ".join(missing)}
        )
    names = (*fbi_linked.REQUIRED_FILES, *fbi_linked.OPTIONAL_FILES)
    return [path / name for name in names if (path / name).is_file()]

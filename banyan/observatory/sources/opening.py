"""The one way in for every source: its code and a path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from banyan.observatory.sources.catalogue import DEMONSTRATION, FBI_HATE_CRIMES, SF_HATE_CRIMES, SOURCES
from banyan.observatory.sources.demonstration import stage_demonstration
from banyan.observatory.sources.fbi_hate_crimes import stage_fbi_hate_crimes
from banyan.observatory.sources.importing import Staged
from banyan.observatory.sources.lines import Progress, nothing_said
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes

_STAGES: Mapping[str, Callable[..., AbstractContextManager[Staged]]] = MappingProxyType(
    {SF_HATE_CRIMES.code: stage_sf_hate_crimes, FBI_HATE_CRIMES.code: stage_fbi_hate_crimes}
)
IMPORTABLE = tuple(_STAGES)
"""The codes of the sources that are read from files."""


def stage_source(
    source: str, path: Path, *, data: Path, now: datetime, progress: Progress = nothing_said
) -> AbstractContextManager[Staged]:
    """Read a file or folder into a staged vintage; `actions.imports.import_source` puts it in place.

    Reading takes as long as the file is long and touches no database, so that nobody's report waits for it. Raises
    `FileRefused` with a sentence fit to show, and then nothing is kept; `KeyError` for a source that isn't importable.
    """
    return _STAGES[source](path, data=data, now=now, progress=progress)


__all__ = ["DEMONSTRATION", "IMPORTABLE", "SOURCES", "stage_demonstration", "stage_source"]

"""Files that wait, sealed, for the report to be sent."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from banyan.reports.actions.submissions import NewFile


def new_files(waiting: Iterable[Mapping[str, Any]]) -> list[NewFile]:
    """What a draft holds of its files, as submitting wants it."""
    return [
        NewFile(
            kind=file["kind"],
            cleaned=UUID(file["cleaned"]),
            original=UUID(file["original"]) if file.get("original") else None,
            details={name: value for name, value in file.items() if name not in {"kind", "cleaned", "original"}},
        )
        for file in waiting
    ]

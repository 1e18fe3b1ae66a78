"""Putting an imported official file in place."""

from __future__ import annotations

from datetime import datetime

from banyan.base import audit
from banyan.base.actions import Denied, action
from banyan.base.audit import Actor, Operator
from banyan.observatory.sources.importing import Staged
from banyan.observatory.sources.vintages import Vintage


@action("observatory.source.import")
def import_source(*, by: Actor, staged: Staged, now: datetime) -> Vintage:
    """Put a staged vintage in place and say so in the trail; a file that was imported before changes nothing.

    Reading happens before, in `sources.opening.stage_source`, because a transaction held that long would keep people's
    reports waiting. The line of the trail is written first: should the last step fail, its error undoes the line.
    """
    if not isinstance(by, Operator):
        raise Denied("observatory.source.import")
    if staged.is_new:
        manifest = staged.manifest
        details: dict[str, str | int | bool | list[str]] = {
            "vintage": manifest.vintage,
            "rows": manifest.rows,
            "rejects": manifest.rejects,
        }
        audit.record(by=by, action="observatory.source.import", now=now, subject=manifest.source, details=details)
    return staged.put_in_place()

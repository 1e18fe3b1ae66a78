"""What was published names its counts without the place: the next one is laid over it however a place is spelled."""

from typing import Any

from django.db import migrations


def without_place(found: Any) -> Any:
    """The same plain value, with each cell `[measure, [[dimension, category], ...]]` no longer narrowed to a place."""
    if isinstance(found, dict):
        return {name: without_place(value) for name, value in found.items()}
    if not isinstance(found, list):
        return found
    if len(found) == 2 and isinstance(found[0], str) and isinstance(found[1], list):
        return [found[0], [pair for pair in found[1] if pair[0] != "place"]]
    return [without_place(value) for value in found]


def rename(apps: Any, _schema: Any) -> None:
    for publication in apps.get_model("observatory", "Publication").objects.exclude(table=None):
        publication.table = without_place(publication.table)
        publication.save(update_fields=["table"])


class Migration(migrations.Migration):
    dependencies = [("observatory", "0003_publications_being_checked")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]

"""Inserting one row with a statement that is built once. Django builds it anew for every row, which takes longer than
running it, and all that time nobody else can write to SQLite.
"""

from functools import cache
from typing import Any

from django.db import connections, models, router


def insert(row: models.Model) -> None:
    """Insert a new row. Raises what saving it would, IntegrityError among it."""
    store = router.db_for_write(type(row), instance=row)
    connection, (fields, statement) = connections[store], _written_out(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = row._meta.pk.to_python(cursor.fetchone()[0])  # noqa: SLF001 - Django documents it
    row._state.adding, row._state.db = False, store  # noqa: SLF001 - as saving it does


@cache
def _written_out(model: type[models.Model]) -> tuple[list["models.Field[Any, Any]"], str]:
    meta = model._meta  # noqa: SLF001 - Django documents it
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    names, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    table, key = meta.db_table, meta.pk.column
    return fields, f'INSERT INTO "{table}" ({names}) VALUES ({places}) RETURNING "{key}"'  # noqa: S608 - our own names

"""Inserting one row with a statement that is built once. Django builds it anew for every row, which takes longer than
running it, and all that time nobody else can write to SQLite.
"""

from functools import cache
from typing import Any

from django.db import connections, models, router


def insert(row: models.Model) -> None:
    """Insert a new row. Raises what saving it would, IntegrityError among it."""
    _run(row, "")


def insert_unless_there(row: models.Model) -> bool:
    """Insert a new row, or answer False where one is there that it would be a second of."""
    return _run(row, "ON CONFLICT DO NOTHING")


def _run(row: models.Model, on_conflict: str) -> bool:
    store = router.db_for_write(type(row), instance=row)
    connection, (columns, statement) = connections[store], _written_out(type(row), on_conflict)
    values = [
        getattr(row, name) if field is None else field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for name, field in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        made = cursor.fetchone()
    if made is None:
        return False
    row.pk = row._meta.pk.to_python(made[0])  # noqa: SLF001 - Django documents it
    row._state.adding, row._state.db = False, store  # noqa: SLF001 - as saving it does
    return True


# Fields whose value is stored as it is. The others have to say how each database takes theirs.
AS_THEY_ARE: tuple[type, ...] = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
Column = tuple[str, "models.Field[Any, Any] | None"]  # The attribute, and the field where the value has to be prepared.


@cache
def _written_out(model: type[models.Model], on_conflict: str) -> tuple[list[Column], str]:
    meta = model._meta  # noqa: SLF001 - Django documents it
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    names, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    table, key = meta.db_table, meta.pk.column
    columns: list[Column] = [(one.attname, None if isinstance(one, AS_THEY_ARE) else one) for one in fields]
    return columns, f'INSERT INTO "{table}" ({names}) VALUES ({places}) {on_conflict} RETURNING "{key}"'  # noqa: S608 - our own names

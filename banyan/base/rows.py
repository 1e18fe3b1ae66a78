"""Inserting one row with a statement that is built once. Django builds it anew for every row, which takes longer than
running it, and all that time nobody else can write to SQLite.
"""

from functools import cache

from django.db import connections, models, router


def insert(row: models.Model) -> None:
    """Insert a new row. Raises what saving it would, IntegrityError among it."""
    store, meta = router.db_for_write(type(row), instance=row), row._meta  # noqa: SLF001 - Django documents it
    connection = connections[store]
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(meta.db_table, tuple(field.column for field in fields), meta.pk.column), values)
        row.pk = meta.pk.to_python(cursor.fetchone()[0])
    row._state.adding, row._state.db = False, store  # noqa: SLF001 - as saving it does


@cache
def _statement(table: str, columns: tuple[str, ...], key: str) -> str:
    names, places = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({places}) RETURNING "{key}"'  # noqa: S608 - our own names

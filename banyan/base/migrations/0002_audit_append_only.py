"""The audit trail grows and nothing else: the database itself refuses to change, delete or put back a line."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "the audit trail is append-only"

SQLITE_UP = [
    f"""
    CREATE TRIGGER base_auditline_{event.lower()} BEFORE {event} ON base_auditline
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for event in ("UPDATE", "DELETE")
] + [
    f"""
    CREATE TRIGGER base_auditchain_delete BEFORE DELETE ON base_auditchain
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
    f"""
    CREATE TRIGGER base_auditchain_update BEFORE UPDATE ON base_auditchain
    WHEN NEW.chain <> OLD.chain OR NEW.sequence <> OLD.sequence + 1
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
]
SQLITE_DOWN = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("base_auditline_update", "base_auditline_delete", "base_auditchain_delete", "base_auditchain_update")
]
POSTGRES_UP = [
    f"""
    CREATE FUNCTION base_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
    """,
    """
    CREATE TRIGGER base_auditline_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON base_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION base_audit_refuse()
    """,
    """
    CREATE TRIGGER base_auditchain_refuse BEFORE DELETE OR TRUNCATE ON base_auditchain
    FOR EACH STATEMENT EXECUTE FUNCTION base_audit_refuse()
    """,
    """
    CREATE TRIGGER base_auditchain_step BEFORE UPDATE ON base_auditchain FOR EACH ROW
    WHEN (NEW.chain <> OLD.chain OR NEW.sequence <> OLD.sequence + 1)
    EXECUTE FUNCTION base_audit_refuse()
    """,
]
POSTGRES_DOWN = [
    "DROP TRIGGER IF EXISTS base_auditline_refuse ON base_auditline",
    "DROP TRIGGER IF EXISTS base_auditchain_refuse ON base_auditchain",
    "DROP TRIGGER IF EXISTS base_auditchain_step ON base_auditchain",
    "DROP FUNCTION IF EXISTS base_audit_refuse()",
]
UP = {"sqlite": SQLITE_UP, "postgresql": POSTGRES_UP}
DOWN = {"sqlite": SQLITE_DOWN, "postgresql": POSTGRES_DOWN}


def refuse(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.alias == "default":  # The drafts store keeps no trail.
        for statement in UP[schema_editor.connection.vendor]:
            schema_editor.execute(statement)


def allow(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.alias == "default":
        for statement in DOWN[schema_editor.connection.vendor]:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("base", "0001_first")]

    operations = [migrations.RunPython(refuse, allow)]

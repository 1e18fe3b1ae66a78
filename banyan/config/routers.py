"""Which store a model lives in."""

from typing import Any

from django.db.models import Model

# Short-lived rows: sealed drafts, token buckets. They are in no backup and no audit trail.
DRAFT_MODELS = frozenset({"reports.draft", "reports.draftfile", "base.bucket", "base.bucketkey"})


class DraftsApart:
    """Sends the short-lived models to the store of their own, and everything else to the records."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        return "drafts" if model._meta.label_lower in DRAFT_MODELS else "default"  # noqa: SLF001 - Django's own public name

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_: Any) -> bool | None:
        if model_name is None:
            return db == "default"
        return (f"{app_label}.{model_name}" in DRAFT_MODELS) == (db == "drafts")

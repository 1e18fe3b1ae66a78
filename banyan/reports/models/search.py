from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, SEALED, Label
from banyan.people.models import Organisation, OrganisationKey


class SearchShard(models.Model):
    """Part of an organisation's sealed search index, opened in memory inside one request.

    Built by its staff while they search: the public door holds no key to it. Restricted reports are never in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    organisation_key = models.ForeignKey(OrganisationKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    sealed_key = models.BinaryField()
    sealed = models.BinaryField()
    is_full = models.BooleanField(default=False)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": INTERNAL,
        "organisation_key": INTERNAL,
        "version": INTERNAL,
        "sealed_key": SEALED,
        "sealed": SEALED,
        "is_full": INTERNAL,
    }

    def __str__(self) -> str:
        return str(self.pk)

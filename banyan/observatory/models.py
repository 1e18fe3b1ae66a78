from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, PERSONAL, PUBLIC, Label
from banyan.observatory.rules.publications import State
from banyan.people.models import Member


class Publication(models.Model):
    """A picture that passed disclosure control, as it was when it was proposed. Approved, it is the public's for good.

    `pictures` holds the picture in every language, as docs/picture-json.md describes. `table` is what readers know of
    partners' reports from it, for the audit of every later one; null where it shows none of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    question = models.JSONField()
    pictures = models.JSONField()
    table = models.JSONField(null=True)
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": PUBLIC,
        "state": INTERNAL,
        "question": PUBLIC,
        "pictures": PUBLIC,
        "table": PUBLIC,
        "proposed_by": PERSONAL,
        "proposed_at": INTERNAL,
        "decided_by": PERSONAL,
        "decided_at": PUBLIC,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="publication_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="decided_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.PROPOSED.value, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(state=State.PROPOSED.value) & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="decision_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question['place']}, {self.question['since']}-{self.question['until']}, {self.state}"

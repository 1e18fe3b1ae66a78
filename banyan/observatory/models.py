from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, PERSONAL, PUBLIC, Label
from banyan.observatory.rules.publications import DECIDED, UNDRAWN, State
from banyan.people.models import Member

_DECIDED = sorted(state.value for state in DECIDED)
_UNDRAWN = sorted(state.value for state in UNDRAWN)


class Publication(models.Model):
    """A picture that somebody proposed: while it is checked, as it passed disclosure control, and what was decided.

    `pictures` holds the picture in every language, as docs/picture-json.md describes; null until it passed. `table` is
    what readers know of partners' reports from it, for the audit of every later one; null where it shows none of them.
    `refusal` says in every language why it can't be published. Approved, it is the public's for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    question = models.JSONField()
    pictures = models.JSONField(null=True)
    table = models.JSONField(null=True)
    refusal = models.JSONField(null=True)
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
        "refusal": INTERNAL,
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
                condition=models.Q(state__in=_DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | (~models.Q(state__in=_DECIDED) & models.Q(decided_by__isnull=True, decided_at__isnull=True)),
                name="decision_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_UNDRAWN, pictures__isnull=True, table__isnull=True)
                | (~models.Q(state__in=_UNDRAWN) & models.Q(pictures__isnull=False)),
                name="drawn_once_it_passed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.REFUSED.value, refusal__isnull=False)
                | (~models.Q(state=State.REFUSED.value) & models.Q(refusal__isnull=True)),
                name="refusal_is_said",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=State.CHECKING.value), name="one_checked_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question['place']}, {self.question['since']}-{self.question['until']}, {self.state}"

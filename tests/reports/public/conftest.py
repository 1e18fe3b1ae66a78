"""What every test of the public door starts from."""

import pytest

from banyan.people.models import Member
from tests.factories import Personas, make_personas


@pytest.fixture
def people(db: None) -> Personas:
    """Two organisations whose staff may be named, and everybody admitted but Rosa."""
    made = make_personas()
    for member in (made.mei, made.dana, made.tomas):
        Member.objects.filter(pk=member.pk).update(public_name=f"{member.name} (fictional)")
    return made

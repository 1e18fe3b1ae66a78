"""What every test of the public door starts from."""

import pytest

from banyan.site.models import LanguageApproval
from banyan.site.queries.languages import digest_of
from tests.factories import NOW, Personas, call_in_public, make_personas


@pytest.fixture
def people(db: None) -> Personas:
    """Two organisations whose staff may be named, everybody admitted but Rosa, and languages that somebody has read."""
    made = make_personas()
    call_in_public((made.mei, made.dana, made.tomas))
    LanguageApproval.objects.bulk_create(
        LanguageApproval(language=code, digest=digest_of(code), approved_by=made.dana, approved_at=NOW)
        for code in ("zh-hant", "es", "vi", "ar")
    )
    return made

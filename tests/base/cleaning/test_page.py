"""The page about files names every code there is."""

from pathlib import Path

import pytest

from banyan.base.cleaning import Note, Reason

PAGE = Path(__file__).parents[3] / "docs" / "files.md"


@pytest.mark.parametrize("code", [*Reason, *Note])
def test_every_code_is_explained(code: Reason | Note) -> None:
    assert f"`{code.value}`" in PAGE.read_text()

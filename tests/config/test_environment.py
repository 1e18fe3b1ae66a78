"""What the settings read from the environment, as an operator may have written it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from banyan.config.environment import database, number


@pytest.mark.parametrize(
    "path",
    ["/srv/banyan data/b.sqlite3", "/srv/haus#3/b.sqlite3", "/srv/what?/b.sqlite3", "/srv/100%20/b.sqlite3"],
)
def test_a_file_s_path_is_taken_as_it_is(path: str) -> None:
    """A directory may be called anything; cut short, the records of two coalitions would be one file."""
    found = database(f"sqlite://{path}", sqlite_sync="FULL", postgres_options="")
    assert found["NAME"] == path


def test_a_server_s_address_is_taken_apart() -> None:
    found = database("postgres://ban%40yan:a%23b@db.example:5433/re%20cords", sqlite_sync="FULL", postgres_options="")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("ban@yan", "a#b", "db.example")
    assert (found["PORT"], found["NAME"]) == ("5433", "re cords")


@pytest.mark.parametrize("written", ["10 GB", "-1", ""])
def test_what_is_no_number_stops_the_start_and_says_so(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANYAN_FILES_ROOM", written)
    with pytest.raises(ImproperlyConfigured, match="BANYAN_FILES_ROOM"):
        number("BANYAN_FILES_ROOM", 7)
    monkeypatch.delenv("BANYAN_FILES_ROOM")
    assert number("BANYAN_FILES_ROOM", 7) == 7

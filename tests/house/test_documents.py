"""Documents that are made from the code say what the code says now."""

import click
import pytest

from banyan.cli import main
from scripts import documents
from scripts.documents import DOCS, DOCUMENTS, _commands
from scripts.openers import OPENERS
from tests.house.test_privacy import own_models


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_is_current(name: str) -> None:
    assert (DOCS / name).read_text() == DOCUMENTS[name](), "run: python -m scripts.documents"


def unexplained(root: click.Command) -> list[str]:
    """Commands without help, options without a sentence, and arguments that no sentence of the command names."""
    found = []
    for command, context in _commands(root, click.Context(root, info_name="banyan")):
        if not command.help:
            found.append(context.command_path)
        for one in command.params:
            said = getattr(one, "help", None) or one.human_readable_name in (command.help or "")
            if not said:
                found.append(f"{context.command_path} {one.human_readable_name}")
    return found


def test_every_command_option_and_argument_is_explained() -> None:
    assert unexplained(main) == []


def test_a_planted_option_without_a_sentence_is_found() -> None:
    planted = click.Command("planted", help="Does it.", params=[click.Option(["--quietly"]), click.Argument(["file"])])
    assert unexplained(planted) == ["banyan quietly", "banyan FILE"]


def test_who_opens_a_field_is_said_of_sealed_fields_only() -> None:
    sealed = {
        f"{model._meta.label_lower}.{name}"
        for model in own_models()
        for name, label in model.Privacy.items()
        if label == "sealed"
    }
    assert set(OPENERS) == sealed


def test_a_sealed_field_that_nobody_explained_stops_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OPENERS, "reports.report.content")
    with pytest.raises(KeyError, match=r"reports\.report\.content"):
        documents.fields_page()

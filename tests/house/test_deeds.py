"""Whoever reads an audit trail reads sentences: every deed that a trail can hold has one."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from banyan.people.rules.deeds import DEEDS, KIND_WORDS, REFUSALS, untold
from banyan.people.rules.permissions import all_permissions
from tests.house.source import PACKAGE, modules
from tests.house.test_actions import action_modules, public_functions

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def recorded() -> set[str]:
    """Every code that an action carries, and every one that is written to a trail by name."""
    carried = {
        str(verb.action_code)
        for module in action_modules()
        for verb in public_functions(module)
        if hasattr(verb, "action_code")
    }
    named = {code for _path, tree in modules(PACKAGE) for code in written_in(tree)}
    first = {
        str(node.args[0].value)
        for _path, tree in modules(PACKAGE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "record_denial"
        and isinstance(node.args[0], ast.Constant)
    }
    return carried | named | first


def written_in(tree: ast.AST) -> set[str]:
    """The codes that are written to a trail by name."""
    return {
        str(word.value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "record" in ast.unparse(node.func)
        for word in node.keywords
        if word.arg == "action" and isinstance(word.value, ast.Constant)
    }


def misnamed(package: Path = PACKAGE) -> dict[str, set[str]]:
    """Actions that write another code than the one they carry: one that no trail ever holds has a sentence in vain."""
    return {
        verb.name: written
        for _path, tree in modules(package)
        for verb in ast.walk(tree)
        if isinstance(verb, ast.FunctionDef)
        for mark in verb.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "action"
        if (written := written_in(verb)) - {ast.literal_eval(mark.args[0])}
    }


def test_every_action_writes_its_own_code() -> None:
    assert misnamed() == {}


def test_a_planted_action_that_writes_another_s_code_is_found(tmp_path: Path) -> None:
    for name, code in (("paint", "reports.report.open"), ("open", "reports.report.open")):
        lines = f'@action("reports.report.{name}")\ndef {name}():\n    audit.record(action="{code}")\n'
        (tmp_path / f"{name}.py").write_text(lines)
    assert misnamed(tmp_path) == {"paint": {"reports.report.open"}}


def test_every_deed_has_its_sentence() -> None:
    assert {"reports.report.open", "desk.not_found", "desk.denied"} <= recorded()
    assert untold(recorded()) == set()


def test_a_planted_deed_without_a_sentence_is_found() -> None:
    assert untold({"reports.report.open", "reports.report.paint"}) == {"reports.report.paint"}


def test_sentences_name_whoever_acted_and_nothing_that_a_trail_does_not_hold() -> None:
    for sentence in [*(deed.sentence for deed in DEEDS.values()), *REFUSALS.values()]:
        found = set(PLACEHOLDER.findall(sentence))
        assert found & {"who", "whom"}, sentence
        assert found <= {"who", "whom", "role"}, sentence
        assert sentence.endswith("."), sentence
    assert {deed.kind for deed in DEEDS.values()} == set(KIND_WORDS)


@pytest.mark.parametrize("language", ["zh-hant", "es"])
def test_whoever_reads_a_trail_reads_it_in_the_desk_s_languages(language: str) -> None:
    said = [
        *(deed.sentence for deed in DEEDS.values()),
        *REFUSALS.values(),
        *KIND_WORDS.values(),
        *(permission.sentence for permission in all_permissions()),  # What was refused is told by them: mark(...) each.
    ]
    with override(language):
        assert [sentence for sentence in said if gettext(sentence) == sentence] == []

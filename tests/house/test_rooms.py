"""What the rooms promise beyond imports: views read no rows, queries that leave an area take who is looking."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT, modules

# What a manager or a query set does. `get`, `update`, `values` and `count` are also what a dictionary or a list does.
ORM = {
    "objects", "all", "filter", "exclude", "select_related", "prefetch_related", "order_by", "annotate", "aggregate",
    "values_list", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "exists", "save", "delete",
    "refresh_from_db", "raw", "select_for_update",
}  # fmt: skip
WHO_LOOKS = {"viewer", "by", "request"}
# Queries that another area asks although nobody in particular looks, each with why. Whoever adds one says so here.
NOBODY_LOOKS = {
    "being_reset": "a condition of other queries, which take who looks",
    "demonstration_code": "the operator asks, and only where everybody is invented",
    "find_interpreter": "public: who interprets stands on the public's pages",
    "get_coalition": "its name, place and hours are public",
    "get_help_instead": "public: what stands on the page of a closed language",
    "get_viewer": "makes the viewer, of a member who signed in",
    "has_second_factor": "asked at the door, before anybody is let in",
    "is_drafted": "which languages nobody has read yet is public",
    "is_open": "which languages are open is public",
    "list_holders": "of a key that the caller reached through a viewer",
    "list_keys": "of an organisation that the caller reached through a viewer",
    "list_organisations_for_reports": "public: whoever reports chooses among them",
    "list_partners_speaking": "public: who speaks a language that nobody has opened yet",
    "reading_members": "a condition of other queries, which take who looks",
    "list_readers": "public: a report can be sealed to some of them alone",
}


def rows_read(package: Path = PACKAGE) -> list[str]:
    """Where a view asks the database by itself."""
    return [
        f"{path.relative_to(package)}:{node.lineno} .{node.attr}"
        for path, tree in modules(package)
        if "views" in (parts := path.relative_to(package).with_suffix("").parts) and parts[0] != "config"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ORM and id(node) not in _given(tree)
    ]


# What changes rows, and nothing else; `update` and `create` are also what others have, so those only of a query set.
WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def rows_written(package: Path = PACKAGE) -> list[str]:
    """Where a command changes the database by itself: it would be neither one transaction nor anywhere tested alone."""
    return [
        f"{path.relative_to(package)}:{node.lineno} .{node.attr}"
        for path, tree in modules(package)
        if path.relative_to(package).parts[0] == "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (node.attr in WRITES or (node.attr in {"create", "update"} and "objects" in ast.unparse(node.value)))
    ]


def test_commands_write_no_rows() -> None:
    assert rows_written() == []


def test_a_planted_command_that_writes_rows_is_found(tmp_path: Path) -> None:
    (tmp_path / "cli").mkdir()
    lines = "shown.update(done=1)\nDraft.objects.filter(a=1).update(b=2)\nDraft.objects.all().delete()\n"
    (tmp_path / "cli" / "planted.py").write_text(lines)
    assert rows_written(tmp_path) == ["cli/planted.py:2 .update", "cli/planted.py:3 .delete"]


def _given(tree: ast.Module) -> set[int]:
    """`save` of something that is handed what to save into: a draft's, into the answer's cookie. A row's takes none."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return {id(call.func) for call in calls if call.args and getattr(call.func, "attr", "") == "save"}


def test_views_read_no_rows() -> None:
    assert rows_read() == []


def test_a_planted_view_that_reads_rows_is_found(tmp_path: Path) -> None:
    (tmp_path / "reports" / "views").mkdir(parents=True)
    lines = "def a(request):\n    draft.save(response)\n    return request.user.languages.all()\n"
    (tmp_path / "reports" / "views" / "planted.py").write_text(lines)
    assert rows_read(tmp_path) == ["reports/views/planted.py:3 .all"]


def queries_without_viewer(package: Path = PACKAGE) -> set[str]:
    """Queries that read rows, are asked by another area or another floor, and don't take who is looking."""
    asked = _asked_from_elsewhere(package)
    return {
        node.name
        for path, tree in modules(package)
        if (parts := path.relative_to(package).with_suffix("").parts)[1:2] == ("queries",)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and ".".join((parts[0], node.name)) in asked
        and not {one.arg for one in (*node.args.args, *node.args.kwonlyargs)} & WHO_LOOKS
        and any(isinstance(one, ast.Attribute) and one.attr in ORM for one in ast.walk(node))
    }


def _asked_from_elsewhere(package: Path) -> set[str]:
    """`area.name` of whatever is imported from an area's queries by somebody outside that area."""
    return {
        f"{parts[1]}.{name.name}"
        for path, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        if (parts := node.module.split("."))[0] == "banyan" and parts[2:3] == ["queries"]
        if parts[1] != path.relative_to(package).parts[0]
        for name in node.names
    }


def test_every_query_that_leaves_its_area_takes_who_is_looking() -> None:
    assert queries_without_viewer() == set(NOBODY_LOOKS)


def test_a_planted_query_without_a_viewer_is_found(tmp_path: Path) -> None:
    for name, lines in {
        "reports/queries/planted.py": "def list_all():\n    return Report.objects.all()\n"
        "def list_own(*, viewer):\n    return Report.objects.all()\n"
        "def list_here():\n    return Report.objects.all()\n",
        "care/views/planted.py": "from banyan.reports.queries.planted import list_all, list_own\n",
        "reports/views/planted.py": "from banyan.reports.queries.planted import list_here\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(lines)
    assert queries_without_viewer(tmp_path) == {"list_all"}


def borrowed(package: Path = PACKAGE) -> list[str]:
    """Names of one module's own that another imports: ruff sees `module._name`, and this only in its preview."""
    return [
        f"{path.relative_to(package)}:{node.lineno} {one.name}"
        for path, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("banyan")
        for one in node.names
        if one.name.startswith("_")
    ]


def test_what_a_module_keeps_to_itself_stays_there() -> None:
    assert borrowed() == []


def test_a_planted_import_of_a_private_name_is_found(tmp_path: Path) -> None:
    lines = (
        "from django.utils.translation import gettext as _\nfrom banyan.people.actions.keys import _lock, turn_key\n"
    )
    (tmp_path / "planted.py").write_text(lines)
    assert borrowed(tmp_path) == ["planted.py:2 _lock"]


TODO = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!\s*\(#\d+\))")
WRITTEN = ("*.py", "*.html", "*.css", "*.js", "*.typ", "*.toml", "*.sh", "dev", "run")


def unowned(root: Path) -> list[str]:
    """Lines that put something off without naming the issue: `TODO(#12)`."""
    return [
        f"{path.relative_to(root)}:{number}"
        for folder in ("banyan", "tests", "scripts", ".ci", "dev")
        for path in _written(root / folder)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if TODO.search(line)
    ]


def _written(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted({path for pattern in WRITTEN for path in place.rglob(pattern) if path.is_file()})


def test_what_is_put_off_names_its_issue() -> None:
    assert unowned(ROOT) == []


@pytest.mark.parametrize("line", ["# TODO: later", "# FIXME", "# TODO(me): later", "<!-- XXX -->"])
def test_a_planted_todo_without_an_issue_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "banyan").mkdir()
    (tmp_path / "banyan" / "planted.html").write_text(f"{line}\n<!-- TODO(#12): with its issue -->\n")
    assert unowned(tmp_path) == ["banyan/planted.html:1"]

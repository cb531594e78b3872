"""``dutybook templates``: what can be copied, and that nothing is overwritten."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main
from dutybook.papers.kinds import KINDS
from dutybook.papers.production.templates import shipped
from dutybook.resources import builtin

FILES = {
    "dutybook.yaml": 'organisation: Trial\nlocale: en\ndocuments: {version: "1.0"}\n',
    "roles/desk.yaml": "role: desk\ntitle: Desk\nduties:\n  - {id: tidy, text: Tidy}\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    return tmp_path


def run(root: Path, *args: str) -> Result:
    return CliRunner().invoke(main, [*args, "-w", str(root)])


def test_every_kind_with_a_template_can_be_copied(root: Path) -> None:
    listed = run(root, "templates", "list").stdout
    for name, kind in KINDS.items():
        if (builtin("templates") / kind.template).is_file():
            assert name in shipped()
            assert f"  templates/{kind.template}" in listed


def test_every_chart_can_be_copied(root: Path) -> None:
    run(root, "templates", "copy", "charts")
    charts = {path.name for path in (builtin("templates") / "charts").iterdir()}
    assert {path.name for path in (root / "templates/charts").iterdir()} == charts


@pytest.mark.parametrize("name", shipped())
def test_a_copy_builds_the_same_papers(root: Path, name: str) -> None:
    copied = run(root, "templates", "copy", name)
    assert copied.exit_code == 0
    assert "Next:" in copied.stdout
    for path in (root / "templates").rglob("*.*"):
        assert (
            path.read_bytes()
            == (builtin("templates") / path.relative_to(root / "templates")).read_bytes()
        )
    built = run(root, "build", "--format", "html")
    assert built.exit_code == 0


def test_nothing_is_overwritten(root: Path) -> None:
    own = "{# mine #}"
    write_files(root, {"templates/macros/duty-manual.html.j2": own})
    copied = run(root, "templates", "copy", "duty-manual")
    assert "left alone" in copied.stdout
    assert (root / "templates/macros/duty-manual.html.j2").read_text() == own
    assert (root / "templates/duty-manual.html.j2").is_file()
    assert "the workspace has its own" in run(root, "templates", "list").stdout
    again = run(root, "templates", "copy", "duty-manual")
    assert "Next:" not in again.stdout


def test_a_copy_from_an_earlier_version_stays_the_one_that_is_used(root: Path) -> None:
    """Its macros stood in a file of their own; a copy of today's would take their place."""
    write_files(root, {"templates/macros/duty-checklist.html.j2": "{# mine #}"})
    copied = run(root, "templates", "copy", "duty-checklist")
    assert "left alone" in copied.stdout
    assert "macros/duty-checklist.html.j2" in copied.stdout
    assert not (root / "templates/duty-checklist.html.j2").exists()
    listed = run(root, "templates", "list").stdout
    assert "macros/duty-checklist.html.j2" in listed


def test_an_edited_copy_is_what_is_built(root: Path) -> None:
    run(root, "templates", "copy", "duty-checklist")
    path = root / "templates/duty-checklist.html.j2"
    path.write_text(path.read_text("utf-8").replace("<h1>", "<h1>OUR OWN "), "utf-8")
    assert run(root, "build", "--kind", "duty-checklist", "--format", "html").exit_code == 0
    assert "OUR OWN " in (root / "out/duty-checklist/desk.html").read_text("utf-8")


def test_a_kind_that_is_not_there(root: Path) -> None:
    assert run(root, "templates", "copy", "nonsense").exit_code == 2

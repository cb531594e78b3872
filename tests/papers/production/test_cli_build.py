"""``dutybook build``: what it prints, what it leaves alone, what it says of broken workspaces."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutybook.cli import main


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", "-w", str(root), *arguments])


def test_it_says_what_it_wrote_and_then_that_nothing_changed(root: Path) -> None:
    first = run(root, "--format", "html", "--role", "lead")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == f"写了 2 份，0 份没有变化：{root / 'out'}\n"
    again = run(root, "--format", "html", "--role", "lead")
    assert again.stdout == f"没有变化，2 份文件都不用重写：{root / 'out'}\n"
    none = run(root, "--format", "xlsx", "--kind", "job-description")
    assert (none.exit_code, none.stdout) == (0, "没有可写的文件。\n")


def test_out_locale_and_day(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "there"
    made = run(
        root, "--format", "html", "--kind", "duty-manual", "--locale", "en", "--out", str(out)
    )
    assert made.exit_code == 0
    assert (out / "en/duty-manual/试验部.html").is_file()
    early = run(root, "--format", "html", "--on", "2026-02-28", "--role", "stress")
    assert early.exit_code == 2
    assert "build-unknown-role" in early.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "odt"], "odt；可以用的是 html, pdf, docx, xlsx"),
        (["--format", " , "], "可以用的是"),
        (["--kind", "poem"], "poem"),
        (["--locale", "fr"], "fr"),
        (["--on", "yesterday"], "yesterday"),
    ],
)
def test_options_it_does_not_know(root: Path, arguments: list[str], words: str) -> None:
    result = run(root, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (root / "out").exists()


def test_unknown_names_say_what_there_is(root: Path) -> None:
    result = run(root, "--role", "nobody")
    assert result.exit_code == 2
    assert "lead, lonely, plain, stress" in result.stderr


def test_broken_definitions_are_told_and_the_rest_is_built(root: Path) -> None:
    (root / "roles/broken.yaml").write_text("role: broken\ntitle: [1]\n", "utf-8")
    result = run(root, "--format", "html", "--kind", "job-description")
    assert result.exit_code == 1
    assert "roles/broken.yaml" in result.stderr
    assert len(list((root / "out/job-description").iterdir())) == 4


def test_nothing_is_printed_by_settings_that_cannot_be_used(root: Path) -> None:
    (root / "dutybook.yaml").write_text("locale: en\n", "utf-8")
    result = run(root, "--format", "html")
    assert result.exit_code == 2
    assert result.stderr.count("config-without-organisation") == 1
    assert not (root / "out").exists()


def test_a_broken_template_names_its_line(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/job-description.html.j2").write_text("<article>\n<p>\n</article>", "utf-8")
    result = run(root, "--format", "html", "--role", "lead")
    assert result.exit_code == 1
    assert "templates/job-description.html.j2:2:1: error template-markup" in result.stderr
    assert "写了 1 份" in result.stdout


def test_broken_labels_stop_the_build(root: Path) -> None:
    (root / "templates/labels").mkdir(parents=True)
    (root / "templates/labels/zh-Hans.yaml").write_text("common: word\n", "utf-8")
    result = run(root)
    assert result.exit_code == 2
    assert "label-shape" in result.stderr


def test_a_bar_on_a_terminal_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dutybook.cli.paper import build

    with build._progress() as progress:
        progress(0, 1, "a")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with build._progress() as progress:
        progress(0, 1, "a")


def test_half_a_procedure_is_not_printed(root: Path) -> None:
    """Nor a role without a duty of the set that it includes; the others are."""
    (root / "roles/half.yaml").write_text(
        "sop: half\ntitle: 半份\nsteps:\n  - {id: a, text: 收件, within: 半天左右}\n"
        "  - {id: b, text: 办理}\n---\nsop: whole\ntitle: 一份\nsteps: [{id: a, text: 收件}]\n---\n"
        "duty_set: some\nduties: [{id: x, text: 值班, within: 半天左右}, {id: y, text: 打扫}]\n"
        "---\nrole: half-desk\ntitle: 半个文员\ninclude: [some]\n",
        "utf-8",
    )
    kinds = ("--kind", "sop-card", "--kind", "job-description")
    result = run(root, "--format", "html", *kinds)
    assert (result.exit_code, result.stderr.count("半天左右”")) == (1, 2)
    made = {path.name for path in (root / "out").rglob("*.html")}
    assert "whole.html" in made
    assert not {"half.html", "half-desk.html"} & made

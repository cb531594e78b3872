"""Building a copy of the small workspace: what is written, what is left alone, and what goes wrong."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dutybook.files import replacement
from dutybook.files.lock import NAME
from dutybook.papers.production import Report, Request, build
from dutybook.papers.production.manifest import FILE
from dutybook.workspace import Workspace, load

Reload = Callable[[], Workspace]
USUAL = ("job-description", "duty-checklist", "evaluation-form")
HTML = Request(kinds=USUAL, formats=("html",), roles=("stress", "lead"))


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name != NAME  # the lock is no output
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_second_build_writes_nothing(reload: Reload, root: Path) -> None:
    first = build(reload(), HTML)
    assert len(first.written) == 6
    assert not first.findings
    before = snapshot(root / "out")
    times = {path: path.stat().st_mtime_ns for path in (root / "out").rglob("*")}
    second = build(reload(), HTML)
    assert (second.written, len(second.unchanged)) == ([], 6)
    assert snapshot(root / "out") == before
    assert {path: path.stat().st_mtime_ns for path in (root / "out").rglob("*")} == times


def test_the_same_workspace_gives_the_same_bytes(reload: Reload, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(reload(), Request(formats=("html", "xlsx"), out=tmp_path / name))
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")


@pytest.mark.slow
def test_every_format_has_the_same_bytes_again(reload: Reload, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(reload(), Request(roles=("lead",), out=tmp_path / name))
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")
    assert {Path(path).suffix for path in snapshot(tmp_path / "a")} == {
        ".html",
        ".pdf",
        ".docx",
        ".xlsx",
        ".json",
    }


def test_only_what_changed_is_written_again(reload: Reload, root: Path) -> None:
    build(reload(), HTML)
    edit(root / "roles/others.yaml", "带好队伍", "带好整个队伍")
    assert build(reload(), HTML).written == [
        "job-description/lead.html",
        "duty-checklist/lead.html",
    ]


def test_a_title_changes_the_papers_that_name_it(reload: Reload, root: Path) -> None:
    build(reload(), HTML)
    edit(root / "roles/others.yaml", "试验组长", "试验班长")
    assert {"job-description/stress.html", "job-description/lead.html"} <= set(
        build(reload(), HTML).written
    )


@pytest.mark.parametrize("name", ["labels/zh-Hans.yaml", "paper.css", "macros/own.html.j2"])
def test_templates_change_everything(reload: Reload, root: Path, name: str) -> None:
    build(reload(), HTML)
    path = root / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text("own: {word: a}\n" if name.endswith("yaml") else "p {}", "utf-8")
    assert len(build(reload(), HTML).written) == 6


def test_a_file_deleted_by_hand_is_written_again_an_edited_one_kept(
    reload: Reload, root: Path
) -> None:
    build(reload(), HTML)
    before = snapshot(root / "out")
    (root / "out/job-description/lead.html").write_text("edited", "utf-8")
    (root / "out/duty-checklist/stress.html").unlink()
    report = build(reload(), HTML)
    assert report.written == ["duty-checklist/stress.html"]
    kept = [f.place.file for f in report.findings if f.code == "output-edited"]
    assert kept == ["out/job-description/lead.html"]
    assert (root / "out/job-description/lead.html").read_text("utf-8") == "edited"
    assert build(reload(), replace(HTML, force=True)).written == ["job-description/lead.html"]
    assert snapshot(root / "out") == before


def test_a_file_that_no_build_wrote_is_kept(reload: Reload, root: Path) -> None:
    path = root / "out/job-description/lead.html"
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    report = build(reload(), HTML)
    assert [f.code for f in report.findings if "lead" in f.place.file] == ["output-edited"]
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"papers": {"a": 1}}', '{"papers": {"a": {"x": 1}}}']
)
def test_a_broken_manifest_is_an_empty_one(reload: Reload, root: Path, text: str) -> None:
    build(reload(), HTML)
    (root / "out" / FILE).write_text(text, "utf-8")
    assert len(build(reload(), HTML).written) == 6


def test_a_narrow_build_forgets_nothing(reload: Reload) -> None:
    build(reload(), HTML)
    build(reload(), Request(formats=("html",), roles=("plain",)))
    assert build(reload(), HTML).written == []


def test_papers_of_a_role_that_is_gone_are_named_and_kept(reload: Reload, root: Path) -> None:
    build(reload(), Request(formats=("html",), kinds=("job-description",)))
    edit(root / "roles/others.yaml", "role: lonely", "role: renamed")
    report = build(reload(), HTML)
    assert codes(report) == ["output-stale"]
    assert report.findings[0].place.file == "out/job-description/lonely.html"
    assert report.findings[0].details["files"] == "job-description/lonely.html"
    assert (root / "out/job-description/lonely.html").is_file()
    (root / "out/job-description/lonely.html").unlink()
    assert codes(build(reload(), HTML)) == []


def test_nothing_is_called_stale_while_definitions_are_broken(reload: Reload, root: Path) -> None:
    build(reload(), Request(formats=("html",), kinds=("job-description",)))
    edit(root / "roles/stress.yaml", "headcount: 2", "headcount: two")
    report = build(reload(), Request(formats=("html",)))
    assert codes(report) == []
    assert (root / "out/job-description/stress.html").is_file()


def test_progress_is_told_before_each_paper(reload: Reload) -> None:
    told: list[tuple[int, int, str]] = []
    build(reload(), HTML, lambda *now: told.append(now))
    assert [now[:2] for now in told] == [(i, 6) for i in range(6)]
    assert told[0][2] == "job-description/stress.html"


# ---- what goes wrong ------------------------------------------------------------------------


def test_one_broken_template_does_not_stop_the_others(reload: Reload, root: Path) -> None:
    path = root / "templates/job-description.html.j2"
    path.parent.mkdir()
    path.write_text("<article>\n<p>\n</article>", "utf-8")
    report = build(reload(), HTML)
    assert codes(report) == ["template-markup", "template-markup"]
    assert [finding.details["who"] for finding in report.findings] == ["stress", "lead"]
    assert len(report.written) == 4
    assert not (root / "out/job-description").exists()


def full_disk(path: Path, data: bytes, **_how: bool) -> None:
    with path.open("wb") as file:
        file.write(data[: len(data) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_what_was_there(
    reload: Reload, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(reload(), HTML)
    before = snapshot(root / "out")
    edit(root / "roles/others.yaml", "带好队伍", "带好整个队伍")
    with monkeypatch.context() as patched:
        patched.setattr(replacement, "_write", full_disk)
        report = build(reload(), HTML)
    assert codes(report) == ["output-unwritable"] * 2
    assert report.written == []
    assert "No space" in str(report.findings[0].details["reason"])
    assert snapshot(root / "out") == before
    assert len(build(reload(), HTML).written) == 2


def test_a_manifest_that_cannot_be_kept_is_told(reload: Reload, root: Path) -> None:
    (root / "out/.dutybook/build.json").mkdir(parents=True)
    report = build(reload(), HTML)
    assert len(report.written) == 6
    assert codes(report) == ["output-unwritable"]


def test_a_folder_in_the_way_is_a_finding(reload: Reload, root: Path) -> None:
    (root / "out/job-description/lead.html/x").mkdir(parents=True)
    report = build(reload(), HTML)
    assert codes(report) == ["output-unwritable"]
    assert len(report.written) == 5
    assert not list((root / "out").rglob("*.tmp"))


def test_a_file_where_the_folder_should_be_is_a_finding(reload: Reload, root: Path) -> None:
    (root / "out").write_text("not a folder", "utf-8")
    report = build(reload(), HTML)
    assert set(codes(report)) == {"output-unwritable"}
    assert report.written == []


def test_a_refused_folder_is_a_finding(reload: Reload, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    workspace = reload()
    monkeypatch.setattr(Path, "mkdir", refuse)
    report = build(workspace, HTML)
    assert set(codes(report)) == {"output-unwritable"}
    assert report.written == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_a_finding(reload: Reload, root: Path) -> None:  # pragma: no cover
    (root / "out").mkdir(mode=0o500)
    assert set(codes(build(reload(), HTML))) == {"output-unwritable"}


def test_the_manifest_names_every_paper(reload: Reload, root: Path) -> None:
    build(reload(), HTML)
    papers: dict[str, Any] = json.loads((root / "out" / FILE).read_text("utf-8"))["papers"]
    assert list(papers) == sorted(papers)
    assert papers["job-description/lead.html"].keys() == {
        "kind",
        "subject",
        "made_from",
        "written",
        "seal",
    }


@pytest.mark.slow
def test_the_example_organisation_builds(example: Workspace, tmp_path: Path) -> None:
    report = build(example, Request(formats=("html", "xlsx"), out=tmp_path / "out"))
    assert not report.findings
    assert len(report.written) == len(set(report.written)) > 50


def test_a_workspace_is_read_not_written(root: Path, tmp_path: Path) -> None:
    load(root)  # which remembers files that are clean, and may have done so before or not
    before = snapshot(root)
    build(load(root), Request(formats=("html",), roles=("lead",), out=tmp_path / "elsewhere"))
    assert snapshot(root) == before
    shutil.rmtree(tmp_path / "elsewhere")

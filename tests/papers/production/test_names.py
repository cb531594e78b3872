"""Papers' files called by title: safe on Windows, none lost where two titles are alike."""

from datetime import date
from pathlib import Path

from workspaces import write_files

from dutybook.papers.production import Request, build
from dutybook.papers.production.run import Report
from dutybook.workspace import load

SETTINGS = 'organisation: 甲公司\ndocuments: {version: "1.0", names: title}\n'


def built(folder: Path, titles: dict[str, str], settings: str = SETTINGS) -> Report:
    roles = {
        f"roles/{name}.yaml": f"role: {name}\ntitle: {title!r}\nduties: [{{id: a, text: 登记}}]\n"
        for name, title in titles.items()
    }
    write_files(folder, {"dutybook.yaml": settings, **roles})
    wanted = Request(kinds=("job-description",), formats=("html",), today=date(2026, 11, 1))
    return build(load(folder), wanted)


def test_files_and_folders_carry_titles(tmp_path: Path) -> None:
    assert built(tmp_path, {"desk": "前台 接待"}).written == ["岗位说明书/前台 接待.html"]


def test_ids_are_the_default(tmp_path: Path) -> None:
    report = built(tmp_path, {"desk": "前台"}, "organisation: 甲公司\n")
    assert report.written == ["job-description/desk.html"]


def test_names_are_safe_on_windows(tmp_path: Path) -> None:
    titles = {"a": "经理/主管:甲?", "b": "CON", "c": "尾点..", "d": "长" * 200}
    names = sorted(Path(path).stem for path in built(tmp_path, titles).written)
    assert names == sorted(["经理_主管_甲_", "CON_", "尾点", "长" * 50])


def test_a_clash_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    report = built(tmp_path, {"a": "Clerk", "b": "clerk", "c": "文员"})
    assert sorted(report.written) == [
        "岗位说明书/Clerk（a）.html",
        "岗位说明书/clerk（b）.html",
        "岗位说明书/文员.html",
    ]
    assert [finding.code for finding in report.findings] == ["paper-names-clash"] * 2


def test_a_second_build_has_nothing_to_do(tmp_path: Path) -> None:
    built(tmp_path, {"a": "甲"})
    assert built(tmp_path, {"a": "甲"}).written == []

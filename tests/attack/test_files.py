"""A workspace may come from anyone: it reads and writes no file but its own, and never hangs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main
from dutybook.files.door import RefusedError
from dutybook.files.lock import NAME, locked
from dutybook.logs.places import named
from dutybook.papers.production.manifest import digest

SECRET = "工号,姓名,岗位,开始日期\nE1,TOPSECRET,clerk,2026-01-01\n"
ROLE = """
role: clerk
title: 文员
department: 办公室
kpis:
  - id: answered
    name: 办结
    weight: 100
    measure: {count: {of: tickets, where: {state: done}}}
    target: "≥ 2"
    score: proportional
"""
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: monthly\nlogs: {tickets: logs/tickets.csv}\n",
    "roles/clerk.yaml": ROLE,
    "rules/sources/tickets.yaml": "source: tickets\ngrain: case\nkey: id\nemployee: who\ntime: at\n"
    "columns: {id: text, who: text, at: date, state: text}\n",
    "people.csv": "employee,name,role,from,to\nE1,甲,clerk,2026-01-01,\n",
    "logs/tickets.csv": "id,who,at,state\n1,E1,2026-10-01,done\n2,E1,2026-10-02,open\n",
}


class Folder:
    """A workspace that somebody mailed, with files of the reader's own beside it."""

    def __init__(self, top: Path) -> None:
        self.root, self.own = top / "mailed", top / "own"
        write_files(self.root, FILES)
        write_files(self.own, {"people.csv": SECRET, "tickets.csv": FILES["logs/tickets.csv"]})

    def link(self, name: str, target: Path) -> None:
        """A link in the workspace instead of what stands there."""
        path = self.root / name
        if path.is_dir():
            path.rename(path.with_name(f"{path.name}-before"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    def set(self, **settings: str) -> None:
        """Other settings in dutybook.yaml."""
        lines = {"organisation": "测试公司", "scheme": "monthly"} | settings
        lines = {"logs": "{tickets: logs/tickets.csv}"} | lines
        text = "".join(f"{key}: {value}\n" for key, value in lines.items())
        write_files(self.root, {"dutybook.yaml": text})

    def run(self, command: str, *arguments: str) -> Result:
        done = CliRunner().invoke(main, [command, "-w", str(self.root), *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def evaluate(self) -> Result:
        return self.run("evaluate", "--period", "2026-10")

    def build(self, *more: str) -> Result:
        return self.run("build", "--kind", "job-description", "--format", "html", *more)

    def written(self) -> list[str]:
        """What was written beside the workspace."""
        return sorted(path.name for path in self.own.rglob("*"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def told(done: Result, code: str) -> None:
    """The finding is printed, and nothing of what must not be read."""
    assert code in done.output, done.output
    assert "TOPSECRET" not in done.output


def test_the_folder_is_sound(folder: Folder) -> None:
    done = folder.evaluate()
    assert done.exit_code == 0, done.output


# Links that lead out of the workspace


@pytest.mark.parametrize("name", ["dutybook.yaml", "adjustments.yaml", "appeals.yaml"])
def test_settings_and_approvals_behind_a_link(folder: Folder, name: str) -> None:
    folder.link(name, folder.own / "people.csv")
    told(folder.run("check"), "outside-workspace")


@pytest.mark.parametrize("name", ["roles", "roles/clerk.yaml", "rules", "rules/sources"])
def test_definitions_behind_a_link(folder: Folder, name: str) -> None:
    write_files(folder.own, {"a.yaml": "role: TOPSECRET\n"})
    folder.link(name, folder.own / "a.yaml" if name.endswith("yaml") else folder.own)
    told(folder.run("check"), "outside-workspace")


@pytest.mark.parametrize("name", ["people.csv", "absences.csv"])
def test_people_behind_a_link(folder: Folder, name: str) -> None:
    folder.link(name, folder.own / "people.csv")
    told(folder.evaluate(), "outside-workspace")


@pytest.mark.parametrize("key", ["people", "absences", "company_coefficient"])
@pytest.mark.parametrize("name", ["../own/people.csv", "{own}/people.csv"])
def test_files_that_settings_name_elsewhere(folder: Folder, key: str, name: str) -> None:
    folder.set(**{key: name.format(own=folder.own)})
    told(folder.evaluate(), "bad-inside")


PATTERNS = (
    "../own/tickets.csv", "../own/*.csv", "{own}/tickets.csv", "{own}/*.csv", "logs/../../own/*",
    "logs/*/../../../own/*.csv", "/**/*.csv",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_logs_elsewhere(folder: Folder, pattern: str) -> None:
    folder.set(logs=json.dumps({"tickets": pattern.format(own=folder.own)}))
    told(folder.evaluate(), "bad-inside")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_logs_elsewhere_are_refused_whoever_names_them(folder: Folder, pattern: str) -> None:
    """The schema refuses such names; the door does not rely on that."""
    (folder.root / "logs/below").mkdir()
    with pytest.raises(RefusedError) as caught:
        named(folder.root, pattern.format(own=folder.own))
    assert caught.value.code == "outside-workspace"


@pytest.mark.parametrize("name", ["logs", "logs/tickets.csv"])
def test_logs_behind_a_link(folder: Folder, name: str) -> None:
    folder.link(name, folder.own if name == "logs" else folder.own / "tickets.csv")
    told(folder.evaluate(), "outside-workspace")


@pytest.mark.parametrize("pattern", ["logs/tickets.csv", "logs/*.csv"])
def test_logs_elsewhere_that_whoever_runs_it_allows(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    """A folder of logs on a share: a link in the workspace, allowed outside of it."""
    (folder.own / "people.csv").unlink()
    folder.link("logs", folder.own)
    folder.set(logs=json.dumps({"tickets": pattern}))
    monkeypatch.setenv("DUTYBOOK_LOGS", os.pathsep.join(["/nowhere", str(folder.own)]))
    assert folder.evaluate().exit_code == 0
    scores = (folder.root / "out/evaluation/2026-10/scores.json").read_text("utf-8")
    assert "logs/tickets.csv" in scores
    assert str(folder.own) not in scores
    monkeypatch.setenv("DUTYBOOK_LOGS", str(folder.own / "below"))
    told(folder.evaluate(), "outside-workspace")


@pytest.mark.parametrize(
    "name", ["templates", "templates/paper.css", "templates/themes/words.yaml",
             "templates/labels/zh-Hans.yaml", "templates/job-description.html.j2"]
)  # fmt: skip
def test_templates_behind_a_link(folder: Folder, name: str) -> None:
    write_files(folder.own, {"file": "TOPSECRET"})
    folder.link(name, folder.own if name == "templates" else folder.own / "file")
    told(folder.build(), "outside-workspace")
    assert not list((folder.root / "out").rglob("*.html"))


@pytest.mark.parametrize("key", ["logo", "letterhead"])
def test_a_logo_elsewhere(folder: Folder, key: str) -> None:
    write_files(folder.own, {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    folder.set(documents=f"{{{key}: ../own/logo.svg}}")
    told(folder.build(), "bad-inside")
    folder.link("logo.svg", folder.own / "logo.svg")
    folder.set(documents=f"{{{key}: logo.svg}}")
    told(folder.build(), "outside-workspace")


def test_the_line_of_a_finding_is_not_read_elsewhere(folder: Folder) -> None:
    """Findings show their source line: of a file that is a link, none."""
    write_files(folder.own, {"a.yaml": "role: TOPSECRET\nnot: known\n"})
    folder.link("roles/a.yaml", folder.own / "a.yaml")
    told(folder.run("check"), "outside-workspace")


@pytest.mark.parametrize("name", ["out", "out/job-description", "out/.dutybook"])
def test_papers_are_not_written_through_a_link(folder: Folder, name: str) -> None:
    before = folder.written()
    folder.link(name, folder.own)
    told(folder.build(), "outside-workspace")
    assert folder.written() == before


@pytest.mark.parametrize("name", ["out", "out/evaluation", "out/evaluation/2026-10"])
def test_scores_are_not_written_through_a_link(folder: Folder, name: str) -> None:
    before = folder.written()
    folder.link(name, folder.own)
    told(folder.evaluate(), "outside-workspace")
    assert folder.written() == before


@pytest.mark.parametrize("name", ["closed", "closed/2026-10"])
def test_a_closing_is_not_written_through_a_link(folder: Folder, name: str) -> None:
    before = folder.written()
    folder.link(name, folder.own)
    done = folder.run("close", "2026-10", "--yes")
    assert done.exit_code != 0
    assert folder.written() == before


def test_links_that_stay_inside_are_fine(folder: Folder) -> None:
    for name in ("roles", "logs", "people.csv"):
        before = folder.root / "kept" / name
        before.parent.mkdir(exist_ok=True)
        (folder.root / name).rename(before)
        (folder.root / name).symlink_to(before.relative_to(folder.root))
    (folder.root / "papers").mkdir()
    (folder.root / "out").symlink_to("papers")
    assert folder.evaluate().exit_code == 0
    assert folder.build().exit_code == 0
    assert list((folder.root / "papers").rglob("*.html"))


# Pipes and devices


INPUTS = [
    "adjustments.yaml", "appeals.yaml", "roles/clerk.yaml", "people.csv", "absences.csv", "logs/tickets.csv", "rules/sources/tickets.yaml", "rules/messages/own.yaml",
    "rules/lint/own.yaml", "rules/lint/words/own.yaml", "templates/evaluation/zh-Hans.yaml",
]  # fmt: skip


def fifo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [fifo, endless])
@pytest.mark.parametrize("name", INPUTS)
def test_a_pipe_or_a_device_is_told_and_not_waited_for(
    folder: Folder, name: str, make: Callable[[Path], None]
) -> None:
    make(folder.root / name)
    done = folder.evaluate()
    printed = done.output + folder.run("check").output
    assert "not-a-file" in printed or "outside-workspace" in printed, printed


@pytest.mark.parametrize("make", [fifo, endless])
def test_settings_that_are_a_pipe_make_no_workspace(
    folder: Folder, make: Callable[[Path], None]
) -> None:
    make(folder.root / "dutybook.yaml")
    told(folder.evaluate(), "no-workspace")


@pytest.mark.parametrize("make", [fifo, endless])
@pytest.mark.parametrize("name", [".dutybook/build.json", "job-description/clerk.html"])
def test_a_pipe_in_out_is_not_waited_for(
    folder: Folder, name: str, make: Callable[[Path], None]
) -> None:
    make(folder.root / "out" / name)
    folder.build()


@pytest.mark.parametrize("make", [fifo, endless])
@pytest.mark.parametrize("name", ["close.json", "scores.json"])
def test_a_pipe_in_a_closing_is_not_waited_for(
    folder: Folder, name: str, make: Callable[[Path], None]
) -> None:
    assert folder.run("close", "2026-10", "--yes").exit_code == 0
    make(folder.root / "closed/2026-10" / name)
    assert folder.run("close", "--verify").exit_code != 0
    assert folder.evaluate().exit_code in (0, 1, 2)


@pytest.mark.parametrize("make", [fifo, endless])
def test_a_pipe_in_place_of_a_form(folder: Folder, make: Callable[[Path], None]) -> None:
    make(folder.root / "form.xlsx")
    done = folder.run("ratings", str(folder.root / "form.xlsx"))
    told(done, "not-a-file")


# Names


@pytest.mark.parametrize("name", ["tickets[1].csv", "tickets?.csv", "t*.csv", "{a,b}.csv"])
def test_a_name_is_no_pattern(folder: Folder, name: str) -> None:
    """Beside a log whose name is a pattern lies one that it would match: only the first counts."""
    write_files(
        folder.root,
        {
            f"logs/{name}": "id,who,at,state\n1,E1,2026-10-01,done\n",
            "logs/tickets1.csv": "id,who,at,state\n8,E1,2026-10-01,done\n9,E1,2026-10-01,done\n",
        },
    )
    folder.set(logs=json.dumps({"tickets": f"logs/{name}"}))
    done = folder.run("evaluate", "--period", "2026-10", "--format", "json")
    [source] = json.loads(done.stdout)["conservation"]
    assert source["read"] == 1


def test_a_folder_whose_name_is_a_pattern(tmp_path: Path) -> None:
    """Of the workspace itself, too; and no column is made of a folder called ``a=1``."""
    folder = Folder(tmp_path / "客服[2026]" / "who=E9")
    done = folder.run("evaluate", "--period", "2026-10", "--format", "json")
    [source] = json.loads(done.stdout)["conservation"]
    assert (source["read"], source["rejected"]) == (2, 0)


# What a workspace says of itself


def test_a_shipped_cache_is_not_believed(folder: Folder) -> None:
    """A cache made for a file with a fault, as whoever knows its making would."""
    write_files(folder.root, {"roles/bad.yaml": "role: bad\ntitle: 坏\nweigth: 1\n"})
    before = folder.run("check").output
    write_files(folder.root, {".dutybook-cache/clean-files": "0" * 64})
    assert folder.run("check").output == before
    assert "unknown-key" in before


def test_a_doctored_paper_with_its_manifest_is_made_again(folder: Folder) -> None:
    folder.build()
    [paper] = (folder.root / "out").glob("*/**/*.html")  # not the index
    honest = paper.read_bytes()
    doctored = honest.replace("文员".encode(), "主任".encode())
    assert doctored != honest
    paper.write_bytes(doctored)
    manifest = folder.root / "out/.dutybook/build.json"
    data = json.loads(manifest.read_bytes())
    for name, entry in data["papers"].items():
        if (folder.root / "out" / name) == paper:
            entry["written"] = digest(doctored)
    manifest.write_text(json.dumps(data), "utf-8")
    folder.build()
    assert paper.read_bytes() == honest


@pytest.mark.parametrize("wrong", [3, None, [], {}, "\ud800", "九" * 999])
@pytest.mark.parametrize("key", ["seal", "made_from", "written", "kind"])
def test_a_manifest_of_another_shape_is_not_believed(
    folder: Folder, key: str, wrong: object
) -> None:
    folder.build()
    manifest = folder.root / "out/.dutybook/build.json"
    data = json.loads(manifest.read_bytes())
    for entry in data["papers"].values():
        entry[key] = wrong
    manifest.write_text(json.dumps(data), "utf-8")
    told = folder.build()
    assert "internal-error" not in told.output + told.stderr


def test_a_paper_that_is_as_it_was_is_not_made_again(folder: Folder) -> None:
    folder.build()
    [paper] = (folder.root / "out").glob("*/**/*.html")  # not the index
    before = paper.stat().st_mtime_ns
    folder.build()
    assert paper.stat().st_mtime_ns == before


# Two runs at once

HOLD = """
import sys
from pathlib import Path
from dutybook.files.lock import locked
with locked(Path(sys.argv[1])):
    print(1, flush=True)
    sys.stdin.read()
"""


def test_two_builds_at_once_lose_no_entry(folder: Folder) -> None:
    write_files(folder.root, {f"roles/r{i}.yaml": f"role: r{i}\ntitle: 岗{i}\n" for i in range(6)})
    command = [sys.executable, "-m", "dutybook", "build", "-w", str(folder.root)]
    command += ["--kind", "job-description", "--format", "html"]
    roles = [[f"r{i}" for i in range(n, 6, 2)] for n in range(2)]
    runs = [
        subprocess.Popen([*command, *(word for role in some for word in ("--role", role))])
        for some in roles
    ]
    assert [run.wait() for run in runs] == [0, 0]
    manifest = json.loads((folder.root / "out/.dutybook/build.json").read_bytes())
    assert {entry["subject"] for entry in manifest["papers"].values()} >= {
        f"r{i}" for i in range(6)
    }


@pytest.mark.parametrize(
    ("where", "arguments"),
    [
        ("out/.dutybook", ("build", "--kind", "job-description")),
        (".", ("close", "2026-10", "--yes")),
    ],
)
def test_a_run_that_finds_another_one_writing_says_so(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, where: str, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr("dutybook.files.lock.PATIENCE", 0.1)
    command = [sys.executable, "-c", HOLD, str(folder.root / where)]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout
    other.stdout.readline()
    told(folder.run(*arguments), "locked")
    other.communicate()
    assert folder.run(*arguments).exit_code == 0
    with locked(folder.root / where, patience=0):
        assert (folder.root / where / NAME).read_bytes() == b""


def test_what_a_killed_build_left_is_swept(folder: Folder) -> None:
    write_files(folder.root, {"out/job-description/.clerk.html.99.tmp": "half"})
    folder.build()
    assert not list((folder.root / "out").rglob("*.tmp"))

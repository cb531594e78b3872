"""``dutybook watch`` as people run it: a process that sees saves, says what changed, and ends."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest
from workspaces import write_files

from dutybook.check.report import check
from dutybook.papers.production.request import Request
from dutybook.papers.production.watch import Watch

PATIENCE = 120
"""Seconds for a slow machine; nothing is timed."""
_MAIN = """
import signal
from dutybook.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run behind a shell
main()
"""
ROLE = "role: {id}\ntitle: {id} post\nduties:\n  - {{id: tidy, text: {text}}}\n"
FILES = {
    "dutybook.yaml": 'organisation: Trial\nlocale: en\ndocuments: {version: "1.0"}\n',
    "roles/desk.yaml": ROLE.format(id="desk", text="Tidy up"),
    "roles/lead.yaml": ROLE.format(id="lead", text="Lead"),
}


class Watcher:
    """The command in a process of its own; ``wait`` reads its lines until one says ``words``."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-u", "-c", _MAIN, "watch", "-w", str(root),
                   "--kind", "duty-checklist", "--format", "html"]  # fmt: skip
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self.lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def close(self) -> None:
        """End the process, however far it is."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def wait(self, words: str) -> list[str]:
        """The lines up to and with the one that holds ``words``."""
        met: list[str] = []
        while True:
            try:
                met.append(self.lines.get(timeout=PATIENCE))
            except Empty:
                raise AssertionError(f"{words!r} not said in: {''.join(met)}") from None
            if words in met[-1]:
                return met


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def watcher(root: Path) -> Iterator[Watcher]:
    started = Watcher(root)
    yield started
    started.close()


def page(root: Path, role: str) -> Path:
    return root / f"out/duty-checklist/{role}.html"


def test_a_save_makes_what_changed_again_and_nothing_else(root: Path, watcher: Watcher) -> None:
    first = watcher.wait("Findings open")
    assert sum("Wrote" in line for line in first) == 2
    untouched = page(root, "lead").stat().st_mtime_ns
    (root / "roles/desk.yaml").write_text(ROLE.format(id="desk", text="Polish"))
    second = watcher.wait("Findings open")
    assert [line.strip() for line in second if "Wrote" in line] == [
        "Wrote duty-checklist/desk.html"
    ]
    assert "Polish" in page(root, "desk").read_text("utf-8")
    assert page(root, "lead").stat().st_mtime_ns == untouched
    # half a word, mid-edit: said, survived, and nothing is lost meanwhile
    (root / "roles/desk.yaml").write_text("role: desk\ntitle: [unclosed\n")
    broken = "".join(watcher.wait("Findings open"))
    assert "roles/desk.yaml" in broken
    assert "stay as they are" in broken
    assert "Polish" in page(root, "desk").read_text("utf-8")
    (root / "roles/desk.yaml").write_text(ROLE.format(id="desk", text="Shine"))
    mended = watcher.wait("Findings open")
    assert any("Mended in roles/desk.yaml" in line for line in mended)
    assert "Shine" in page(root, "desk").read_text("utf-8")
    watcher.process.send_signal(signal.SIGINT)
    watcher.wait("No longer watching")
    assert watcher.process.wait(PATIENCE) == 0


def test_a_workspace_that_is_none_cannot_be_watched(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dutybook", "watch", "-w", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 2


@pytest.fixture
def watch(root: Path) -> Watch:
    from datetime import date

    request = Request(kinds=("duty-checklist",), formats=("html",))
    return Watch(root, request, lambda w, c: check(w, c, date(2026, 1, 1)).findings)


def test_a_round_without_a_change_writes_nothing(watch: Watch) -> None:
    assert len(watch.round().written) == 2
    again = watch.round()
    assert (again.written, again.appeared, again.cleared) == ([], [], [])


def test_a_moved_line_is_the_same_finding(watch: Watch, root: Path) -> None:
    text = "role: desk\ntitle: Desk\nnonsense: 1\n"
    (root / "roles/desk.yaml").write_text(text)
    appeared = watch.round().appeared
    assert "unknown-key" in {finding.code for finding in appeared}
    (root / "roles/desk.yaml").write_text("# a line more\n" + text)
    moved = watch.round()
    assert (moved.appeared, moved.cleared) == ([], [])


def test_an_unknown_key_does_not_hold_papers_back(watch: Watch, root: Path) -> None:
    watch.round()
    (root / "roles/desk.yaml").write_text(ROLE.format(id="desk", text="New") + "nonsense: 1\n")
    changed = watch.round()
    assert not changed.held
    assert changed.written == ["duty-checklist/desk.html"]


def test_without_its_settings_nothing_is_made(watch: Watch, root: Path) -> None:
    watch.round()
    (root / "dutybook.yaml").write_text("locale: en\n")
    held = watch.round()
    assert held.held
    assert held.written == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("roles/desk.yaml", True),
        ("rules/lint/own.yaml", True),
        ("templates/paper.css", True),
        ("dutybook.yaml", True),
        ("people.csv", True),
        ("out/duty-checklist/desk.html", False),
        (".dutybook-cache/clean-files", False),
        ("roles/.desk.yaml.swp", False),
        ("roles/desk.yaml~", False),
        ("logs/tickets.csv", False),
        ("notes.txt", False),
    ],
)
def test_what_a_paper_depends_on(watch: Watch, root: Path, path: str, expected: bool) -> None:
    assert watch.concerns(str(root / path)) is expected
    assert not watch.concerns(str(root.parent))

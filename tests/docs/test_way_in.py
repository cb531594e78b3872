"""The way into the code: what docs/architecture.md and CONTRIBUTING.md name exists, and the picture
shows the rooms as they are."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "engine/dutybook"
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)(?::(\w+))?`")
"""A path in backticks: with a slash, or the ending of a file; behind a colon a name in it."""
ENDING = re.compile(r"\.(py|md|yaml|yml|toml|txt|j2|typ|css|js|csv|json|svg|case)$")
MADE_UP = {"out/", "closed/"}
"""What no checkout has before something was run."""


def named(page: str) -> list[tuple[str, str]]:
    """Paths that the prose of a page names, with the name inside the file; diffs are not prose."""
    prose = re.sub(r"^```.*?^```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL | re.M)
    paths = (match.groups(default="") for match in NAMED.finditer(prose))
    return sorted({(path, name) for path, name in paths if "/" in path or ENDING.search(path)})


def found(path: str) -> Path | None:
    """Where a named path is: below the repository, else below the engine."""
    wanted = (ROOT / path, ENGINE / path)
    return next((one for one in wanted if one.exists()), None)


def names(path: Path) -> set[str]:
    """What a module defines at its top, classes' own definitions included."""
    tree = ast.parse(path.read_text("utf-8"))
    defined = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    assigned = (n.targets if isinstance(n, ast.Assign) else [n.target] for n in tree.body
                if isinstance(n, ast.Assign | ast.AnnAssign))  # fmt: skip
    return defined | {t.id for targets in assigned for t in targets if isinstance(t, ast.Name)}


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    paths = named(page)
    assert len(paths) > 15
    assert [path for path, _ in paths if path not in MADE_UP and not found(path)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_function_that_is_named_is_in_its_file(page: str) -> None:
    wanted = [(path, name) for path, name in named(page) if name]
    wrong = [
        f"{path}:{name}"
        for path, name in wanted
        if name not in names(found(path) or Path(__file__))
    ]
    assert wrong == []


def changes() -> list[tuple[str, str]]:
    """File and line of what the how-tos' diffs find there: context and lines that are replaced."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    there, file = [], ""
    for block in re.findall(r"^```diff\n(.*?)^```", text, re.DOTALL | re.M):
        for line in block.splitlines():
            if line.startswith("+++ b/"):
                file = line.removeprefix("+++ b/")
            elif line[:1] in (" ", "-") and "…" not in line:
                there.append((file, line[1:]))
    return there


def test_the_how_tos_still_fit() -> None:
    """Mend by doing the how-to again, in a scratch copy, and printing its diff anew."""
    there = changes()
    assert len(there) > 10
    gone = [(file, line) for file, line in there
            if line not in (ROOT / file).read_text("utf-8").splitlines()]  # fmt: skip
    assert gone == []


SPOKEN = re.compile(r"(?<!:)``([\w/]+(?:/[\w.]+|\.py))``")
"""A module or folder that a docstring names."""


def test_what_docstrings_name_is_there() -> None:
    """Beside the module, below the engine or below the repository."""
    gone = []
    for path in sorted(ENGINE.rglob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        for name in SPOKEN.findall(text):
            places = (path.parent / name, ENGINE / name, ROOT / name)
            if not any(one.exists() for one in places) and name.endswith((".py", "/")):
                gone.append(f"{path.relative_to(ENGINE)}: {name}")
    assert gone == []


def test_every_folder_says_what_comes_in_what_goes_out_and_where_to_start() -> None:
    silent = []
    for path in sorted(ENGINE.rglob("__init__.py")):
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        modules = [one for one in path.parent.glob("*.py") if one.name != "__init__.py"]
        if len(modules) > 4 and not all(word in text for word in ("In: ", "Out:", "tart")):
            silent.append(path.parent.relative_to(ENGINE).as_posix())
    assert silent == []


def test_names_that_the_how_tos_add_are_defined() -> None:
    """Capitalised names of the added lines: classes and constants of the engine, or of the diff."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    blocks = re.findall(r"^```diff\n(.*?)^```", text, re.DOTALL | re.M)
    added = [line[1:] for block in blocks for line in block.splitlines()
             if line.startswith("+") and not line.startswith("+++")]  # fmt: skip
    called = set(re.findall(r"(?<![\w.\"'])([A-Z][A-Za-z]+)\(", "\n".join(added)))
    own = set(re.findall(r"^(?:class )?([A-Z]\w+)", "\n".join(added), re.M))
    known = {name for path in ENGINE.rglob("*.py") for name in names(path)}
    assert called - own - known - {"Path", "Fraction"} == set()
    assert len(called) > 3


def test_every_room_is_on_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mend with: make docs (a new room is given its place in docs/draw_architecture.py)"""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import draw_architecture as drawing

    packages = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    assert packages == {*drawing.rooms(), *drawing.FLOOR} - {"resources"}
    assert set(drawing.rooms()) == set(drawing._PLACES)
    assert drawing.PICTURE.read_text("utf-8") == drawing.picture()


def test_the_floor_uses_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import draw_architecture as drawing

    used = drawing.uses(drawing.FLOOR)
    assert {room: rooms for room, rooms in used.items() if rooms} == {}

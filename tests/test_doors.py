"""Files are opened at one door: nothing else in the engine opens, reads or writes one by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

ENGINE = Path(__file__).parents[1] / "engine/dutybook"

# Where files may be opened, and for what.
DOORS = {
    "files/door.py": "everything that is read",
    "files/replacement.py": "everything that is written",
    "files/scratch.py": "copies in a run's own temporary folder",
    "files/user.py": "the machine's secret, made once in the user's folder",
    "write/pdf/typst.py": "the package for themes, in a temporary folder of the process",
}
FORBIDDEN = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "fdopen", "glob", "rglob",
    "iglob", "iterdir", "scandir", "listdir", "touch",
}  # fmt: skip
# Calls of such a name elsewhere: none of them opens a file that a workspace names.
KNOWN = {
    ("workspace/cache.py", "rglob"): "the engine's own code",
    ("papers/production/manifest.py", "rglob"): "the engine's own code",
    ("cli/definition/new.py", "rglob"): "the shipped scaffold",
    ("cli/definition/new.py", "iterdir"): "whether the folder somebody named is empty",
    ("cli/command.py", "open"): "the null device",
    ("logs/formats/archive.py", "open"): "unpacks a stream that the door opened",
    ("logs/places.py", "glob"): "names below a folder that is allowed; each is made real",
    ("workspace/closings.py", "glob"): "names below closed/; what is read goes through the door",
    ("papers/template/render.py", "rglob"): "whether there are templates; none is opened",
    ("worker/child.py", "fdopen"): "the pipe to whoever asks",
    ("intake/batch.py", "rglob"): "papers in a folder that somebody named",
    ("intake/formats/bounds.py", "open"): "a part of an archive in memory",
    ("intake/formats/pdf.py", "open"): "a document in memory",
    ("workspace/closings.py", "iterdir"): "names of folders below closed/, made real",
}


def openings(path: Path) -> Iterator[tuple[int, str]]:
    """Calls that open a file or list a folder; those of the door's own functions are calls of a
    bare name, the library's are methods of a path or ``open`` itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            yield node.lineno, "open"
        elif isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN:
            yield node.lineno, node.func.attr


def test_files_are_opened_at_the_door() -> None:
    found = [
        (name, line, call)
        for path in sorted(ENGINE.rglob("*.py"))
        for name in [path.relative_to(ENGINE).as_posix()]
        if name not in DOORS
        for line, call in openings(path)
        if (name, call) not in KNOWN
    ]
    assert found == []


def test_the_list_of_doors_is_true() -> None:
    assert [name for name in DOORS if not any(openings(ENGINE / name))] == []


def test_the_list_of_known_calls_is_true() -> None:
    assert [
        (name, call) for name, call in KNOWN if call not in {c for _, c in openings(ENGINE / name)}
    ] == []

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
    "iglob", "iterdir", "scandir", "listdir", "touch", "unlink", "rmdir", "rename", "renames",
    "removedirs", "makedirs", "symlink_to", "hardlink_to", "symlink", "link", "chmod", "truncate",
    "system", "popen", "execv", "execve", "spawnv", "mkdir",
}  # fmt: skip
# Libraries that open files, run programs, or reach out: where each may be used, and what for.
LIBRARIES = {
    "duckdb": "database/instance.py check/sandbox.py logs/connection.py logs/formats/database.py logs/formats/parquet.py",
    "filelock": "files/lock.py",
    "gzip": "logs/formats/archive.py",
    "multiprocessing": "",
    "openpyxl": "intake/formats/excel.py logs/formats/excel.py ratings/remarks.py "
    "ratings/workbook.py spreadsheet/returned.py",
    "pdfplumber": "intake/formats/pdf.py",
    "pickle": "worker/child.py worker/pool.py",
    "psycopg": "logs/formats/database.py",
    "pypdfium2": "intake/formats/pdf.py",
    "requests": "",
    "shutil": "files/scratch.py intake/formats/office.py worker/pool.py write/pdf/typst.py",
    "socket": "",
    "sqlite3": "logs/formats/database.py",
    "subprocess": "closing/diff/revision.py intake/formats/office.py worker/pool.py",
    "tarfile": "",
    "tempfile": "cli/definition/new.py closing/diff/revision.py files/scratch.py "
    "intake/formats/office.py worker/pool.py write/pdf/typst.py",
    "urllib.request": "",
    "zipfile": "intake/formats/bounds.py intake/formats/excel.py intake/formats/word/body.py "
    "logs/formats/excel.py ratings/workbook.py write/word/package.py",
}
# What opens by name what it is given: its argument is a stream or bytes, or a path in a temporary
# folder; a path of the workspace has been through the door.
BY_NAME = {
    (
        "logs/formats/database.py",
        "connect",
    ): "a path made real by the door; SQLite and DuckDB take no stream",
    ("logs/formats/parquet.py", "connect"): "memory",
    ("database/instance.py", "connect"): "memory",
    ("intake/formats/bounds.py", "ZipFile"): "bytes",
    ("logs/formats/excel.py", "ZipFile"): "a stream of the door",
    ("ratings/workbook.py", "ZipFile"): "bytes",
    ("write/word/package.py", "ZipFile"): "bytes, and a stream that is written to",
    ("intake/formats/excel.py", "load_workbook"): "bytes",
    ("logs/formats/excel.py", "load_workbook"): "bytes",
    ("ratings/workbook.py", "load_workbook"): "bytes",
}
OPENERS = {call for _, call in BY_NAME}
# Calls of such a name elsewhere: none of them opens a file that a workspace names.
KNOWN = {
    ("workspace/cache.py", "rglob"): "the engine's own code",
    ("papers/production/manifest.py", "rglob"): "the engine's own code",
    ("cli/definition/new.py", "rglob"): "the shipped scaffold",
    ("cli/definition/new.py", "rename"): "the new folder, made beside where somebody named it",
    ("cli/definition/new.py", "rmdir"): "the same, empty",
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
    ("ratings/appeals.py", "open"): "an appeal is opened, no file",
    ("count/sql/columns.py", "replace"): "a node of an expression",
    ("count/log/store.py", "mkdir"): "in a run's own temporary folder",
    ("files/lock.py", "mkdir"): "the folder of the lock, made real",
    ("cli/definition/new.py", "mkdir"): "the folder above the new one that somebody named",
    ("closing/diff/revision.py", "mkdir"): "in a temporary folder of its own",
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
        elif isinstance(node.func, ast.Attribute) and _moves(node):
            yield node.lineno, "replace"


def _moves(call: ast.Call) -> bool:
    """A path's ``replace`` has one argument; that of words has two, that of dates and data names."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return name == "replace" and len(call.args) == 1 and not call.keywords


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


def test_libraries_that_open_files_are_used_where_it_is_known() -> None:
    found = {
        (library, name)
        for path in sorted(ENGINE.rglob("*.py"))
        for name in [path.relative_to(ENGINE).as_posix()]
        for module in imported(path)
        for library in LIBRARIES
        if module == library or module.startswith(f"{library}.")
    }
    known = {(library, name) for library, names in LIBRARIES.items() for name in names.split()}
    assert found == known


def test_what_opens_by_name_is_given_streams_or_what_the_door_made_real() -> None:
    found = {
        (name, call)
        for path in sorted(ENGINE.rglob("*.py"))
        for name in [path.relative_to(ENGINE).as_posix()]
        for call in calls(path)
        if call in OPENERS
    }
    assert found == set(BY_NAME)


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def calls(path: Path) -> Iterator[str]:
    """The names of what is called, whoever's method it is."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name | ast.Attribute):
                yield function.id if isinstance(function, ast.Name) else function.attr

"""The town plan: imports run down, every room and test file says what it is for, every code has
words."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from dutybook.finding.catalogue import Catalogue
from dutybook.schema.formats import GRAMMARS

ENGINE = Path(__file__).parents[1] / "engine/dutybook"

# Lowest first. A module may import from its own entry and from any entry above it in this list.
LAYERS = (
    "", "files", "resources", "words", "finding", "csv", "worker", "database", "grammar", "yamltext", "schema", "model",
    "tally", "measure", "rule", "workspace", "repair", "roster", "soundness", "check", "plan", "logs", "count",
    "score", "report", "closing", "ratings", "write", "papers", "intake", "spreadsheet", "cli", "__main__",
)  # fmt: skip
# Siblings: neither may know of the other, whatever their order above.
STRANGERS = {
    *(("papers", one) for one in ("check", "plan", "logs", "count", "score", "report")),
    *(("write", one) for one in ("check", "plan", "logs", "count", "score", "report")),
    *(("intake", one) for one in ("check", "plan", "count", "score", "report", "write", "papers")),
    *((one, "check") for one in ("plan", "logs", "count", "score", "report", "closing")),
}


def modules() -> dict[str, Path]:
    """All modules of the engine by dotted name."""
    found = {}
    for path in sorted(ENGINE.rglob("*.py")):
        parts = path.relative_to(ENGINE).with_suffix("").parts
        found[".".join(["dutybook", *(part for part in parts if part != "__init__")])] = path
    return found


@cache
def imports() -> tuple[tuple[str, str], ...]:
    """Who imports whom: modules, and packages where only a name of theirs is taken."""
    return tuple(_imports())


def _imports() -> Iterator[tuple[str, str]]:
    known = modules()
    for name, path in known.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dutybook"):
                for one in node.names:
                    full = f"{node.module}.{one.name}"
                    yield name, full if full in known else str(node.module)
            elif isinstance(node, ast.Import):
                yield from ((name, a.name) for a in node.names if a.name.startswith("dutybook"))


def top(module: str) -> str:
    return [*module.split("."), ""][1]


def test_imports_go_down() -> None:
    level = LAYERS.index
    wrong = [(user, used) for user, used in imports() if level(top(used)) > level(top(user))]
    assert wrong == []


def test_no_two_rooms_of_a_folder_import_each_other() -> None:
    """At every level: the packages and modules of a folder can be put in an order in which imports
    only run down."""
    floors: dict[str, dict[str, set[str]]] = {}
    for user, used in imports():
        mine, theirs = user.split("."), used.split(".")
        depth = next(
            (i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), None
        )
        if depth is not None:
            floor = floors.setdefault(".".join(mine[:depth]), {})
            floor.setdefault(mine[depth], set()).add(theirs[depth])
    circles = {}
    for folder, floor in floors.items():
        try:
            list(TopologicalSorter(floor).static_order())
        except CycleError as error:
            circles[folder] = error.args[1]
    assert circles == {}


def test_siblings_are_strangers() -> None:
    pairs = [(user, used) for user, used in imports() if (top(user), top(used)) in STRANGERS]
    assert pairs == []


def test_every_room_is_in_a_layer_and_says_what_it_is_for() -> None:
    tops = {path.relative_to(ENGINE).parts[0].removesuffix(".py") for path in ENGINE.rglob("*.py")}
    assert tops - {"__init__"} == set(LAYERS) - {""}
    folders = {path.parent for path in ENGINE.rglob("*.py")}
    silent = [
        str(folder.relative_to(ENGINE))
        for folder in folders
        if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    ]
    assert silent == []


def test_every_code_has_words() -> None:
    raised = re.compile(r'(?:Finding|\.finding)\(\s*"([a-z][a-z0-9-]+)"')
    codes = {m for path in ENGINE.rglob("*.py") for m in raised.findall(path.read_text("utf-8"))}
    codes |= {f"bad-{name}".replace("_", "-") for name in GRAMMARS}
    entries = Catalogue.load().entries
    assert codes - set(entries) == set()
    for entry in entries.values():
        for text in (entry.message, entry.help, entry.title):
            assert text is not None, entry.code
            assert {"zh-Hans", "en"} <= dict(text.wordings).keys(), entry.code


def test_every_test_file_says_what_it_is_about() -> None:
    files = Path(__file__).parent.rglob("*.py")
    assert [f.name for f in files if not ast.get_docstring(ast.parse(f.read_text("utf-8")))] == []


def test_every_room_has_tests_of_its_own() -> None:
    tests = Path(__file__).parent
    rooms = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    tested = {path.relative_to(tests).parts[0] for path in tests.rglob("test_*.py")}
    assert rooms - tested == set()


def test_no_two_test_modules_share_a_name() -> None:
    """pytest imports them by their bare names: of two, the second would not be run."""
    tests = Path(__file__).parent
    names = Counter(path.stem for path in tests.rglob("*.py") if path.stem != "conftest")
    assert [name for name, count in names.items() if count > 1] == []

"""Typst, kept warm: one compiler for all the papers of a process.

Typst remembers what it has laid out for as long as everything that was made from is the same, and
``sys.inputs`` are a part of everything. A paper's data is therefore a file, of a package of its own
that a theme imports: a manual in which one duty changed takes a third of the time, and what papers
have in common is laid out once.
"""

import atexit
import json
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Lock
from typing import Any, Final

from dutybook.finding import DutybookError, Finding, Place
from dutybook.write import fonts

_PACKAGE: Final = "dutybook/paper/1.0.0"
_FILES: Final = {
    "typst.toml": '[package]\nname = "paper"\nversion = "1.0.0"\nentrypoint = "paper.typ"\n',
    "paper.typ": '#let paper = json("paper.json")\n',
}


def typeset(
    theme: Path, paper: dict[str, Any], **output: Any
) -> tuple[bytes | list[bytes] | None, list[str]]:
    """What ``theme`` makes of ``paper``, in the format that ``output`` names, and what Typst warns
    of. :class:`RuntimeError` is Typst's own."""
    return _typesetter().typeset(theme, paper, **output)


def put_package(folder: Path) -> Path:
    """The package that themes import, below ``folder``: its own folder, where ``paper.json`` is to
    stand."""
    package = folder / _PACKAGE
    package.mkdir(parents=True)
    for name, text in _FILES.items():
        (package / name).write_text(text, "utf-8")
    return package


class _Typesetter:
    def __init__(self) -> None:
        import typst

        self.lock = Lock()
        folder = mkdtemp(prefix="dutybook-")
        atexit.register(rmtree, folder, ignore_errors=True)
        self.package = put_package(Path(folder))
        none = str(Path(folder) / "none")  # nothing is kept here, and a worker reaches no network
        self.compiler = typst.Compiler(
            font_paths=fonts.book(), package_path=folder, package_cache_path=none
        )

    def typeset(
        self, theme: Path, paper: dict[str, Any], **output: Any
    ) -> tuple[bytes | list[bytes] | None, list[str]]:
        with self.lock:
            self._give(paper)
            data, said = self.compiler.compile_with_warnings(
                theme.read_bytes(), root=theme.parent, timestamp=0, **output
            )
        return data, [warning.message for warning in said]

    def _give(self, paper: dict[str, Any]) -> None:
        try:
            text = json.dumps(paper, ensure_ascii=False)
            (self.package / "paper.json").write_text(text, "utf-8")
        except OSError as error:
            place = Place(str(error.filename or "-"))
            details = {"reason": error.strerror or str(error)}
            raise DutybookError(Finding("system-refused", place, details)) from None


@cache
def _typesetter() -> _Typesetter:
    return _Typesetter()

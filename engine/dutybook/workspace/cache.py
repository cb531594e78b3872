"""Which files are already known to be clean, so that a second run need not validate them again.

Validation is most of what reading a large workspace costs. A file is known by the hash of its
bytes and of what judges it: the schema, the grammars and the code that applies them. Only clean
files are remembered, so findings are always fresh.
The cache is a convenience: where it cannot be read or written, everything is validated.
"""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from dutybook.files.whole import write_whole
from dutybook.resources import builtin
from dutybook.schema.publication import SOURCE
from dutybook.yamltext import Document

FOLDER: Final = ".dutybook-cache"
_FILE: Final = "clean-files"
_PACKAGE: Final = Path(__file__).parents[1]


class CleanFiles:
    """The hashes of clean files below ``root``; :meth:`keep` writes those met in this run."""

    def __init__(self, root: Path) -> None:
        self.path = root / FOLDER / _FILE
        self._salt = _judge()
        self._met: set[str] = set()
        self._known: set[str] = set()
        with suppress(OSError, ValueError):
            self._known = set(self.path.read_text("ascii").split())

    def knows(self, documents: Sequence[Document]) -> bool:
        """Whether the file these documents are from was clean before, byte for byte."""
        key = self._key(documents)
        if key in self._known:
            self._met.add(key)
        return key in self._known

    def remember(self, documents: Sequence[Document]) -> None:
        """The file is clean."""
        self._met.add(self._key(documents))

    def keep(self) -> None:
        """Write the file; only when something changed."""
        if self._met != self._known:
            with suppress(OSError):
                write_whole({self.path: "\n".join(sorted(self._met)).encode()})

    def _key(self, documents: Sequence[Document]) -> str:
        return sha256(self._salt + documents[0].text.encode()).hexdigest()


def _judge() -> bytes:
    """A hash of all that decides whether a file is clean; a version number alone would let a
    checkout trust what an earlier grammar accepted."""
    code = (path for part in ("grammar", "schema") for path in (_PACKAGE / part).glob("*.py"))
    judged = sha256((builtin("rules") / SOURCE).read_bytes())
    for path in sorted(code):
        judged.update(path.read_bytes())
    return judged.digest()

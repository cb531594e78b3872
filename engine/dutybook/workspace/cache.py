"""Which files are already known to be clean, so that a second run need not validate them again.

Validation is most of what reading a large workspace costs. A file is known by the hash of its
bytes and of what judges it: the schema, the grammars and the code that applies them. Only clean
files are remembered, so findings are always fresh.
The cache is a convenience: where it cannot be read or written, everything is validated. It is the
user's own and sealed with a secret of the machine: what a workspace brings along is not believed.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes
from dutybook.files.replacement import write_whole
from dutybook.files.user import cache_folder, sealed
from dutybook.resources import builtin
from dutybook.schema.publication import SOURCE
from dutybook.yamltext import Document

_FOLDER: Final = "clean-files"
_PACKAGE: Final = Path(__file__).resolve().parents[1]


class CleanFiles:
    """The hashes of clean files below ``root``; :meth:`keep` writes those met in this run."""

    def __init__(self, root: Path) -> None:
        name = sha256(str(root).encode(errors="surrogateescape")).hexdigest()
        self.path = cache_folder() / _FOLDER / name
        self._salt = _judge()
        self._met: set[str] = set()
        self._known: set[str] = set()
        with suppress(OSError, ValueError):
            self._known = set(read_bytes(self.path).decode("ascii").split())

    def knows(self, documents: Sequence[Document]) -> bool:
        """Whether the file these documents are from was clean before, byte for byte."""
        key = self._key(documents)
        known = bool(key) and key in self._known
        if known:
            self._met.add(key)
        return known

    def remember(self, documents: Sequence[Document]) -> None:
        """The file is clean."""
        self._met.add(self._key(documents))

    def keep(self) -> None:
        """Write the file; only when something changed."""
        met = sorted(filter(None, self._met))
        if set(met) != self._known:
            with suppress(OSError):
                write_whole({self.path: "\n".join(met).encode()}, lasting=False)

    def _key(self, documents: Sequence[Document]) -> str:
        """Empty where this machine keeps no secret: then nothing is known."""
        return sealed(self._salt, documents[0].text.encode())


@cache
def _judge() -> bytes:
    """A hash of all that decides whether a file is clean; a version number alone would let a
    checkout trust what an earlier grammar accepted."""
    code = (path for part in ("grammar", "schema") for path in (_PACKAGE / part).rglob("*.py"))
    judged = sha256(read_bytes(builtin("rules") / SOURCE))
    for path in sorted(code):
        judged.update(read_bytes(path))
    return judged.digest()

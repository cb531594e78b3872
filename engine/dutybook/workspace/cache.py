"""Which files are already known to be clean, so that a second run need not validate them again.

Validation is most of what reading a large workspace costs. A file is known by the hash of its
bytes, the schema and the engine's version; only clean files are remembered, so findings are always
fresh.
The cache is a convenience: where it cannot be read or written, everything is validated.
"""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from dutybook import __version__
from dutybook.files import write_whole
from dutybook.schema import published
from dutybook.source import Document

FOLDER: Final = ".dutybook-cache"
_FILE: Final = "clean-files"


class CleanFiles:
    """The hashes of clean files below ``root``; :meth:`keep` writes those met in this run."""

    def __init__(self, root: Path) -> None:
        self.path = root / FOLDER / _FILE
        self._salt = sha256(f"{__version__}\n{published()}".encode()).digest()
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

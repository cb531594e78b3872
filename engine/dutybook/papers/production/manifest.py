"""What an earlier build wrote, and from what: the reason a second build has nothing to do.

``out/.dutybook/build.json`` keeps, for each paper, a hash of everything it was made from and one of
the bytes written; a file deleted by hand is written again, one that was edited or filled in is not
Dutybook's any more and stays.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import dutybook
from dutybook.files.whole import write_whole
from dutybook.papers.production.writers import versions
from dutybook.resources import overlay

FILE: Final = ".dutybook/build.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper: what it is about, and the two hashes."""

    kind: str
    subject: str
    made_from: str
    written: str


class Manifest:
    """Entries by path below the output folder ``out``."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.entries = _read(out / FILE)

    def fresh(self, path: str, made_from: str) -> bool:
        """Whether the file at ``path`` is what would be written again."""
        entry = self.entries.get(path)
        if entry is None or entry.made_from != made_from:
            return False
        try:
            return digest((self.out / path).read_bytes()) == entry.written
        except OSError:
            return False

    def foreign(self, path: str, data: bytes | None = None) -> bool:
        """Whether a file stands at ``path`` that is not as it was written: somebody's work. What no
        build remembers is, unless it is the very ``data`` that would be written."""
        entry = self.entries.get(path)
        try:
            found = (self.out / path).read_bytes()
        except OSError:
            return False
        if entry is None:
            return data is not None and found != data
        return digest(found) != entry.written

    def save(self) -> None:
        """Keep the entries; :class:`OSError` where that fails."""
        papers = {path: _as_data(entry) for path, entry in sorted(self.entries.items())}
        text = json.dumps({"papers": papers}, ensure_ascii=False, indent=1)
        data = (text + "\n").encode()
        if not (self.out / FILE).is_file() or (self.out / FILE).read_bytes() != data:
            write_whole({self.out / FILE: data})


def digest(*parts: bytes) -> str:
    """One hash of all ``parts``, their borders included."""
    joined = sha256()
    for part in parts:
        joined.update(len(part).to_bytes(8, "big") + part)
    return joined.hexdigest()


def surroundings(root: Path, form: str) -> bytes:
    """A hash of what every paper of a format depends on: templates, themes and styles, the engine's
    own code that writes them, the packages it uses."""
    files = {
        name: path for name, path in overlay(root, "templates", "**/*").items() if path.is_file()
    }
    kept = {name: path for name, path in files.items() if not name.startswith(("labels/", "new/"))}
    package = Path(dutybook.__file__).parent
    code = {
        path.relative_to(package).as_posix(): path
        for part in ("papers", "write")
        for path in (package / part).rglob("*.py")
    }
    parts = [f"{dutybook.__version__} {versions(form)}".encode()]
    for name, path in sorted((kept | code).items()):
        parts += [name.encode(), path.read_bytes()]
    return digest(*parts).encode()


def _read(path: Path) -> dict[str, Entry]:
    """Entries of an earlier build; none where there was none, or its file makes no sense."""
    try:
        papers = json.loads(path.read_bytes())["papers"]
        return {str(name): Entry(**entry) for name, entry in papers.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _as_data(entry: Entry) -> dict[str, str]:
    return {
        "kind": entry.kind,
        "subject": entry.subject,
        "made_from": entry.made_from,
        "written": entry.written,
    }

"""What an earlier build wrote, and from what: the reason a second build has nothing to do.

``out/.dutybook/build.json`` keeps, for each paper, a hash of everything it was made from and one of
the bytes written; a file deleted by hand is written again, one that was edited or filled in is not
Dutybook's any more and stays. The seal is made with a secret of the machine: a build.json
edited along with a paper is not believed, and that paper is made again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import dutybook
from dutybook.files.door import read_bytes, within
from dutybook.files.replacement import write_whole
from dutybook.files.user import office_seal, same_seal, sealed
from dutybook.finding import DutybookError, Place
from dutybook.finding.refusal import refusal
from dutybook.papers.production.writers import versions
from dutybook.resources import overlay

FILE: Final = ".dutybook/build.json"
_MOST: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper: what it is about, the two hashes, the seal of who wrote it, and the
    employee it is for."""

    kind: str
    subject: str
    made_from: str
    written: str
    seal: str = ""
    person: str = ""


class Manifest:
    """Entries by path below the output folder ``out``."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.entries = _read(out / FILE)

    def fresh(self, path: str, made_from: str) -> bool:
        """Whether the file at ``path`` is what would be written again."""
        entry = self.entries.get(path)
        return entry is not None and entry.made_from == made_from and self.own(path)

    def own(self, path: str) -> bool:
        """Whether the file at ``path`` is as a build on this machine wrote it, whatever build.json
        says."""
        entry = self.entries.get(path)
        try:
            written = digest(read_bytes(within(self.out, path), _MOST)) if entry else ""
        except OSError:
            return False
        return entry is not None and same_seal(
            entry.seal, sealed(path.encode(), entry.made_from.encode(), written.encode())
        )

    def enter(
        self, path: str, kind: str, about: str, made_from: str, data: bytes, person: str = ""
    ) -> None:
        """A paper was written."""
        written = digest(data)
        seal = sealed(path.encode(), made_from.encode(), written.encode())
        self.entries[path] = Entry(kind, about, made_from, written, seal, person)

    def foreign(self, path: str, data: bytes | None = None) -> bool:
        """Whether a file stands at ``path`` that is not as it was written: somebody's work. What no
        build remembers is, unless it is the very ``data`` that would be written."""
        entry = self.entries.get(path)
        try:
            found = read_bytes(within(self.out, path), _MOST)
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
        if _content(self.out / FILE) != data:
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
    files = overlay(root, "templates", "**/*")
    kept = {name: path for name, path in files.items() if not name.startswith(("labels/", "new/"))}
    package = Path(dutybook.__file__).resolve().parent
    code = {
        path.relative_to(package).as_posix(): path
        for part in ("papers", "write")
        for path in (package / part).rglob("*.py")
    }
    parts = [f"{dutybook.__version__} {versions(form)}".encode()]
    if form == "xlsx":
        parts.append(office_seal(b"forms").encode())  # with another secret, forms are other files
    for name, path in sorted((kept | code).items()):
        try:
            parts += [name.encode(), read_bytes(path)]
        except OSError as error:
            raise DutybookError(refusal(error, Place(f"templates/{name}"))) from None
    return digest(*parts).encode()


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(path, _MOST)
    except FileNotFoundError:
        return None


def _read(path: Path) -> dict[str, Entry]:
    """Entries of an earlier build; none where there was none, or its file makes no sense."""
    try:
        papers = json.loads(read_bytes(path, _MOST))["papers"]
        json.dumps(papers, ensure_ascii=False).encode()  # half a character has no bytes to hash
        return {name: Entry(**entry) for name, entry in papers.items() if _all_text(entry)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _all_text(entry: Mapping[str, object]) -> bool:
    return all(isinstance(value, str) for value in entry.values())


def _as_data(entry: Entry) -> dict[str, str]:
    return {
        "kind": entry.kind,
        "subject": entry.subject,
        "made_from": entry.made_from,
        "written": entry.written,
        "seal": entry.seal,
        **({"person": entry.person} if entry.person else {}),
    }

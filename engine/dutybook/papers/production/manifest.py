"""What an earlier build wrote, and from what: the reason a second build has nothing to do.

``out/.dutybook/build.json`` keeps, for each paper, a hash of everything it was made from and one of
the bytes written; a file edited or deleted by hand no longer matches and is written again.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

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


def of_context(context: Any) -> bytes:
    """A context as bytes to hash: dataclasses, lists and mappings of texts, numbers, dates."""
    return json.dumps(context, ensure_ascii=False, sort_keys=True, default=_as_plain).encode()


def _as_plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return str(value)


def surroundings(root: Path, form: str) -> bytes:
    """A hash of what every paper of a format depends on: templates, themes and styles, the engine's
    own code that writes them, the packages it uses."""
    files = {
        name: path for name, path in overlay(root, "templates", "**/*").items() if path.is_file()
    }
    kept = {name: path for name, path in files.items() if not name.startswith(("labels/", "new/"))}
    package = Path(dutybook.__file__).parent
    code = {
        f"{part}/{path.name}": path
        for part in ("write", "compile")
        for path in (package / part).glob("*.py")
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

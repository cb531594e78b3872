"""Findings as text for people: the message, the source line with a caret, and how to mend it."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final
from unicodedata import category

from dutybook.files.door import read_bytes, within
from dutybook.finding import Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.words.table import width

_CONTROLS: Final = ("Cc", "Zl", "Zp", "Cs")


def as_text(findings: Iterable[Finding], catalogue: Catalogue, root: Path | None = None) -> str:
    """All findings, a blank line between each; source lines are shown when ``root`` is given."""
    lines = _SourceLines(root)
    return "\n\n".join(_one(finding, catalogue, lines) for finding in findings)


def _one(finding: Finding, catalogue: Catalogue, lines: "_SourceLines") -> str:
    place = finding.place
    where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    severity = catalogue.severity(finding)
    parts = [f"{where}: {severity} {finding.code}: {catalogue.message(finding)}".lstrip(": ")]
    source = lines.at(place)
    if source:
        margin = f"{place.line:>5} | "
        before = source[: place.column - 1]
        parts += [margin + source, " " * 5 + " | " + _blank(before) + "^"]
    if place.written:
        parts.append(f"      @ {place.written}")
    if hint := catalogue.hint(finding):
        parts.append(f"      = {hint}")
    return "\n".join(map(visible, parts))


def visible(line: str) -> str:
    """``line`` with control characters written out: user text must not steer a terminal."""
    return "".join(c if c == "\t" or category(c) not in _CONTROLS else _escape(c) for c in line)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _blank(text: str) -> str:
    """Spaces as wide as ``text`` on a terminal: Chinese characters take two columns."""
    return "".join("\t" if c == "\t" else " " * width(c) for c in text)


class _SourceLines:
    """Lines of files below ``root``, each file read once."""

    def __init__(self, root: Path | None) -> None:
        self.root = root
        self.read: dict[str, list[bytes]] = {}

    def at(self, place: Place) -> str:
        if self.root is None or not place.line:
            return ""
        if place.file not in self.read:
            try:
                content = read_bytes(within(self.root, place.file))
            except (OSError, ValueError):
                content = b""
            self.read[place.file] = content.splitlines()
        lines = self.read[place.file]
        line = _decoded(lines[place.line - 1]) if place.line <= len(lines) else ""
        return line if len(line) <= 200 else line[:199] + "…"


def _decoded(line: bytes) -> str:
    """A line of a file in an encoding that offices use; of any other nothing is shown."""
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = line.decode(encoding)
            return "" if "\0" in text else text
    return ""

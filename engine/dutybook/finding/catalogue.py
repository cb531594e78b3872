"""The words for findings: severity, message, hint and help per code, in every locale.

Entries are ``rule:`` documents. Those in ``rules/messages`` are raised by the engine, those in
``rules/lint`` carry the query that finds them; a workspace may replace either by file name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from dutybook.files.door import read_bytes
from dutybook.finding import SEVERITIES, Finding, Severity
from dutybook.finding.keys import in_keys_of
from dutybook.resources import overlay
from dutybook.words.file import too_deep
from dutybook.words.locale import Text
from dutybook.words.slots import fill


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one code."""

    code: str
    severity: Severity
    message: Text
    help: Text
    hint: Text | None = None
    title: Text | None = None
    query: str | None = None
    file: Path | None = None


class Catalogue:
    """All entries by code, and the locale to speak."""

    def __init__(self, entries: Mapping[str, Entry], locale: str) -> None:
        self.entries = entries
        self.locale = locale

    @classmethod
    def load(cls, root: Path | None = None, locale: str = "zh-Hans") -> "Catalogue":
        """Shipped entries overlaid with those of the workspace at ``root``."""
        spare = overlay(None, "rules", "messages/*.yaml")  # of a code nobody words
        own = overlay(root, "rules", "messages/*.yaml") | overlay(root, "rules", "lint/*.yaml")
        files = [*spare.values(), *own.values()] if root else list(own.values())
        entries = {entry.code: entry for path in files for entry in read_entries(path)}
        return cls(entries, locale)

    def severity(self, finding: Finding) -> Severity:
        """The finding's own severity, else the catalogue's."""
        return finding.severity or self.entries[finding.code].severity

    def message(self, finding: Finding) -> str:
        """What is wrong."""
        return self._said(self.entries[finding.code].message, finding)

    def hint(self, finding: Finding) -> str:
        """How to mend it; empty where the message says it all."""
        hint = self.entries[finding.code].hint
        return self._said(hint, finding).strip() if hint else ""

    def _said(self, text: Text, finding: Finding) -> str:
        """A wording in the reader's locale, keys called as in the file it is about."""
        names, details = finding.place.names, self._slots(finding)
        if names and "what" in details:
            details = {**details, "what": in_keys_of(str(details["what"]), names, self.locale)}
        return fill(in_keys_of(text.at(self.locale), names, self.locale), details)

    def _slots(self, finding: Finding) -> Mapping[str, object]:
        """The finding's particulars; those that are words, in the locale."""
        return {
            name: value.at(self.locale) if isinstance(value, Text) else value
            for name, value in finding.details.items()
        }


def read_entries(path: Path) -> Sequence[Entry]:
    """Entries of one file. Malformed documents are skipped here: the workspace check reports them
    with positions, and a broken rule must not silence the others."""
    try:
        return _entries(path, read_bytes(path))
    except (yaml.YAMLError, OSError, ValueError, RecursionError):
        return []


@lru_cache(maxsize=1024)
def _entries(path: Path, data: bytes) -> tuple[Entry, ...]:
    """Remembered, since a command speaks more than once and a watcher on every save."""
    if too_deep(data.decode("utf-8", "replace")):
        return ()
    documents = [_in_english(one) for one in yaml.load_all(data, yaml.CSafeLoader)]
    return tuple(_entry(document, path) for document in documents if _is_entry(document))


CHINESE: Final[Mapping[str, str]] = {
    "规则": "rule",
    "级别": "severity",
    "名称": "title",
    "提示": "message",
    "如何修改": "hint",
    "说明": "help",
    "查询": "query",
    "简体": "zh-Hans",
    "繁体": "zh-Hant",
    "英文": "en",
}
"""What the schema calls the keys of a rule in Chinese: rules are read before the schema is."""

SEVERITIES_IN_CHINESE: Final[Mapping[str, Severity]] = {
    "错误": "error",
    "警告": "warning",
    "提示": "info",
}


def _in_english(value: Any, depth: int = 2) -> Any:
    """A rule in English keys; its severity, too."""
    if not isinstance(value, dict) or not depth:
        return value
    data = {CHINESE.get(key, key): _in_english(inner, depth - 1) for key, inner in value.items()}
    if depth > 1 and isinstance(word := data.get("severity"), str):
        data["severity"] = SEVERITIES_IN_CHINESE.get(word, word)
    return data


def _is_entry(data: object) -> bool:
    """Whether a document can be used; the schema says what is wrong with one that cannot."""
    return (
        isinstance(data, dict)
        and isinstance(data.get("rule"), str)
        and data.get("severity") in SEVERITIES
        and all(_is_text(data.get(key)) for key in ("message", "help"))
        and all(_is_text(data[key]) for key in ("hint", "title") if key in data)
        and isinstance(data.get("query", ""), str)
    )


def _is_text(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(isinstance(part, str) for pair in value.items() for part in pair)
    return isinstance(value, str)


def _entry(data: dict[str, Any], path: Path) -> Entry:
    def text(key: str) -> Text | None:
        return Text.of(data[key]) if key in data else None

    return Entry(
        code=str(data["rule"]),
        severity=data["severity"],
        message=cast(Text, text("message")),
        help=cast(Text, text("help")),
        hint=text("hint"),
        title=text("title"),
        query=data.get("query"),
        file=path,
    )

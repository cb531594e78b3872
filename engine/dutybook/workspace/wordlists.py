"""Lists of words that rules look for (``rules/lint/words/*.yaml``): vague, protected, catch-all …

Each file is a list, its name the name of the list; a workspace's file of the same name wins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dutybook.finding import Finding
from dutybook.resources import overlay
from dutybook.words.locale import Text
from dutybook.workspace.load import SHIPPED
from dutybook.yamltext import Document, Origin, read_documents


@dataclass(frozen=True, slots=True)
class Word:
    """A word, the list it is on, and what to write instead."""

    list: str
    word: str
    instead: Text | None
    origin: Origin


def word_lists(root: Path) -> Iterator[Word]:
    """All usable words of all lists."""
    for document in _documents(root)[0]:
        listed = document.data if isinstance(document.data, list) else ()
        for i, item in enumerate(listed):
            if _usable(item):
                instead = Text.of(item["instead"]) if "instead" in item else None
                name = Path(document.file).stem
                yield Word(name, item["word"], instead, Origin(document, f"/{i}"))


def word_list_findings(root: Path) -> list[Finding]:
    """What is wrong with the lists themselves."""
    documents, findings = _documents(root)
    for document in documents:
        if not isinstance(document.data, list):
            findings = [*findings, document.finding("word-list-malformed")]
            continue
        bad = [i for i, item in enumerate(document.data) if not _usable(item)]
        findings = [*findings, *(document.finding("word-list-malformed", f"/{i}") for i in bad)]
    return findings


def _documents(root: Path) -> tuple[list[Document], list[Finding]]:
    documents: list[Document] = []
    findings: list[Finding] = []
    for name, path in overlay(root, "rules", "lint/words/*.yaml").items():
        own = path.is_relative_to(root)
        read, more = read_documents(path, f"rules/{name}") if own else _shipped(path, name)
        documents += read
        findings += more
    return documents, findings


@cache
def _shipped(path: Path, name: str) -> tuple[list[Document], list[Finding]]:
    """A list that ships with the engine, which no run changes: read once."""
    return read_documents(path, f"{SHIPPED}rules/{name}")


def _usable(item: object) -> bool:
    if not isinstance(item, dict) or not item.keys() <= {"word", "instead"}:
        return False
    word, instead = item.get("word"), item.get("instead", "-")
    texts = instead.values() if isinstance(instead, dict) else [instead]
    return (
        isinstance(word, str)
        and bool(word)
        and bool(texts)
        and all(isinstance(t, str) for t in texts)
    )

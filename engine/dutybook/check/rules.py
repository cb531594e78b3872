"""Running the rules: each query's rows become findings; a broken rule is a finding itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from dutybook.check.answers import answers
from dutybook.check.sandbox import SECONDS, Answer, Apart, Creations
from dutybook.finding import SEVERITIES, Finding, Place
from dutybook.finding.catalogue import Entry
from dutybook.grammar.number.quantity import trimmed
from dutybook.resources import builtin
from dutybook.schema import read_definitions
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED
from dutybook.yamltext import Document
from dutybook.yamltext.document import lookup

_PLACE: Final = {"file", "doc", "path"}
_OTHER: Final = {f"other_{column}" for column in _PLACE}
"""The other place that a contradiction is made of; its message says it as ``{there}``."""
_LONGEST: Final = 200
"""Characters of a cell that a message shows."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding of a rule, and the document it is about, if it is about one (people.csv is none): a
    waiver in that document may cover it."""

    finding: Finding
    document: Document | None


def run_rules(
    workspace: Workspace, entries: Mapping[str, Entry], tables: Creations, seconds: float = SECONDS
) -> tuple[list[Hit], list[Finding]]:
    """What the rules among ``entries`` find in ``tables``, and what is wrong with rules themselves.
    Rules that ship with the engine are asked here, a workspace's own in a process of their own."""
    documents = {(document.file, document.index): document for document in workspace.documents}
    hits: list[Hit] = []
    broken: list[Finding] = []
    for entry, answer in _answers(entries.values(), tables, seconds):
        problem = _problem(answer)
        if problem:
            broken.append(_broken(entry, *problem, workspace.root))
        else:
            hits += _hits(entry, answer, documents)
    return hits, broken


def _answers(
    entries: Iterable[Entry], tables: Creations, seconds: float
) -> Iterator[tuple[Entry, Answer]]:
    """What each rule finds, but for shipped ones that can find nothing in ``tables``."""
    shipped = builtin("rules")
    asked = {entry: entry.query for entry in entries if entry.query is not None}
    ours = {e: q for e, q in asked.items() if e.file and e.file.is_relative_to(shipped)}
    known, apart = answers(ours.values(), tables, seconds), Apart(tables)
    for entry, query in asked.items():
        if entry not in ours:
            yield entry, apart.ask(query, seconds)
        elif query in known:
            yield entry, known[query]


def _problem(answer: Answer) -> tuple[str, str] | None:
    if answer.trouble:
        return f"rule-{answer.trouble}", answer.reason
    missing = _PLACE - set(answer.columns)
    return ("rule-failed", "select " + ", ".join(sorted(missing))) if missing else None


def _hits(
    entry: Entry, answer: Answer, documents: Mapping[tuple[str, int], Document]
) -> Iterator[Hit]:
    hidden = _PLACE | _OTHER
    for record in answer.records():
        document = documents.get((record["file"], record["doc"]))
        if document and document.file.startswith(SHIPPED):
            continue  # what ships with the engine is not the user's to mend
        details = {key: _short(shown(value)) for key, value in record.items() if key not in hidden}
        if record.get("other_file"):
            details["there"] = _there(record, documents)
        severity = next((s for s in SEVERITIES if s == details.get("severity")), None)
        place = _place(document, str(record["path"] or "")) if document else _line(record)
        yield Hit(Finding(entry.code, place, details, severity), document)


def _there(record: Mapping[str, Any], documents: Mapping[tuple[str, int], Document]) -> str:
    """The other place as people read it, and editors follow it: ``roles/a.yaml:12``."""
    document = documents.get((record["other_file"], record["other_doc"]))
    if document is None:
        return str(record["other_file"])
    place = _place(document, str(record["other_path"] or ""))
    return f"{place.file}:{place.line}"


def _line(record: Mapping[str, Any]) -> Place:
    """A row of a file that is no YAML, by its ``line`` where the rule selects one."""
    file, line = str(record["file"]), record.get("line")
    return Place(file, line, 1) if isinstance(line, int) else Place(file)


def _place(document: Document, path: str) -> Place:
    """Of a mapping or list its key, which is where a reader looks; of anything else the value."""
    inner = isinstance(lookup(document.data, path), (dict, list))
    return document.place(path, key=inner)


def shown(value: Any) -> str:
    """A cell for people: decimals without idle zeros, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return trimmed(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _broken(entry: Entry, code: str, reason: str, root: Path) -> Finding:
    """At the query of the rule's file, wherever that file is."""
    assert entry.file is not None  # every entry of a catalogue was read from a file
    own = entry.file.is_relative_to(root)
    name = (
        entry.file.relative_to(root).as_posix() if own else f"{SHIPPED}rules/lint/{entry.file.name}"
    )
    place = Place(name)
    for document in read_definitions(entry.file, name)[0]:
        if document.data.get("rule") == entry.code:
            place = document.place("/query")
    return Finding(code, place, {"rule": entry.code, "reason": reason})

"""What rests on definitions that cannot be used, or only in part: it is not scored from what
remains. One mistake is one message: what only follows from it is told by nobody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dutybook.finding import Finding
from dutybook.grammar.time.clock import parse_date
from dutybook.model import Role, Scheme, Source
from dutybook.schema import kind_of
from dutybook.workspace.explanation import explains
from dutybook.yamltext import Document
from dutybook.yamltext.document import split

Name = tuple[str, str]
"""Kind and id of a definition."""

_NAMING: Final = {
    "source": "source", "sop": "sop", "measure": "measure", "calendar": "calendar",
    "set": "duty_set", "base": "role", "scheme": "scheme", "post": "role",
}  # fmt: skip
"""Details of findings that name a definition, and of which kind."""


@dataclass(frozen=True, slots=True)
class Faults:
    """``whole``: definitions that are not there at all, ``partly``: those of which a part is left
    out; each with the findings that say why. ``columns``: those left out, by source; ``dated``:
    versions of roles that are not there, with the day each was to begin (None: nobody knows)."""

    whole: Mapping[Name, tuple[Finding, ...]] = field(default_factory=dict)
    partly: Mapping[Name, tuple[Finding, ...]] = field(default_factory=dict)
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dated: Sequence[tuple[str, date | None, tuple[Finding, ...]]] = ()

    def of(self, kind: str, name: str | None) -> tuple[Finding, ...]:
        """What is wrong with a definition, as far as it binds anybody."""
        named = (kind, name or "")
        return (*self.whole.get(named, ()), *self.partly.get(named, ()))

    def of_source(self, source: Source | None, name: str, read: Iterable[str]) -> list[Finding]:
        """What keeps rows of a source from being counted where the columns ``read`` are."""
        found = list(self.whole.get(("source", name), ()))
        lost = self.columns.get(name, frozenset()) & {*read}
        found += (
            fault
            for fault in self.partly.get(("source", name), ())
            if _column(fault) is None or _column(fault) in lost
        )
        if source is not None and source.cases:
            found += self.of("source", source.cases.of)
        return found

    def of_role(self, role: Role | None, last: date | None = None) -> list[Finding]:
        """What is wrong with a role, with its base and duty sets, and with versions of it that
        were to be in force by ``last``."""
        if role is None:
            return []
        named = [("role", role.role), ("role", role.extends or "")]
        named += [("duty_set", name) for name in role.include]
        found = [fault for name in named for fault in self.partly.get(name, ())]
        found += (f for name in named[1:] for f in self.whole.get(name, ()))
        for name, begins, faults in self.dated:
            if name in (role.role, role.extends) and not (begins and last and begins > last):
                found += faults
        return list(dict.fromkeys(found))

    def of_scheme(self, scheme: Scheme | None) -> tuple[Finding, ...]:
        """What is wrong with a scheme."""
        return self.partly.get(("scheme", scheme.scheme), ()) if scheme else ()

    def follow(self, finding: Finding) -> bool:
        """Whether ``finding`` only misses what is not there: a definition, a column of a source."""
        details = {key: str(value) for key, value in finding.details.items()}
        if any((kind, details.get(key)) in self.whole for key, kind in _NAMING.items()):
            return True
        return details.get("column") in self.columns.get(details.get("source", ""), ())


def faults_of(documents: Iterable[Document], unusable: Iterable[Document]) -> Faults:
    """What is wrong with ``documents`` of which a part is left out, and why others are
    ``unusable``."""
    whole: dict[Name, tuple[Finding, ...]] = {}
    partly: dict[Name, tuple[Finding, ...]] = {}
    columns: dict[str, frozenset[str]] = {}
    dated: list[tuple[str, date | None, tuple[Finding, ...]]] = []
    for name, document in _named(unusable):
        whole[name] = document.faults
        if name[0] in ("role", "amends"):
            dated.append((name[1], _begins(document), document.faults))
    for name, document in _named(one for one in documents if one.lost):
        found = tuple(fault for fault in document.faults if _binds(document, fault))
        partly[name] = (*partly.get(name, ()), *found)
        if name[0] == "source":
            columns[name[1]] = frozenset(column for one in found if (column := _column(one)))
    return Faults(whole, partly, columns, tuple(dated))


def _named(documents: Iterable[Document]) -> Iterator[tuple[Name, Document]]:
    for document in documents:
        kind, data = kind_of(document), document.data
        if kind and isinstance(data, Mapping):
            yield (kind, str(data.get(kind))), document


def _binds(document: Document, fault: Finding) -> bool:
    """Whether a fault is in something that is asked of people or scored."""
    keys = [key for key in split(fault.place.path) if not key.isdigit()]
    return fault.code != "unknown-key" and not explains(kind_of(document) or "", keys)


def _column(finding: Finding) -> str | None:
    """The column of a source that a fault is in."""
    keys = split(finding.place.path)
    return keys[1] if len(keys) > 1 and keys[0] == "columns" else None


def _begins(document: Document) -> date | None:
    try:
        return parse_date(str(document.data.get("effective")))
    except ValueError:
        return None

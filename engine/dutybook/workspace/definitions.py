"""Valid documents to the definitions of a workspace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cattrs import Converter

from dutybook.finding import Finding
from dutybook.finding.subject import about
from dutybook.measure.kinds import keys
from dutybook.model import (
    Adjustment,
    Agreement,
    Appeal,
    Calendar,
    DutySet,
    Glossary,
    NamedMeasure,
    Organisation,
    Raci,
    Role,
    Scheme,
    Sop,
    Source,
)
from dutybook.schema import kind_of
from dutybook.workspace.layers.merge import Data, merge_roles, name_measures, name_pauses
from dutybook.workspace.values.structure import ORIGIN, annotated, converter
from dutybook.yamltext import Document


@dataclass(frozen=True)
class Definitions:
    """Everything defined, by id; of roles every version, by id and effective date."""

    roles: tuple[Role, ...] = ()
    sops: dict[str, Sop] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    duty_sets: dict[str, DutySet] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    measures: dict[str, NamedMeasure] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    glossaries: dict[str, Glossary] = field(default_factory=dict)
    raci: dict[str, Raci] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    appeals: tuple[Appeal, ...] = ()


_TABLES: dict[str, tuple[str, type]] = {
    "sop": ("sops", Sop),
    "agreement": ("agreements", Agreement),
    "duty_set": ("duty_sets", DutySet),
    "source": ("sources", Source),
    "scheme": ("schemes", Scheme),
    "calendar": ("calendars", Calendar),
    "glossary": ("glossaries", Glossary),
    "raci": ("raci", Raci),
}


_LISTS: dict[str, type] = {"adjustments": Adjustment, "appeals": Appeal}
"""Documents that are a list of things, each kind kept in one file at the top of the workspace."""


def organisation(documents: Iterable[Document]) -> Organisation | None:
    """The settings, from the document that holds them."""
    for document in documents:
        if kind_of(document) == "organisation":
            data = annotated(document)
            with about(document.file):
                return converter(data.get("locale", "zh-Hans")).structure(data, Organisation)
    return None


def define(documents: Sequence[Document], locale: str) -> tuple[Definitions, list[Finding]]:
    """Definitions of all (valid) documents, and what contradicts between documents."""
    by_kind: dict[str, dict[str, Data]] = {}
    roles: list[Data] = []
    listed: dict[str, list[Data]] = {kind: [] for kind in _LISTS}
    findings: list[Finding] = []
    for document in documents:
        kind, data = kind_of(document), annotated(document)
        if kind in _LISTS:
            listed[kind] += data[kind]
        elif kind == "role":
            findings += _same_version(data, roles)
            roles.append(data)
        elif data[kind] in by_kind.setdefault(kind, {}):
            findings.append(_twice(document, kind, by_kind[kind][data[kind]]))
        else:
            by_kind[kind][data[kind]] = data
    definitions, more = _structured(by_kind, roles, listed, converter(locale))
    return definitions, findings + more


def _structured(
    by_kind: dict[str, dict[str, Data]],
    roles: list[Data],
    listed: dict[str, list[Data]],
    conv: Converter,
) -> tuple[Definitions, list[Finding]]:
    measures = {
        name: {key: data[key] for key in data if key in keys()}
        for name, data in by_kind.get("measure", {}).items()
    }
    findings: list[Finding] = []

    def with_measures(data: Data, key: str) -> Data:
        named, more = name_measures(data.get(key, ()), measures)
        findings.extend(more)
        sources = by_kind.get("source", {})
        named = [kpi | {"measure": name_pauses(kpi.get("measure"), sources)} for kpi in named]
        return data | {key: named} if named else data

    versions, more = merge_roles(roles, by_kind.get("duty_set", {}))
    findings += more
    merged = [with_measures(role, "kpis") for role in versions]
    schemes = by_kind.get("scheme", {})
    by_kind["scheme"] = {name: with_measures(data, "items") for name, data in schemes.items()}
    sources = by_kind.get("source", {})
    by_kind["source"] = {name: _by_site(data) for name, data in sources.items()}
    structured: dict[str, Any] = {
        table: {name: _one(conv, data, cls) for name, data in by_kind.get(kind, {}).items()}
        for kind, (table, cls) in _TABLES.items()
    }
    bodies = {}
    for name, data in by_kind.get("measure", {}).items():
        others = {one: body for one, body in measures.items() if one != name}
        given, more = name_measures([{ORIGIN: data[ORIGIN], "measure": measures[name]}], others)
        findings += more
        bodies[name] = given[0]["measure"]
    structured["measures"] = {
        name: _one(conv, data | {"body": bodies[name]}, NamedMeasure)
        for name, data in by_kind.get("measure", {}).items()
        if bodies[name]
    }
    structured["roles"] = tuple(sorted((_one(conv, data, Role) for data in merged), key=_version))
    for kind, cls in _LISTS.items():
        structured[kind] = tuple(_one(conv, data, cls) for data in listed[kind])
    return Definitions(**structured), findings


def _by_site(source: Data) -> Data:
    """A source with its ``complete_to`` by site under a name of its own."""
    stated = source.get("complete_to")
    if not isinstance(stated, Mapping):
        return source
    return {**source, "complete_to": None, "complete_at": stated}


def _one(conv: Converter, data: Data, cls: type) -> Any:
    """A definition; what goes wrong in it is about its file."""
    with about(data[ORIGIN].document.file):
        return conv.structure(data, cls)


def _version(role: Role) -> tuple[str, str]:
    return role.role, role.effective.isoformat() if role.effective else ""


def _same_version(data: Data, others: Iterable[Data]) -> list[Finding]:
    for other in others:
        if (other["role"], other.get("effective")) == (data["role"], data.get("effective")):
            return [_twice(data[ORIGIN].document, "role", other)]
    return []


def _twice(document: Document, kind: str, first: Data) -> Finding:
    other = first[ORIGIN].document
    shipped = [one for one in (document, other) if one.file.startswith("(")]
    if len(shipped) == 1:
        own = other if document in shipped else document
        details = {"kind": kind, "id": own.data[kind], "file": shipped[0].file.partition("/")[2]}
        return own.finding("duplicate-of-shipped", "/" + kind, **details)
    place = first[ORIGIN].place
    details = {"kind": kind, "id": document.data[kind], "other": f"{place.file}:{place.line}"}
    return document.finding("duplicate-definition", "/" + kind, **details)

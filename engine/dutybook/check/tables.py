"""The workspace as tables: what fills each, and loading the rows into the sandbox."""

import json
from collections.abc import Callable
from typing import Final

from dutybook.check.context import Context
from dutybook.check.contract import Table, contract
from dutybook.check.rows import (
    Rows,
    duties,
    kpis,
    organisation,
    points,
    postings,
    prose,
    ranges,
    roles,
    schemes,
    sops,
    texts,
)
from dutybook.check.sandbox import Creations
from dutybook.workspace import Workspace

_TYPES: Final = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38,10)",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


ROWS: Final[dict[str, Callable[[Context], Rows]]] = {
    "roles": roles.roles,
    "superiors": roles.superiors,
    "superior_closure": roles.superior_closure,
    "cycles": roles.cycles,
    "subordinates": roles.subordinates,
    "contacts": roles.contacts,
    "qualifications": roles.qualifications,
    "protected_requirements": postings.protected_requirements,
    "postings": postings.postings,
    "settings": organisation.settings,
    "logs": organisation.logs,
    "departments": organisation.departments,
    "external_posts": organisation.external_posts,
    "assignments": organisation.assignments,
    "duties": duties.duties,
    "standards": duties.standards,
    "tasks": duties.tasks,
    "kpis": kpis.kpis,
    "scheme_items": kpis.scheme_items,
    "kpi_covers": kpis.kpi_covers,
    "kpi_points": points.kpi_points,
    "limit_cases": points.limit_cases,
    "weight_sums": schemes.weight_sums,
    "schemes": schemes.schemes,
    "scheme_groups": schemes.scheme_groups,
    "consequences": schemes.consequences,
    "agreements": schemes.agreements,
    "agreement_parties": schemes.agreement_parties,
    "agreement_targets": schemes.agreement_targets,
    "bands": ranges.bands,
    "band_gaps": ranges.band_gaps,
    "band_overlaps": ranges.band_overlaps,
    "sops": sops.sops,
    "steps": sops.steps,
    "step_after": sops.step_after,
    "step_branches": sops.step_branches,
    "escalations": sops.escalations,
    "sources": texts.sources,
    "texts": texts.texts,
    "text_figures": prose.text_figures,
    "text_series": prose.text_series,
    "text_totals": prose.text_totals,
    "text_bands": prose.text_bands,
    "words": texts.words,
}
"""What fills each table."""


def tables_of(workspace: Workspace) -> Creations:
    """What fills a sandbox with ``workspace``'s tables."""
    context = Context(workspace)
    creations = {}
    for name, table in contract().items():
        rows = list(ROWS[name](context))
        select = _SELECT.format(shape=_shape(table)) if rows else no_rows(table)
        creations[name] = (select, [json.dumps(rows, ensure_ascii=False)] if rows else [])
    return creations


_SELECT: Final = "select * from (select unnest(from_json(?::json, '[{shape}]'), recursive := true))"


def no_rows(table: Table) -> str:
    """No row, without a reader of JSON being made for it."""
    nulls = (f'cast(null as {_TYPES[column.type]}) as "{column.name}"' for column in table.columns)
    return f"select {', '.join(nulls)} limit 0"


def _shape(table: Table) -> str:
    """One JSON parameter per table: far faster than inserting rows one by one."""
    return json.dumps({column.name: _TYPES[column.type] for column in table.columns})

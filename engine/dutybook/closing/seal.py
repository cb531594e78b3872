"""Closing a period: why it should be thought over, and the files that keep what was signed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dutybook.closing.chain import Entry, chain_file
from dutybook.closing.people import salts_file
from dutybook.files.door import read_bytes, within
from dutybook.files.replacement import sweep, write_together, write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import Period
from dutybook.report.explain.snapshot import Snapshot
from dutybook.score.result import Evaluation, SheetResult
from dutybook.workspace.closings import (
    CHAIN,
    DEFINITIONS,
    EARLIER,
    FOLDER,
    FORMAT,
    INTENT,
    MANIFEST,
    MOST,
    ROWS,
    SALTS,
    SCORES,
    Closed,
    Unit,
    content_hash,
    folder_of,
    lines_hash,
)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, when, and what they noted: given, never read from a clock."""

    on: date | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a closing keeps: scores and rows, the text of the definitions, what all of it was made
    from, the salts of everyone's hashes, and the closings ``before`` it."""

    snapshot: Snapshot
    texts: Mapping[str, str]
    made_from: Mapping[str, Any]
    salts: Mapping[str, str]
    before: Sequence[Entry]


def of_unit(sheet: SheetResult, unit: Unit | None) -> bool:
    """Whether a sheet belongs to ``unit``: the role's department, or the site people.csv says."""
    if unit is None:
        return True
    who = sheet.sheet
    return unit.name == (who.role.department if unit.kind == "department" else who.last.site)


def doubts(
    evaluation: Evaluation, earlier: Closed | None, catalogue: Catalogue, unit: Unit | None = None
) -> Iterator[Finding]:
    """Why the period should not be closed without a second thought."""
    period = evaluation.plan.period.text
    place = Place(f"{FOLDER}/{period}")
    if earlier is not None:
        details: dict[str, object] = {"period": period, "number": earlier.number}
        details["on"] = earlier.manifest.get("signed_on") or ""
        yield Finding("close-again", place, details)
    for sheet in (one for one in evaluation.sheets if of_unit(one, unit)):
        who = {"employee": sheet.sheet.employee, "name": sheet.sheet.name}
        if (sheet.decided or sheet).status == "incomplete":
            yield Finding("close-incomplete", sheet.sheet.place, {**who, "period": period})
        for heard in sheet.appeals:
            if heard.appeal.decision == "pending":
                details = {**who, "id": heard.appeal.id}
                yield Finding("close-appeal-pending", heard.appeal.origin.place, details)
    errors = [f for f in evaluation.findings if catalogue.severity(f) == "error"]
    if errors:
        yield Finding("close-errors", place, {"count": len(errors)})


def manifest(
    content: Content,
    signing: Signing,
    number: int,
    accepted: list[str],
    unit: Unit | None = None,
) -> dict[str, Any]:
    """close.json, sealed over everything else in it."""
    scores = content.snapshot.scores
    data = {
        "format": FORMAT,
        "period": scores["period"],
        "unit": {"kind": unit.kind, "name": unit.name} if unit else None,
        "closing": number,
        "signed_on": signing.on.isoformat() if signing.on else None,
        "signed_by": signing.by or None,
        "note": signing.note or None,
        "accepted": accepted,
        "before": list(content.before),
        **content.made_from,
        "inputs": [_unnamed(item) for item in content.made_from["inputs"]],
        "scores": content_hash(scores),
        "rows": lines_hash(_lines(content.snapshot.rows)),
        "texts": content_hash({"files": dict(content.texts)}),
    }
    return data | {"seal": content_hash(data)}


def _unnamed(item: Mapping[str, Any]) -> dict[str, Any]:
    """An input; of the files about people each person's part is hashed on its own instead."""
    kept = {key: value for key, value in item.items() if key != "sha256"}
    return kept if item["kind"] in ("people", "absences", "rota") else dict(item)


def write_closing(
    root: Path, period: Period, made: Mapping[str, Any], content: Content, earlier: Closed | None
) -> None:
    """Writes everything, the closing before beside it under ``earlier/<n>``: all or nothing, also
    where the power fails."""
    unit = made["unit"]
    folder = folder_of(root, period, Unit(unit["kind"], unit["name"]) if unit else None)
    files: dict[Path, bytes] = {}
    if earlier is not None:
        kept = folder / EARLIER / str(earlier.number)
        names = (MANIFEST, SCORES, ROWS, DEFINITIONS)
        old = {name: folder / name for name in names if (folder / name).is_file()}
        files |= {kept / name: read_bytes(path, MOST) for name, path in old.items()}
    files |= {
        folder / DEFINITIONS: _json({"files": dict(content.texts)}),
        folder / ROWS: _lines(content.snapshot.rows),
        folder / SCORES: _json(content.snapshot.scores),
        folder / MANIFEST: _json(made),
        root / FOLDER / SALTS: salts_file(content.salts),
        root / FOLDER / CHAIN: chain_file(dict(made)),
    }
    try:
        sweep(within(root, FOLDER), below=True)
        write_together(files, root / FOLDER / INTENT)
    except OSError as error:
        raise _unwritable(f"{FOLDER}/{period}", error) from error


def sign_again(closed: Closed, signature: Mapping[str, str]) -> None:
    """Puts a signature on a closing that stands already; nothing that is sealed changes."""
    try:
        signed = {**closed.manifest, "signature": dict(signature)}
        write_whole({closed.folder / MANIFEST: _json(signed)})
    except OSError as error:
        raise _unwritable(closed.name, error) from error


def _unwritable(name: str, error: OSError) -> DutybookError:
    details = {"reason": error.strerror or str(error)}
    return DutybookError(Finding("output-unwritable", Place(name), details))


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows).encode()

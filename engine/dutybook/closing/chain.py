"""The chain of closings: each names the ones before it that none had named yet.

One that was removed, or changed and sealed anew, is then missing where it is named; one slipped in
is named nowhere. ``closed/chain.json`` holds the ends, so that the last closing cannot be taken
away unseen either. (Whoever rewrites every closing after a forged one is stopped only by
signatures; version control keeps what was there.)
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dutybook.files.door import read_bytes
from dutybook.finding import DutybookError, Finding, Place
from dutybook.workspace.closings import (
    CHAIN,
    FOLDER,
    FORMAT,
    Closed,
    closed_periods,
    folders,
    parsed,
)

Entry = dict[str, Any]


def every(root: Path) -> tuple[list[Closed], list[Finding]]:
    """All closings, those that were closed again too; and those that cannot be read."""
    found: list[Closed] = []
    findings: list[Finding] = []
    for period in closed_periods(root):
        for folder in folders(root, period, earlier=True):
            try:
                found.append(Closed.at(root, folder, period))
            except DutybookError as error:
                findings += error.findings
    return found, findings


def ends(closings: Sequence[Closed]) -> list[Entry]:
    """The closings that none names: what the next one has to name."""
    named = {entry["seal"] for one in closings for entry in one.manifest.get("before", ())}
    return [one.entry for one in closings if one.manifest["seal"] not in named]


def chain_file(closed: dict[str, Any]) -> bytes:
    """What ``closed/chain.json`` holds after ``closed`` (a manifest that names all ends)."""
    last = {key: closed.get(key) for key in ("period", "unit", "closing", "seal")}
    return (json.dumps({"last": [last]}, ensure_ascii=False, indent=1) + "\n").encode()


def chain_findings(root: Path, closings: Sequence[Closed]) -> Iterator[Finding]:
    """Closings that are gone, that were slipped in, or that do not know of each other."""
    known = {one.manifest["seal"]: one for one in closings}
    place = Place(f"{FOLDER}/{CHAIN}")
    for one in closings:
        for entry in one.manifest.get("before", ()):
            if entry["seal"] not in known:
                yield Finding("closed-gone", one.place, _told(entry))
    if not any(one.format >= FORMAT for one in closings):
        return
    last = _last(root)
    if last is None:
        yield Finding("closed-chain-unreadable", place)
        return
    for entry in last:
        if entry.get("seal") not in known:
            yield Finding("closed-gone", place, _told(entry))
    listed = {entry.get("seal") for entry in last}
    for entry in ends(closings):
        if entry["seal"] not in listed:
            yield Finding("closed-unchained", known[entry["seal"]].place, _told(entry))


def _last(root: Path) -> list[Entry] | None:
    name = f"{FOLDER}/{CHAIN}"
    try:
        last: list[Entry] = parsed(read_bytes(root / name), name, "chain")["last"]
    except (OSError, DutybookError):
        return None
    return last


def _told(entry: Entry) -> dict[str, object]:
    unit = entry.get("unit") or {}
    number = entry.get("closing") or "?"
    return {"period": entry.get("period"), "number": number, "unit": unit.get("name") or ""}

"""The folder ``closed/<period>/``: ``scores.json`` (the contract with traces) and ``close.json``, a
manifest of what the scores were made from. Both are sealed by content, so that a file a version
control system gave other line ends is still whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dutybook.files.door import read_bytes, within
from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.period import Period, parse_period

FOLDER: Final = "closed"
EARLIER: Final = "earlier"
MANIFEST: Final = "close.json"
SCORES: Final = "scores.json"


@dataclass(frozen=True, slots=True)
class Closed:
    """One closing: its manifest and the scores that were signed."""

    period: Period
    manifest: Mapping[str, Any]
    scores: Mapping[str, Any]

    @property
    def number(self) -> int:
        """1 for the first closing of its period."""
        return int(self.manifest["closing"])

    @property
    def whole(self) -> bool:
        """Whether neither file was changed after the closing."""
        unsealed = {key: value for key, value in self.manifest.items() if key != "seal"}
        return bool(
            content_hash(unsealed) == self.manifest["seal"]
            and content_hash(self.scores) == self.manifest["scores"]
        )


def content_hash(data: Any) -> str:
    """SHA-256 of JSON data, whatever its layout."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def folder_of(root: Path, period: Period) -> Path:
    """Where a period's closing is kept."""
    return root / FOLDER / period.text


def read_closed(root: Path, period: Period) -> Closed | None:
    """The closing of ``period``, None where it is open; a finding where it cannot be relied on:
    nothing may be counted on top of scores that somebody altered."""
    closed = read_as_it_is(root, period)
    if closed is not None and not closed.whole:
        place = Place(f"{FOLDER}/{period}/{MANIFEST}")
        raise DutybookError(Finding("closed-altered", place, {"period": period.text}))
    return closed


def read_as_it_is(root: Path, period: Period) -> Closed | None:
    """The closing of ``period`` without asking whether it was altered."""
    folder = folder_of(root, period)
    if not (folder / MANIFEST).exists() and not (folder / SCORES).exists():
        return None
    manifest, scores = (_read(folder / name, f"{FOLDER}/{period}/{name}") for name in _FILES)
    try:
        closed = Closed(period, manifest, scores)
        _ = closed.number, closed.whole, scores["scores"], manifest["inputs"]
    except (KeyError, TypeError, ValueError) as error:
        place = Place(f"{FOLDER}/{period}/{MANIFEST}")
        raise DutybookError(Finding("closed-unreadable", place, {"reason": str(error)})) from None
    return closed


_FILES: Final = (MANIFEST, SCORES)


def _read(path: Path, name: str) -> Any:
    try:
        data = json.loads(read_bytes(path))
    except (OSError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0].replace(str(path), name)
        raise DutybookError(Finding("closed-unreadable", Place(name), {"reason": reason})) from None
    if not isinstance(data, dict):
        raise DutybookError(Finding("closed-unreadable", Place(name), {"reason": "{…}"}))
    return data


def closed_periods(root: Path) -> list[Period]:
    """Every period that has a folder, oldest first."""
    folder = within(root, FOLDER)
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            period = parse_period(path.name)
        except ValueError:
            continue
        found.append(period)
    return sorted(found, key=lambda period: (period.start, period.end, period.text))

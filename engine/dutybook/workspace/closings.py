"""The folder ``closed/<period>/``: what was signed, and everything it was made from.

``close.json`` is a manifest, ``scores.json`` the contract with traces. Since format 2 also
``rows.jsonl``, the rows behind every point, and ``definitions.json``, the text of the definitions;
people are named by staff number and by salted hash, so that a name can be erased from people.csv
and everything else stays whole. One unit of an organisation closed on its own has a folder below
``units/``. All are sealed by content, so that a file a version control system gave other line ends
is still whole; each manifest names the closings before it (:mod:`dutybook.closing.chain`).
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

from dutybook.files.door import open_text, read_bytes, within
from dutybook.files.replacement import finish
from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.time.period import Period, parse_period
from dutybook.schema.shape import misshapen

FOLDER: Final = "closed"
EARLIER: Final = "earlier"
UNITS: Final = "units"
MANIFEST: Final = "close.json"
SCORES: Final = "scores.json"
ROWS: Final = "rows.jsonl"
DEFINITIONS: Final = "definitions.json"
SALTS: Final = "salts.csv"
CHAIN: Final = "chain.json"
INTENT: Final = ".closing.json"
MOST: Final = 1 << 31
"""Bytes of a closing's largest file."""
FORMAT: Final = 2
"""What is written; format 1 (no rows, no definitions, names in plain) is read for ever."""

_UNSEALED: Final = ("seal", "signature")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation that is closed on its own."""

    kind: Literal["department", "site"]
    name: str

    def __str__(self) -> str:
        return f"{self.kind}={self.name}"

    @property
    def folder(self) -> str:
        """What its folder below ``units/`` is called."""
        safe = re.sub(r"[^\w-]+", "_", self.name)
        same = "" if safe == self.name else f"-{content_hash(self.name)[:8]}"
        return f"{self.kind}-{safe}{same}"


@dataclass(frozen=True, slots=True)
class Closed:
    """One closing: its manifest, the scores that were signed, and where it is kept (``name`` is the
    folder below the workspace)."""

    period: Period
    manifest: Mapping[str, Any]
    scores: Mapping[str, Any]
    folder: Path
    name: str

    @property
    def format(self) -> int:
        """How it was written."""
        return int(self.manifest.get("format", 1))

    @property
    def number(self) -> int:
        """1 for the first closing of its period and unit."""
        return int(self.manifest["closing"])

    @property
    def unit(self) -> Unit | None:
        """Which part of the organisation; None: all of it."""
        unit = self.manifest.get("unit")
        return None if unit is None else Unit(unit["kind"], unit["name"])

    @property
    def place(self) -> Place:
        """Its manifest, for findings."""
        return Place(f"{self.name}/{MANIFEST}")

    @property
    def entry(self) -> dict[str, Any]:
        """How other closings name it."""
        return {key: self.manifest.get(key) for key in ("period", "unit", "closing", "seal")}

    @property
    def whole(self) -> bool:
        """Whether none of its files was changed after the closing."""
        made = self.manifest
        unsealed = {key: value for key, value in made.items() if key not in _UNSEALED}
        if content_hash(unsealed) != made["seal"] or content_hash(self.scores) != made["scores"]:
            return False
        kept = self.format < FORMAT or {
            "rows": _hash(self.folder / ROWS, lines_hash),
            "texts": _hash(self.folder / DEFINITIONS, json_hash),
        } == {key: made.get(key) for key in ("rows", "texts")}
        return bool(kept)

    def rows(self, employee: str) -> dict[tuple[str, str], Mapping[str, Any]]:
        """The rows behind an employee's points, by role and KPI; none in format 1."""
        if self.format < FORMAT:
            return {}
        wanted = json.dumps({"employee": employee}, ensure_ascii=False)[:-1] + ","
        with open_text(self.folder / ROWS, "utf-8") as file:
            found = [self._row(line) for line in file if line.startswith(wanted)]
        return {(one["role"], one["kpi"]): one for one in found}

    def _row(self, line: str) -> Any:
        return parsed(line, f"{self.name}/{ROWS}", "rows")

    def texts(self) -> Mapping[str, str]:
        """The text of every definition file, by name; none in format 1."""
        if self.format < FORMAT:
            return {}
        name = f"{self.name}/{DEFINITIONS}"
        files: Mapping[str, str] = _read(self.folder / DEFINITIONS, name, "texts")["files"]
        return files

    @classmethod
    def at(cls, root: Path, folder: Path, period: Period) -> Self:
        """The closing kept in ``folder``; a finding where it cannot be read."""
        name = folder.relative_to(root).as_posix()
        manifest = _read(folder / MANIFEST, f"{name}/{MANIFEST}", "manifest")
        scores = _read(folder / SCORES, f"{name}/{SCORES}", "scores")
        return cls(period, manifest, scores, folder, name)


def content_hash(data: Any) -> str:
    """SHA-256 of JSON data, whatever its layout."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def json_hash(data: bytes) -> str:
    """:func:`content_hash` of a JSON file; empty for one that is none."""
    try:
        return content_hash(json.loads(data))
    except (ValueError, RecursionError):
        return ""


def lines_hash(data: bytes) -> str:
    """SHA-256 of lines, whatever ends them."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _hash(path: Path, of: Any) -> str:
    try:
        return str(of(read_bytes(path, MOST)))
    except OSError:
        return ""


def folder_of(root: Path, period: Period, unit: Unit | None = None) -> Path:
    """Where a closing is kept."""
    whole = root / FOLDER / period.text
    return whole / UNITS / unit.folder if unit else whole


def recover(root: Path) -> None:
    """Ends a closing that was interrupted; where nothing may be written, it stays as it is."""
    intent = root / FOLDER / INTENT
    if intent.exists():
        try:
            finish(intent)
        except (OSError, ValueError, AttributeError):
            return


def read_closed(root: Path, period: Period, unit: Unit | None = None) -> Closed | None:
    """The closing of ``period``, None where it is open; a finding where it cannot be relied on:
    nothing may be counted on top of scores that somebody altered."""
    return _relied_on(read_as_it_is(root, period, unit))


def _relied_on(closed: Closed | None) -> Closed | None:
    if closed is not None and not closed.whole:
        details = {"period": closed.period.text}
        raise DutybookError(Finding("closed-altered", closed.place, details))
    return closed


def read_as_it_is(root: Path, period: Period, unit: Unit | None = None) -> Closed | None:
    """The closing of ``period`` without asking whether it was altered."""
    folder = folder_of(root, period, unit)
    if not (folder / MANIFEST).exists() and not (folder / SCORES).exists():
        return None
    return Closed.at(root, folder, period)


def signed(root: Path, period: Period) -> list[Closed]:
    """What is signed of ``period``: the closing of the whole, else those of its units."""
    whole = read_closed(root, period)
    if whole is not None:
        return [whole]
    found = (_relied_on(Closed.at(root, one, period)) for one in _units(root, period))
    return [closed for closed in found if closed]


def _units(root: Path, period: Period) -> list[Path]:
    folder = folder_of(root, period) / UNITS
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))


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


def folders(root: Path, period: Period, *, earlier: bool = False) -> Iterator[Path]:
    """The folders of a period's closings, of the whole and of units; with ``earlier`` also of those
    that were closed again, oldest first."""
    whole = folder_of(root, period)
    for folder in (whole, *_units(root, period)):
        if earlier:
            yield from sorted((folder / EARLIER).glob("*"), key=lambda path: path.name.zfill(6))
        if (folder / MANIFEST).exists() or (folder / SCORES).exists():
            yield folder


def _read(path: Path, name: str, shape: str) -> Any:
    """A file of a closing; a finding where it is damaged or has not the ``shape`` relied on."""
    try:
        text = read_bytes(path, MOST)
    except OSError as error:
        raise _unreadable(name, str(error).replace(str(path), name)) from None
    return parsed(text, name, shape)


def parsed(text: bytes | str, name: str, shape: str) -> Any:
    """JSON of the file ``name``; a finding where it is none, or has not the ``shape`` relied on."""
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a character has no bytes
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, str(error).splitlines()[0]) from None
    if wrong := misshapen(data, "closing", shape):
        raise _unreadable(name, wrong)
    return data


def _unreadable(name: str, reason: str) -> DutybookError:
    return DutybookError(Finding("closed-unreadable", Place(name), {"reason": reason}))

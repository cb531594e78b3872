"""Which files hold a source's rows, and whether they can be used: CSV or Parquet, by extension.

A source with any unusable file counts as not delivered: half a log would give half a truth.
"""

from pathlib import Path
from typing import Final

import duckdb

from dutybook.evaluate.engines import LogFile
from dutybook.evaluate.reading.typed import text
from dutybook.finding import Finding, Place
from dutybook.locale import LOCALES
from dutybook.model import Source
from dutybook.roster.csvfile import CsvFile, digest, match_header, open_csv
from dutybook.workspace import Workspace

_CSV: Final = (".csv", ".tsv", ".txt")
_PARQUET: Final = (".parquet", ".pq")


def log_files(
    workspace: Workspace, source: Source, read: set[str]
) -> tuple[list[LogFile], list[Finding]]:
    """The files of ``source``; ``read`` are columns that measures need. No files where any of them
    cannot be used."""
    patterns = workspace.organisation.logs.get(source.source, ())
    origin = workspace.organisation.origin.below("logs", source.source)
    if not patterns:
        return [], [Finding("log-not-configured", source.origin.place, {"source": source.source})]
    paths: dict[str, Path] = {}
    findings: list[Finding] = []
    for pattern in patterns:
        matched = {
            p.relative_to(workspace.root).as_posix(): p
            for p in workspace.root.glob(pattern)
            if p.is_file()
        }
        if not matched:
            details = {"pattern": pattern, "source": source.source}
            findings.append(Finding("log-no-file", origin.place, details))
        paths |= matched
    files = []
    for name, path in sorted(paths.items()):
        file, more = _log_file(path, name, source, read)
        findings += more
        files += [file] if file else []
    return ([] if findings else files), findings


def words_for(source: Source) -> dict[str, str]:
    """Headings that mean each declared column: its name, what ``rename`` says, its titles."""
    words: dict[str, str] = {}
    for name, column in source.columns.items():
        titles = [column.title.at(locale) for locale in LOCALES] if column.title else []
        words |= dict.fromkeys(titles, name)
    words |= dict(source.rename)
    return words | {name: name for name in source.columns}


def _log_file(
    path: Path, name: str, source: Source, read: set[str]
) -> tuple[LogFile | None, list[Finding]]:
    required = {column for column, declared in source.columns.items() if declared.required} | read
    required |= {*source.key, str(source.employee or source.area), str(source.period_column)}
    if path.suffix.lower() in _CSV:
        file, findings = open_csv(path, name)
    elif path.suffix.lower() in _PARQUET:
        file, findings = _open_parquet(path, name)
    else:
        return None, [Finding("log-format", Place(name), {"suffix": path.suffix})]
    if file is None:
        return None, findings
    found, findings = match_header(file, words_for(source), required)
    if findings:
        return None, findings
    if path.suffix.lower() in _CSV:
        columns = {column: f"c{at}" for column, at in found.items()}
        return LogFile(path, name, file.digest, columns, file, len(file.header)), []
    return LogFile(path, name, file.digest, {c: file.header[at] for c, at in found.items()}), []


def _open_parquet(path: Path, name: str) -> tuple[CsvFile | None, list[Finding]]:
    """The columns of a Parquet file, as a header; a cut file has no footer and shows here."""
    try:
        with duckdb.connect() as db:
            described = db.execute(
                f"describe select * from read_parquet({text(str(path))})"
            ).fetchall()
    except (duckdb.Error, OSError) as error:
        reason = str(error).splitlines()[0]
        return None, [
            Finding("log-unreadable", Place(name), {"reason": reason.replace(str(path), name)})
        ]
    return CsvFile(path, name, "", "", tuple(row[0] for row in described), digest(path)), []

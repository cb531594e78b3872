"""Which files hold a source's rows, and whether they can be used.

DuckDB reads CSV and Parquet itself; every other format is handed over as one of them (stage.py). A
source with any unusable file counts as not delivered: half a log would give half a truth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dutybook.csv import CsvFile, digest, match_header, open_csv
from dutybook.finding import Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.finding.subject import about
from dutybook.logs.file import LogFile
from dutybook.logs.formats import Rows, UnreadableError, broken, csv, database, parquet
from dutybook.logs.formats.archive import gunzip
from dutybook.logs.formats.excel import open_excel
from dutybook.logs.formats.jsonlines import open_json
from dutybook.logs.formats.xes import open_xes
from dutybook.logs.places import named
from dutybook.logs.stage import stage
from dutybook.model import Source
from dutybook.model.organisation import LogPlace
from dutybook.words.locale import LOCALES
from dutybook.workspace import Workspace

_ROWS: Final[dict[str, Callable[[Path, LogPlace], Rows]]] = {
    ".jsonl": lambda path, _: open_json(path),
    ".ndjson": lambda path, _: open_json(path),
    ".json": lambda path, _: open_json(path),
    ".xes": lambda path, _: open_xes(path),
    ".xlsx": lambda path, place: open_excel(path, place.sheet, place.header),
    ".xlsm": lambda path, place: open_excel(path, place.sheet, place.header),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it lies there: its path, what findings call it, and what is meant inside it."""

    path: Path
    name: str
    place: LogPlace


def log_files(
    workspace: Workspace, source: Source, read: set[str], folder: Path
) -> tuple[list[LogFile], list[Finding]]:
    """The files of ``source``; ``read`` are columns that measures need, ``folder`` is for copies.
    No files where any of them cannot be used."""
    places = workspace.organisation.logs.get(source.source, ())
    origin = workspace.organisation.origin.below("logs", source.source)
    if not places:
        return [], [Finding("log-not-configured", source.origin.place, {"source": source.source})]
    found: dict[str, Found] = {}
    findings: list[Finding] = []
    for place in places:
        try:
            matched = _matched(workspace.root, place)
        except OSError as error:
            findings.append(refusal(error, origin.place))
            continue
        if not matched:
            details = {"pattern": place.file, "source": source.source}
            findings.append(Finding("log-no-file", origin.place, details))
        found |= matched
    files = []
    for number, (_, one) in enumerate(sorted(found.items())):
        copy = folder / f"{source.source}-{number}"
        file, more = _log_file(one, source, read, copy)
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


def open_rows(found: Found, suffix: str) -> Rows:
    """The rows of a file that DuckDB does not read itself."""
    if found.place.postgres:
        return database.open_postgres(found.place.postgres, found.place.table)
    if suffix in database.SUFFIXES:
        return database.open_sqlite(found.path, found.place.table)
    return _ROWS[suffix](found.path, found.place)


def unpacked(found: Found, copy: Path) -> tuple[Found, str]:
    """The file with its packing taken off, and the suffix of what is inside."""
    suffix = found.path.suffix.lower()
    if found.place.postgres or suffix != ".gz":
        return found, suffix
    inside = Path(found.path.stem).suffix.lower()
    if inside not in (*csv.SUFFIXES, *_ROWS) or inside.startswith(".xls"):
        raise UnreadableError("log-format", suffix=inside + suffix)
    target = copy.with_name(copy.name + inside)
    gunzip(found.path, target)
    return Found(target, found.name, found.place), inside


def _matched(root: Path, place: LogPlace) -> dict[str, Found]:
    """Files a place names, by name and what is meant inside."""
    if place.postgres:
        return {str(place): Found(Path(place.postgres), str(place), place)}
    return {
        f"{name}#{place.table or place.sheet}": Found(path, name, place)
        for name, path in named(root, place.file or "").items()
    }


def _log_file(
    found: Found, source: Source, read: set[str], copy: Path
) -> tuple[LogFile | None, list[Finding]]:
    try:
        with about(found.name):
            return _opened(found, source, read, copy)
    except UnreadableError as error:
        place = Place(found.name, error.line, 1 if error.line else 0)
        return None, [Finding(error.code, place, error.details)]


def _opened(
    found: Found, source: Source, read: set[str], copy: Path
) -> tuple[LogFile | None, list[Finding]]:
    inside, suffix = unpacked(found, copy)
    if inside.place.postgres or suffix in _ROWS:
        return _staged(inside, suffix, source, read, copy)
    if suffix in database.SUFFIXES:
        return _database(inside, suffix, source, read, copy)
    if suffix not in (*csv.SUFFIXES, *parquet.SUFFIXES):
        raise UnreadableError("log-format", suffix=found.path.suffix)
    return _native(inside, found, suffix, source, read)


def _native(
    inside: Found, found: Found, suffix: str, source: Source, read: set[str]
) -> tuple[LogFile | None, list[Finding]]:
    """A file DuckDB reads itself."""
    is_csv = suffix in csv.SUFFIXES
    file, findings = open_csv(inside.path, found.name) if is_csv else _open_parquet(inside)
    if file is None:
        return None, findings
    columns, findings = match_header(file, words_for(source), _required(source, read))
    if findings:
        return None, findings
    print_ = file.digest if inside is found else digest(found.path)
    if is_csv:
        named = {column: f"c{at}" for column, at in columns.items()}
        return LogFile(inside.path, found.name, print_, named, file, len(file.header)), []
    named = {column: file.header[at] for column, at in columns.items()}
    return LogFile(inside.path, found.name, print_, named), []


def _database(
    found: Found, suffix: str, source: Source, read: set[str], copy: Path
) -> tuple[LogFile | None, list[Finding]]:
    kind = database.kind_of(found.path)
    if kind == "sqlite":
        return _staged(found, suffix, source, read, copy)
    if kind != "duckdb":
        raise broken("neither SQLite nor DuckDB")
    target = copy.with_name(copy.name + ".parquet")
    database.copy_duckdb(found.path, found.place.table, target)
    return _native(Found(target, found.name, found.place), found, ".parquet", source, read)


def _staged(
    found: Found, suffix: str, source: Source, read: set[str], copy: Path
) -> tuple[LogFile | None, list[Finding]]:
    """A file of another format, handed over as CSV."""
    words = words_for(source)
    places = {column: i for i, column in enumerate(source.columns)}
    target = copy.with_name(copy.name + ".staged")
    staged = stage(open_rows(found, suffix), words, places, target)
    print_ = digest(target if found.place.postgres else found.path)
    file = CsvFile(found.path, found.name, "", "", staged.header, print_)
    required = _required(source, read) if staged.header else set()  # no rows: nothing happened
    columns, findings = match_header(file, words, required)
    if findings:
        return None, findings
    named = {column: f"c{places[column] + 1}" for column in columns}
    return LogFile(target, found.name, print_, named, None, len(places) + 1, staged.broken), []


def _required(source: Source, read: set[str]) -> set[str]:
    declared = {name for name, column in source.columns.items() if column.required}
    key = {
        name
        for name in source.key
        if not (name in source.columns and source.columns[name].optional)
    }
    named = {*key, source.employee or source.area, source.period_column}
    wanted = declared | read | {name for name in named if name}
    return {part for name in wanted for part in source.parts(name)}


def _open_parquet(found: Found) -> tuple[CsvFile | None, list[Finding]]:
    """The columns of a Parquet file, as a header."""
    header = parquet.header(found.path, found.name)
    return CsvFile(found.path, found.name, "", "", header, digest(found.path)), []

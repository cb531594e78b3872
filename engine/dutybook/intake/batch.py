"""Several files at once: posts that name each other resolved on one list, what was written recorded
so that a later run touches only what nobody edited, and all of it can be undone."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dutybook.csv import as_csv
from dutybook.files.door import read_bytes, read_text, within
from dutybook.finding import DutybookError, Finding, Place
from dutybook.intake.account import Account, Fate, Stretch
from dutybook.intake.drafts.draft import Draft, Ids, Posts
from dutybook.intake.drafts.layout import as_yaml
from dutybook.intake.formats.registry import READER, SUFFIXES, read_file
from dutybook.intake.paper import Paper, drafts, open_paper
from dutybook.intake.source import Source
from dutybook.intake.staff.listing import read_listing, rows
from dutybook.intake.vocabulary import Vocabulary
from dutybook.schema.shape import misshapen
from dutybook.worker.pool import LimitError

RECORD: Final = ".imported.json"
_LOCKS: Final = ("~$", ".~lock.")
RATINGS: Final = "ratings.csv"
_MOST: Final = 64 << 20
"""Bytes of the record, which holds what files were before."""
_TABLES: Final = {"people": "people.csv", "ratings": RATINGS}


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace has already: ids that are taken, posts by title."""

    ids: frozenset[str] = frozenset()
    posts: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Imported:
    """One file of a batch: its drafts and its account."""

    name: str
    source: Source | None = None
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    account: Account | None = None
    paper: Paper | None = None

    @property
    def totals(self) -> Mapping[Fate, int]:
        """Characters used, set aside, unresolved."""
        return self.account.totals() if self.account else {}

    def left(self) -> Iterator[Stretch]:
        """The stretches that a person must place."""
        if self.account:
            yield from (one for one in self.account.stretches() if one.fate == "unresolved")


def locks_of(paths: Iterable[Path]) -> Iterator[Finding]:
    """What Word, Excel or LibreOffice laid beside a document that somebody has open: no papers."""
    for path in paths:
        for inner in sorted(path.rglob("*")) if path.is_dir() else (path,):
            if inner.name.startswith(_LOCKS):
                name = inner.relative_to(path).as_posix() if path.is_dir() else inner.name
                yield Finding("import-lock-skipped", Place(name))


def papers_of(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The files, those in folders too, each with the name it goes by."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(
                    part.startswith((".", *_LOCKS)) for part in inner.relative_to(path).parts
                )
                if inner.is_file() and inner.suffix.lower() in SUFFIXES and not hidden:
                    yield inner, inner.relative_to(path).as_posix()
        elif not path.name.startswith(_LOCKS):
            yield path, path.name


def read_batch(
    files: Sequence[tuple[Path, str]], vocabulary: Vocabulary, known: Known, locale: str
) -> list[Imported]:
    """Every file read and drafted. Drafted twice: first to learn which posts there are, then with
    all of them known, so that the order of files does not matter."""
    sources = [(name, *read_file(path, name)) for path, name in files]
    try:
        return READER.call(_drafted_twice, sources, vocabulary, known, locale)
    except LimitError as error:
        place = Place(", ".join(name for name, *_ in sources))
        raise DutybookError(Finding("import-endless", place, {"limit": str(error)})) from None


def _drafted_twice(
    sources: Sequence[tuple[str, Source | None, list[Finding]]],
    vocabulary: Vocabulary,
    known: Known,
    locale: str,
) -> list[Imported]:
    """In the process of its own."""
    first = _drafted(sources, vocabulary, known, Posts(dict(known.posts)), locale)
    posts = Posts(dict(known.posts))
    for one in first:
        for draft in one.drafts:
            if draft.kind == "role" and not draft.data.get("abstract"):
                posts.add(draft.title, draft.id)
    batch = _drafted(sources, vocabulary, known, posts, locale)
    _duplicates(batch, known)
    return batch


def _drafted(
    sources: Sequence[tuple[str, Source | None, list[Finding]]],
    vocabulary: Vocabulary,
    known: Known,
    posts: Posts,
    locale: str,
) -> list[Imported]:
    ids = Ids(vocabulary.ids, set(known.ids))
    made = []
    for name, source, findings in sources:
        one = Imported(name, source, findings=list(findings))
        if source is not None:
            _draft(one, source, vocabulary, ids, posts, locale)
        made.append(one)
    return made


def _draft(
    one: Imported, source: Source, vocabulary: Vocabulary, ids: Ids, posts: Posts, locale: str
) -> None:
    account = Account(source.text)
    listing = read_listing(source, vocabulary.people, account=account)
    if listing is not None:
        account.close()
        table = tuple(rows(listing))
        one.drafts = [Draft("people", "people", source.name, {}, source.name, 1, table)]
        one.account = account
        if listing.dropped:
            columns = {"columns": "、".join(listing.dropped)}
            one.findings.append(Finding("people-private", Place(source.name), columns))
        return
    one.paper = open_paper(source, vocabulary)
    one.drafts = drafts(one.paper, vocabulary, ids, posts, locale)
    one.account = one.paper.account
    if not one.drafts:
        one.findings.append(Finding("import-nothing", Place(source.name)))
    if left := one.totals["unresolved"]:
        one.findings.append(Finding("import-left", Place(source.name), {"characters": left}))


def _duplicates(batch: Sequence[Imported], known: Known) -> None:
    """Posts of one title, in the batch or in the workspace: who is this?"""
    seen = dict(known.posts)
    for one in batch:
        for draft in one.drafts:
            if draft.kind != "role":
                continue
            title = draft.title.replace(" ", "")
            if title in seen and seen[title] != draft.id:
                details = {"title": draft.title, "other": seen[title]}
                one.findings.append(Finding("import-duplicate-post", Place(one.name), details))
            seen.setdefault(title, draft.id)


# ---------------------------------------------------------------------- writing
@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch writes: contents by path, the record of it, and findings on what it leaves."""

    files: Mapping[Path, bytes]
    record: Mapping[str, Any]
    findings: tuple[Finding, ...]


def plan(batch: Sequence[Imported], folder: Path, depth: int, *, chinese: bool = False) -> Plan:
    """Where each draft goes (``chinese``: in Chinese keys); files edited since, or that were
    there before, are left."""
    record = read_record(folder)
    written: dict[str, Any] = dict(record.get("files", {}))
    files: dict[Path, bytes] = {}
    findings: list[Finding] = []
    before: dict[str, str | None] = {}
    for name, content, source in _contents(batch, depth, chinese=chinese):
        path = folder / name
        now = read_bytes(within(folder, name)) if path.is_file() else None
        if now == content:
            continue
        entry = written.get(name, {})
        ours = entry.get("source") == source
        if now is not None and not (ours and entry.get("sha256") == digest(now)):
            code = "import-kept" if ours else "import-exists"
            findings.append(Finding(code, Place(str(path))))
            continue
        files[path] = content
        before[name] = now.decode("utf-8") if now is not None else None
        written[name] = {"sha256": digest(content), "source": source}
    batches = [*record.get("batches", ()), *([before] if before else [])]
    return Plan(files, {"files": written, "batches": batches}, tuple(findings))


def _contents(
    batch: Sequence[Imported], depth: int, *, chinese: bool
) -> Iterator[tuple[str, bytes, str]]:
    tables: dict[str, list[Draft]] = {}
    for one in batch:
        for draft in one.drafts:
            if draft.kind in _TABLES:
                tables.setdefault(draft.kind, []).append(draft)
            else:
                text = as_yaml(draft, depth, chinese=chinese)
                yield f"{draft.id}.yaml", text.encode(), one.name
    for kind, listed in tables.items():
        lines = [row for draft in listed for row in draft.rows]
        yield _TABLES[kind], _csv(lines), ", ".join(draft.source for draft in listed)


def _csv(lines: Sequence[Mapping[str, str]]) -> bytes:
    """A table with a byte order mark, as Excel wants it."""
    heads = [head for head in (lines[0] if lines else ()) if any(line[head] for line in lines)]
    rows = [heads, *([line[head] for head in heads] for line in lines)]
    return ("\ufeff" + as_csv(rows, ending="\r\n")).encode()


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def read_record(folder: Path) -> dict[str, Any]:
    """What earlier imports wrote to a folder; :class:`DutybookError` where the record is not as it
    was written: files are deleted and put back by it."""
    try:
        data = json.loads(read_text(within(folder, RECORD), _MOST))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        reason = str(getattr(error, "strerror", None) or error).splitlines()[0]
        raise DutybookError(_unusable(folder, reason)) from None
    if wrong := misshapen(data, "imported", "record"):
        raise DutybookError(_unusable(folder, wrong))
    return dict(data)


def _unusable(folder: Path, reason: str) -> Finding:
    return Finding("import-record", Place(str(folder / RECORD)), {"reason": reason})


def record_bytes(record: Mapping[str, Any]) -> bytes:
    """The record as it is kept."""
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking the last batch back means: files to delete, files as they were before, the
    record without the batch, and findings on what stays."""

    gone: tuple[Path, ...]
    restored: Mapping[Path, bytes]
    record: Mapping[str, Any]
    findings: tuple[Finding, ...]


def undone(folder: Path) -> Undo:
    """The last batch taken back, except for what somebody edited since."""
    record = read_record(folder)
    batches = list(record.get("batches", ()))
    if not batches:
        return Undo((), {}, record, (Finding("import-no-batch", Place(str(folder))),))
    files = dict(record.get("files", {}))
    gone: list[Path] = []
    restored: dict[Path, bytes] = {}
    findings: list[Finding] = []
    for name, before in batches.pop().items():
        path, entry = within(folder, name), files.get(name, {})
        if not path.is_file():
            files.pop(name, None)
        elif digest(read_bytes(path)) != entry.get("sha256"):
            findings.append(Finding("import-kept", Place(str(path))))
        elif before is None:
            gone.append(path)
            files.pop(name)
        else:
            restored[path] = before.encode()
            files[name] = {**entry, "sha256": digest(restored[path])}
    left = {"files": files, "batches": batches}
    return Undo(tuple(gone), restored, left, tuple(findings))

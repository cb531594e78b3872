"""The files as they would be with a workbook's changes, each row whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes, within
from dutybook.finding import DutybookError, Finding
from dutybook.repair.source import Source
from dutybook.roster.people import read_people
from dutybook.schema import validate
from dutybook.spreadsheet.additions import new_kpi, new_post, owner_of
from dutybook.spreadsheet.comparison import Revision, RowChange
from dutybook.spreadsheet.ratings import KEY as RATINGS
from dutybook.spreadsheet.ratings import with_ratings
from dutybook.spreadsheet.records import with_people
from dutybook.spreadsheet.returned import Returned
from dutybook.spreadsheet.values import UnsafeError, document_at, with_value
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED, with_documents
from dutybook.yamltext import Document, read_text

_MARK: Final = b"\xef\xbb\xbf"


def revised(workspace: Workspace, book: Returned, rows: Sequence[RowChange]) -> Revision:
    """What the files would be; a row that cannot be taken over is left out, and told."""
    revision = Revision()
    by_table: dict[str, list[RowChange]] = {}
    for row in rows:
        by_table.setdefault(row.table.key, []).append(row)
    people, ratings = by_table.pop("people", []), by_table.pop(RATINGS, [])
    sources = _Sources(workspace)
    for listed in by_table.values():
        for row in listed:
            _definition(sources, book, row, revision)
    revision.files |= dict(sources.changed())
    revision.new += sources.posts.values()
    if people:
        with_people(sources.grown(), book, people, revision)
    if ratings:
        with_ratings(workspace, read_people(workspace)[0], book, ratings, revision)
    return revision


class _Sources:
    """The files of definitions as they come to be, row by row; new posts are new files."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, self.posts = workspace, dict[str, str]()
        self._now: dict[str, Source] = {}
        self._before: dict[str, str] = {}

    def __getitem__(self, name: str) -> Source:
        if name not in self._now:
            text, findings = read_text(within(self.workspace.root, name), name)
            if text is None:
                raise DutybookError(*findings)
            self._now[name], self._before[name] = Source(name, text), text
        return self._now[name]

    def __setitem__(self, name: str, source: Source) -> None:
        self._now[name] = source

    def owner(self, said: str) -> Document | None:
        """The document of a post, also of one that is new."""
        new = [document for name in self.posts.values() for document in self[name].documents]
        known = [one for one in self.workspace.documents if not one.file.startswith(SHIPPED)]
        found = owner_of(self.workspace, [*known, *new], said)
        return document_at(self[found.file], found.index) if found else None

    def grown(self) -> Workspace:
        """The workspace with the new posts in it, as people may hold them."""
        if not self.posts:
            return self.workspace
        new = [document for name in self.posts.values() for document in self[name].documents]
        return with_documents(self.workspace, [*self.workspace.documents, *new])

    def changed(self) -> Iterator[tuple[Path, bytes]]:
        """The files that are other than before."""
        for name, source in self._now.items():
            before = self._before.get(name)
            if source.text != before:
                path = within(self.workspace.root, name)
                marked = before is not None and read_bytes(path).startswith(_MARK)
                yield path, (_MARK if marked else b"") + source.text.encode()


def _definition(sources: _Sources, book: Returned, row: RowChange, revision: Revision) -> None:
    """One row's changes in its file, or what is wrong with them."""
    after: Source | None
    if row.row is not None:
        after, wrong = _with_row(sources[row.row.file], book, row)
    elif row.table.key == "posts":
        after, wrong = _with_post(sources, book, row)
    else:
        after, wrong = _with_kpi(sources, book, row)
    revision.findings += wrong
    if after is not None and not wrong:
        sources[after.name] = after
        revision.taken.append(row)


def _with_post(
    sources: _Sources, book: Returned, row: RowChange
) -> tuple[Source | None, list[Finding]]:
    made = new_post(sources.workspace, book, row, sources.posts)
    if isinstance(made, Finding):
        return None, [made]
    source = Source(*made)
    sources.posts[source.documents[0].name] = source.name
    return source, []


def _with_kpi(
    sources: _Sources, book: Returned, row: RowChange
) -> tuple[Source | None, list[Finding]]:
    said = row.given.texts.get("post", "")
    document = sources.owner(said)
    if document is None:
        place = book.place(row.table.key, row.given.cells["post"])
        return None, [Finding("tables-new-post-unknown", place, {"text": said or "-"})]
    after = new_kpi(book, row, sources[document.file], document)
    return (None, [after]) if isinstance(after, Finding) else (after, [])


def _with_row(source: Source, book: Returned, row: RowChange) -> tuple[Source, list[Finding]]:
    """The file with one row's changes, or why it cannot have them."""
    assert row.row is not None
    index = int(row.row.address.partition("/")[0])
    after = source
    for change in row.changes:
        path = row.row.cells[change.column.key].path
        figure = change.column.rule == "number"
        try:
            after = with_value(after, index, path, change.new, figure=figure)
        except UnsafeError:
            place = book.place(row.table.key, change.cell)
            return source, [Finding("tables-unsafe", place, {"text": change.new})]
    known = {(f.code, f.place.path) for f in validate(document_at(source, index))}
    found = validate(document_at(after, index))
    wrong = [f for f in found if (f.code, f.place.path) not in known]
    return after, [_at_cell(f, book, row) for f in wrong]


def _at_cell(finding: Finding, book: Returned, row: RowChange) -> Finding:
    """A finding about the file's value, at the cell it would come from."""
    paths = row.row.cells if row.row else {}
    hit = (
        change
        for change in row.changes
        if finding.place.path.startswith(paths[change.column.key].path)
    )
    return replace(finding, place=book.place(row.table.key, next(hit, row.changes[0]).cell))

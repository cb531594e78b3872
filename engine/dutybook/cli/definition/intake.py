"""``dutybook import``."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from dutybook.cli.command import FAILED, OK, guarded, say, status
from dutybook.csv import as_csv, harmless
from dutybook.files.replacement import remove, write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.phrases import phrase
from dutybook.intake.batch import (
    RATINGS,
    RECORD,
    Imported,
    Known,
    Plan,
    locks_of,
    papers_of,
    plan,
    read_batch,
    read_record,
    record_bytes,
    undone,
)
from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Draft
from dutybook.intake.figures import figures
from dutybook.intake.vocabulary import Vocabulary, load_vocabulary
from dutybook.workspace import Workspace, find_root, load

_DEFAULT: Final = "roles/imported"
_SHOWN: Final = 60
_LEFT: Final = 20


@click.command(name="import")
@click.argument("paths", nargs=-1, metavar="FILE…", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help=f"Folder to write to (default: {_DEFAULT} of the workspace).",
)
@click.option(
    "--into",
    "role",
    metavar="ROLE",
    help="Merge one paper into an existing role: the change is shown; --write makes it.",
)
@click.option("--write", is_flag=True, help="With --into: make the change.")
@click.option(
    "--show",
    type=click.Choice(["lines", "parts", "facts"]),
    help="Show one layer and write nothing.",
)
@click.option(
    "--undo",
    is_flag=True,
    help="Take back the last import into the folder, except files edited since.",
)
@click.option(
    "--report",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the whole account, stretch by stretch, as a CSV file.",
)
@click.option(
    "--keys",
    type=click.Choice(["zh", "en"]),
    help="Language of the drafts' keys (default: that of dutybook.yaml).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "-w",
    "--workspace",
    "start",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder of the workspace (default: the nearest with a dutybook.yaml).",
)
@guarded
def command(
    paths: Sequence[Path],
    folder: Path | None,
    role: str | None,
    write: bool,
    show: str | None,
    undo: bool,
    report: Path | None,
    keys: str | None,
    form: str,
    start: Path,
) -> None:
    """Read papers (Word, Excel, PDF, HTML, text; folders too) into drafts of definitions.

    Nothing is made up and nothing lost: a report says what became of every character. What a person
    must decide stands in the drafts as review:.
    """
    workspace = _workspace(start, folder)
    catalogue = _catalogue(workspace)
    target = folder or (workspace.root / _DEFAULT if workspace else Path(_DEFAULT))
    if undo:
        _undo(target, catalogue)
    files = list(papers_of(paths))
    say(locks_of(paths), catalogue)
    if not files:
        raise DutybookError(Finding("import-no-files", Place(", ".join(map(str, paths)) or "-")))
    vocabulary = load_vocabulary(workspace.root if workspace else None)
    locale = workspace.locale if workspace else "zh-Hans"
    known = _known(workspace, target, {name for _, name in files})
    batch = read_batch(files, vocabulary, known, locale)
    if show:
        for one in batch:
            _show(one, show, vocabulary)
        found = [finding for one in batch for finding in one.findings]
        say(found, catalogue)
        sys.exit(status(found, catalogue))
    if role:
        _merge(workspace, batch, role, catalogue, write=write)
    chinese = keys == "zh" if keys else bool(workspace and workspace.in_chinese)
    made = plan(batch, target, _depth(workspace, target), chinese=chinese)
    record = {target / RECORD: record_bytes(made.record)} if made.files else {}
    account = {report: _account(batch, locale)} if report else {}
    write_whole({**made.files, **record, **account})
    found = [*(f for one in batch for f in one.findings), *made.findings]
    say(found, catalogue)
    _report(batch, made, locale, form)
    sys.exit(status(found, catalogue))


def _workspace(start: Path, folder: Path | None) -> Workspace | None:
    """The workspace; none where there is none and another folder to write to is named."""
    try:
        return load(find_root(start))
    except DutybookError:
        if folder is None:
            raise
        return None


def _catalogue(workspace: Workspace | None) -> Catalogue:
    catalogue = Catalogue.load(workspace.root, workspace.locale) if workspace else Catalogue.load()
    click.get_current_context().obj = catalogue
    return catalogue


def _known(workspace: Workspace | None, target: Path, names: set[str]) -> Known:
    """Ids and posts of the workspace; what the same files gave before does not count."""
    if workspace is None:
        return Known()
    again = {
        (target / name).resolve()
        for name, entry in read_record(target).get("files", {}).items()
        if entry.get("source") in names
    }
    posts: dict[str, str] = {}
    ids = set()
    for document in workspace.documents:
        if (workspace.root / document.file).resolve() in again:
            continue
        data = document.data if isinstance(document.data, dict) else {}
        identity = next((data[kind] for kind in ("role", "sop", "agreement") if kind in data), None)
        if isinstance(identity, str):
            ids.add(identity)
            for title in _titles(data.get("title")) if "role" in data else ():
                posts.setdefault(simple(title).replace(" ", ""), identity)
    for post, words in workspace.organisation.external_posts.items():
        for _, wording in words.wordings:
            posts.setdefault(simple(wording).replace(" ", ""), post)
    return Known(frozenset(ids), posts)


def _titles(title: Any) -> list[str]:
    if isinstance(title, str):
        return [title]
    return (
        [one for one in title.values() if isinstance(one, str)] if isinstance(title, dict) else []
    )


def _depth(workspace: Workspace | None, target: Path) -> int:
    """How many folders below the workspace the drafts stand."""
    if workspace is None:
        return 0
    try:
        return len(target.resolve().relative_to(workspace.root.resolve()).parts)
    except ValueError:
        return 0


def _undo(target: Path, catalogue: Catalogue) -> None:
    undo = undone(target)
    if undo.gone or undo.restored:
        write_whole({**undo.restored, target / RECORD: record_bytes(undo.record)})
    for path in undo.gone:
        remove(path)
        click.echo(phrase("import-deleted", catalogue.locale, path=path))
    for path in undo.restored:
        click.echo(phrase("import-restored", catalogue.locale, path=path))
    say(undo.findings, catalogue)
    sys.exit(OK if undo.gone or undo.restored else FAILED)


def _merge(
    workspace: Workspace | None,
    batch: Sequence[Imported],
    role: str,
    catalogue: Catalogue,
    *,
    write: bool,
) -> None:
    """The one role of the batch into one that exists: the change as text, made with ``--write``."""
    from dutybook.intake.merge import merged

    if workspace is None:
        raise DutybookError(Finding("no-workspace", Place(".")))
    drafts = [
        d for one in batch for d in one.drafts if d.kind == "role" and not d.data.get("abstract")
    ]
    if len(drafts) != 1:
        raise DutybookError(Finding("import-into-several", Place(role), {"count": len(drafts)}))
    known = workspace.role(role)
    if known is None:
        raise DutybookError(Finding("import-into-unknown", Place(role), {"role": role}))
    document = known.origin.document
    change = merged(workspace.root / document.file, document, drafts[0])
    click.echo(change.diff or phrase("import-nothing-to-add", workspace.locale))
    if write and change.diff:
        write_whole({change.path: change.content})
        click.echo(phrase("import-wrote", workspace.locale, path=change.path))
    every = (finding for one in batch for finding in one.findings)
    found = [finding for finding in every if finding.code != "import-duplicate-post"]
    say(found, catalogue)
    sys.exit(status(found, catalogue))


# ---------------------------------------------------------------------- what is said
def _report(batch: Sequence[Imported], made: Plan, locale: str, form: str) -> None:
    if form == "json":
        click.echo(json.dumps([_data(one) for one in batch], ensure_ascii=False, indent=1))
        return
    for one in batch:
        if one.source is not None:
            click.echo(one.name)
            for line in _file_lines(one, locale):
                click.echo(f"  {line}")
    for path in made.files:
        click.echo(phrase("import-wrote", locale, path=path))
    if not made.files:
        click.echo(phrase("import-same", locale))
    for path in made.files:
        if path.name == RATINGS:
            click.echo(phrase("import-ratings-next", locale, path=path))


def _file_lines(one: Imported, locale: str) -> Iterator[str]:
    """What became of one file: its drafts, its characters, the words that are left."""
    assert one.source is not None
    for draft in one.drafts:
        kind = phrase(f"import-{draft.kind}", locale)
        yield f"{kind} {draft.id} {draft.title}  {_counts(draft, locale)}"
    for fate, count in one.totals.items():
        share = f"{100 * count / max(1, len(one.source.text)):.1f}"
        said = phrase(f"import-{fate}", locale)
        yield phrase("import-characters", locale, fate=said, n=count, share=share)
    left = [" ".join(one.source.text[s.start : s.end].split()) for s in one.left()]
    for text in left[:_LEFT]:
        yield phrase("import-left", locale, text=_cut(text))
    if len(left) > _LEFT:
        yield phrase("import-more", locale, n=len(left) - _LEFT)


def _counts(draft: Draft, locale: str) -> str:
    counted = [(word, len(draft.data.get(word, ()))) for word in ("duties", "kpis", "steps")]
    counted += [("rows", len(draft.rows)), ("reviews", draft.reviews)]
    said = (phrase(f"import-{word}", locale, n=count) for word, count in counted if count)
    return ("；" if locale != "en" else ", ").join(said)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _account(batch: Sequence[Imported], locale: str) -> bytes:
    """The whole account as a table for Excel: every stretch, where it went or why not."""
    rows = [[phrase(f"import-{head}", locale) for head in ("file", "fate", "where", "text")]]
    for one in batch:
        if one.account is None or one.source is None:
            continue
        for stretch in one.account.stretches():
            text = one.source.text[stretch.start : stretch.end].strip()
            if text:
                fate = phrase(f"import-{stretch.fate}", locale)
                rows.append([one.name, fate, _why(stretch.why, locale), str(harmless(text))])
    return ("\ufeff" + as_csv(rows, ending="\r\n")).encode()


def _why(why: str, locale: str) -> str:
    try:
        return phrase(f"import-why-{why}", locale)
    except KeyError:
        return why


def _data(one: Imported) -> dict[str, Any]:
    """One file for programs: drafts, totals, and the account stretch by stretch."""
    stretches = one.account.stretches() if one.account else ()
    return {
        "file": one.name,
        "drafts": [
            {"kind": d.kind, "id": d.id, "title": d.title, "reviews": d.reviews} for d in one.drafts
        ],
        "characters": dict(one.totals),
        "account": [
            {"from": s.start, "to": s.end, "fate": s.fate, "why": s.why} for s in stretches
        ],
        "findings": [finding.code for finding in one.findings],
    }


def _show(one: Imported, layer: str, vocabulary: Vocabulary) -> None:
    """One layer of a paper, line by line."""
    if one.paper is None:
        return
    click.echo(f"== {one.name}")
    if layer == "parts":
        _show_parts(one)
        return
    for line in one.paper.lines:
        number = line.number.printed if line.number else ""
        if layer == "lines":
            click.echo(f"{line.place:>8} {line.role:8} {number:6} {line.word:14} {_cut(line.text)}")
        else:
            for figure in figures(line.text, vocabulary):
                click.echo(
                    f"{line.place:>8} {figure.kind:10} {figure.value or '-':28} {figure.text}"
                )


def _show_parts(one: Imported) -> None:
    assert one.paper is not None
    for document in one.paper.documents:
        click.echo(f"{document.kind}: {document.title}")
        for post in document.posts:
            for part in post.parts:
                click.echo(f"  {post.title or '·'} / {part.kind or '·'}: {len(part.entries)}")
                for entry in part.entries:
                    number = entry.line.number.printed if entry.line.number else ""
                    click.echo(f"    {number:6} {_cut(entry.line.text)}")

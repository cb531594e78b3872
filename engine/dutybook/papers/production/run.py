"""Making the papers of a workspace: those that changed, each whole or not at all."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from dutybook.files.door import RefusedError, within
from dutybook.files.lock import locked
from dutybook.files.replacement import sweep, write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.papers.paper import of_context
from dutybook.papers.production.blanks import spared
from dutybook.papers.production.index import write_index
from dutybook.papers.production.manifest import FILE, Manifest, digest, surroundings
from dutybook.papers.production.names import named
from dutybook.papers.production.plan import Job, departments_of, plan
from dutybook.papers.production.press import Made, Press
from dutybook.papers.production.request import Request
from dutybook.papers.production.writers import FROM_CONTEXT, produce
from dutybook.papers.template.render import filled
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.write.look import dressed, read_look
from dutybook.write.tree import Element

Progress = Callable[[int, int, str], None]
"""Told before each paper: how many are done, how many there are, and which is next."""


@dataclass(slots=True)
class Report:
    """What a build did: paths below ``out``."""

    out: Path
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def build(workspace: Workspace, request: Request, progress: Progress = lambda *_: None) -> Report:
    """Write what changed of the papers ``request`` asks for. A paper that fails is a finding and
    does not stop the others; :class:`DutybookError` where nothing can be built at all."""
    out = (request.out or workspace.root / "out").absolute()
    with ExitStack() as alone:
        try:
            out = out if request.out else within(workspace.root, "out")
            alone.enter_context(locked(out / Path(FILE).parent))
            sweep(out, below=True)
        except RefusedError as error:
            raise DutybookError(refusal(error, Place(_shown(out, workspace.root)))) from None
        except OSError:
            pass  # nothing can be written there: each paper says why
        return _built(workspace, request, out, progress)


def _built(workspace: Workspace, request: Request, out: Path, progress: Progress) -> Report:
    on = request.on or request.day or request.today
    locale = request.locale or workspace.locale
    view = View(workspace, locale, on, stated=request.on, today=request.today)
    jobs = named(view, plan(view, request))
    planned = {job.path(form): None for job in jobs for form in job.formats}
    with Press() as press:
        build_ = _Build(view, Manifest(out), Report(out), press, force=request.force)
        for job in jobs:
            build_.make(job, lambda path: progress(build_.done, len(planned), path))
    made = set(build_.report.written)  # in any order: papers overtake each other
    build_.report.findings += spared(view, request)
    build_.report.written = [path for path in planned if path in made]
    build_.finish()
    return build_.report


@dataclass
class _Paper:
    """A paper to write: rendered once, and only if a format is stale that needs it."""

    kind: str
    words: dict[str, Any]
    render: Callable[[], Element]

    @cached_property
    def tree(self) -> Element:
        return self.render()


class _Build:
    """One run: what the jobs share."""

    def __init__(
        self, view: View, manifest: Manifest, report: Report, press: Press, *, force: bool = False
    ) -> None:
        self.force = force
        self.view = view
        self.press = press
        self.root = view.workspace.root
        self.manifest = manifest
        self.report = report
        self.labels = of_context(view.labels.words)
        self.surroundings = cache(partial(surroundings, self.root))
        self.look = read_look(self.root, view.workspace.organisation)
        self.done = 0

    def make(self, job: Job, tell: Callable[[str], None]) -> None:
        """All formats of one paper."""
        self.report.findings += job.findings
        view = job.view or self.view
        doc = job.context(view, job.subject)
        if doc is None:
            return  # nothing to write: a calendar of a post that owes nothing, no changes to tell
        words = {"doc": doc, "t": view.labels.words}
        paper = _Paper(job.kind.name, words, partial(self._rendered, job, words))
        source = of_context(doc)
        self.report.findings += job.kind.doubts(view, job.subject)
        for form in job.formats:
            path = job.path(form)
            tell(path)
            made_from = digest(source, self.labels, self.look.made_from, self.surroundings(form))
            if self.manifest.fresh(path, made_from):
                self.report.unchanged.append(path)
            elif not self.force and self.manifest.foreign(path):
                self.report.findings.append(Finding("output-edited", self._place(path)))
            else:
                self._order(job, form, paper, made_from)
            self.done += 1

    def _rendered(self, job: Job, words: dict[str, Any]) -> Element:
        return dressed(filled(self.root, job.kind.template, words, job.name), self.look)

    def _order(self, job: Job, form: str, paper: "_Paper", made_from: str) -> None:
        """Have a format made. The tree is rendered here: a template is no matter for a thread."""
        try:
            if form not in FROM_CONTEXT:
                paper.tree  # noqa: B018
        except DutybookError as error:
            self.report.findings += error.findings
            return
        self.press.order(
            form,
            partial(produce, form, paper, self.view.locale, self.root),
            partial(self._deliver, job, job.path(form), made_from),
        )

    def _deliver(self, job: Job, path: str, made_from: str, made: "Future[Made]") -> None:
        try:
            data, warnings = made.result()
            self._write(job, path, data, made_from)
            self.report.findings += warnings
        except DutybookError as error:
            self.report.findings += error.findings

    def finish(self) -> None:
        """Keep the manifest, and name papers whose role or department is gone."""
        if not self.view.workspace.findings:  # else a role may only be broken, not gone
            self.report.findings += self._stale()
        try:
            self.report.findings += write_index(self.view, self.manifest)
            self.manifest.save()
        except OSError as error:
            if self.report.written:
                self.report.findings.append(_unwritable(self._place(FILE), error))

    def _write(self, job: Job, path: str, data: bytes, made_from: str) -> None:
        if not self.force and self.manifest.foreign(path, data):
            raise DutybookError(Finding("output-edited", self._place(path)))
        try:
            write_whole({self.report.out / path: data}, lasting=False)
        except OSError as error:
            raise DutybookError(_unwritable(self._place(path), error)) from None
        self.manifest.enter(path, job.kind.name, job.about, made_from, data, job.person)
        self.report.written.append(path)

    def _stale(self) -> list[Finding]:
        """One finding for each subject that is gone but has papers; they are never deleted."""
        workspace = self.view.workspace
        defined = workspace.definitions
        known = {role.role for role in defined.roles} | set(departments_of(workspace))
        known |= defined.sops.keys() | defined.agreements.keys() | defined.sources.keys()
        made = {*self.report.written, *self.report.unchanged}
        gone: dict[str, list[str]] = {}
        for path, entry in list(self.manifest.entries.items()):
            if entry.subject and entry.subject not in known and path not in made:
                if (self.report.out / path).exists():
                    gone.setdefault(entry.subject, []).append(path)
                else:
                    del self.manifest.entries[path]
        return [
            Finding(
                "output-stale",
                self._place(paths[0]),
                {"subject": subject, "files": ", ".join(sorted(paths))},
            )
            for subject, paths in gone.items()
        ]

    def _place(self, path: str) -> Place:
        return Place(_shown(self.report.out / path, self.root))


def _unwritable(place: Place, error: OSError) -> Finding:
    return refusal(error, place, "output-unwritable")


def _shown(path: Path, root: Path) -> str:
    """A path as findings name it: below the workspace relative to it."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()

"""Making the papers of a workspace: those that changed, each whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from dutybook.build.manifest import Entry, Manifest, digest, of_context, surroundings
from dutybook.build.plan import Job, Request, departments_of, plan
from dutybook.build.writers import FROM_CONTEXT, writer
from dutybook.compile.templating import environment, render
from dutybook.compile.view import View
from dutybook.finding import DutybookError, Finding, Place
from dutybook.workspace import Workspace
from dutybook.write.files import write_whole
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
    view = View(workspace, request.locale or workspace.locale, request.on)
    jobs = plan(view, request)
    out = request.out or workspace.root / "out"
    build_ = _Build(view, Manifest(out), Report(out))
    total = sum(len(job.formats) for job in jobs)
    for job in jobs:
        build_.make(job, lambda path: progress(build_.done, total, path))
    build_.finish()
    return build_.report


class _Build:
    """One run: what the jobs share."""

    def __init__(self, view: View, manifest: Manifest, report: Report) -> None:
        self.view = view
        self.root = view.workspace.root
        self.manifest = manifest
        self.report = report
        self.templates = environment(self.root)
        self.labels = of_context(view.labels.words)
        self.surroundings = cache(partial(surroundings, self.root))
        self.done = 0

    def make(self, job: Job, tell: Callable[[str], None]) -> None:
        """All formats of one paper; it is rendered once, and only if one of them is stale."""
        context = job.kind.context(self.view, job.subject)
        words = {"doc": context, "t": self.view.labels.words}
        source = of_context(context)
        tree: Element | None = None
        for form in job.formats:
            path = job.path(form)
            tell(path)
            made_from = digest(source, self.labels, self.surroundings(form))
            if self.manifest.fresh(path, made_from):
                self.report.unchanged.append(path)
            else:
                try:
                    if form not in FROM_CONTEXT and tree is None:
                        tree = render(self.templates, job.kind.template, words, job.name)
                    data = writer(form)(
                        words if form in FROM_CONTEXT else tree, self.view.locale, self.root
                    )
                    self._write(job, path, data, made_from)
                except DutybookError as error:
                    self.report.findings += error.findings
            self.done += 1

    def finish(self) -> None:
        """Keep the manifest, and name papers whose role or department is gone."""
        if not any(True for _ in self.view.workspace.findings):
            self.report.findings += self._stale()
        try:
            self.manifest.save()
        except OSError as error:
            if self.report.written:
                self.report.findings.append(unwritable(self.report.out, error))

    def _write(self, job: Job, path: str, data: bytes, made_from: str) -> None:
        try:
            write_whole(self.report.out / path, data)
        except OSError as error:
            raise DutybookError(unwritable(self.report.out / path, error)) from None
        self.manifest.entries[path] = Entry(job.kind.name, job.name, made_from, digest(data))
        self.report.written.append(path)

    def _stale(self) -> list[Finding]:
        workspace = self.view.workspace
        known = {role.role for role in workspace.definitions.roles} | set(departments_of(workspace))
        findings = []
        for path, entry in list(self.manifest.entries.items()):
            if entry.subject in known:
                continue
            if (self.report.out / path).exists():
                findings.append(Finding("output-stale", Place(path), {"subject": entry.subject}))
            else:
                del self.manifest.entries[path]
        return findings


def unwritable(path: Path, error: OSError) -> Finding:
    """A finding about a file that could not be written."""
    return Finding("output-unwritable", Place(str(path)), {"reason": error.strerror or str(error)})

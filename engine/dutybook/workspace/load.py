"""Finding a workspace and reading all of it; nothing aborts, everything is collected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final

from dutybook.files.door import RefusedError, exists, listed, within
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.subject import about
from dutybook.model import Organisation, Role, Scheme
from dutybook.resources import overlay
from dutybook.schema import in_english, kind_of, read_definitions, validate
from dutybook.words.locale import Text
from dutybook.workspace.cache import CleanFiles
from dutybook.workspace.definitions import Definitions, define, organisation
from dutybook.workspace.faults import Faults, faults_of
from dutybook.workspace.layers.amendments import amended
from dutybook.workspace.layers.remains import remains
from dutybook.yamltext import Document, Origin, read_text
from dutybook.yamltext.syntax import heads

CONFIG: Final = "dutybook.yaml"
SHIPPED: Final = "(dutybook)/"
"""Prefix of file names that are not the workspace's own."""
_DEFINITIONS: Final = ("sources", "measures", "schemes", "calendars", "glossaries", "raci")
_WORDS: Final = ("lint", "messages")
"""What only the catalogue uses: read here to be checked, where it is the workspace's own."""


@dataclass(frozen=True)
class Workspace:
    """Everything read from ``root``: the one object the rest of the engine receives."""

    root: Path
    organisation: Organisation
    documents: tuple[Document, ...]
    definitions: Definitions
    findings: tuple[Finding, ...] = field(default=())
    unusable: tuple[Document, ...] = ()

    @property
    def locale(self) -> str:
        """The organisation's language."""
        return self.organisation.locale

    @property
    def configured(self) -> bool:
        """Whether dutybook.yaml could be used; else the settings are only defaults to check with,
        and nothing should be printed or scored by them."""
        settings = (d for d in self.documents if kind_of(d) == "organisation")
        return any(not document.lost for document in settings)

    @property
    def in_chinese(self) -> bool:
        """Whether its settings are written in Chinese keys."""
        return any(one.names for one in self.documents if kind_of(one) == "organisation")

    @cached_property
    def faults(self) -> Faults:
        """What rests on definitions of which nothing, or only a part, can be used."""
        return faults_of(self.documents, self.unusable)

    def tells(self, finding: Finding) -> bool:
        """Whether a finding of something done with the workspace is to be told beside its own: it
        is none of those, and follows from none."""
        return finding not in self.findings and not self.faults.follow(finding)

    @property
    def unread(self) -> frozenset[tuple[str, str]]:
        """Kind and id (of roles the titles too) of definitions that could not be used at all: what
        names them is not wrong."""
        return frozenset(name for document in self.unusable for name in _names(document))

    def roles(self, on: date | None = None) -> list[Role]:
        """The version of each role in force on a day (the latest without one); no abstract ones."""
        current: dict[str, Role] = {}
        for role in self.definitions.roles:  # sorted by id and effective date
            if on is None or role.effective is None or role.effective <= on:
                current[role.role] = role
        return [
            role
            for role in current.values()
            if not role.abstract and (on is None or not role.over_on(on))
        ]

    def role(self, post: str, on: date | None = None) -> Role | None:
        """The role a reference means: by id, else by exact title in any locale."""
        roles = self.roles(on)
        by_id = next((role for role in roles if role.role == post), None)
        titled = (r for r in roles if post in {wording for _, wording in r.title.wordings})
        return by_id or next(titled, None)

    def post_title(self, post: str, locale: str) -> str:
        """What to print for a reference to a post: unknown ones as they are written."""
        role = self.role(post)
        external = self.organisation.external_posts.get(post)
        title = role.title if role else external
        return title.at(locale) if title else post

    def scheme_for(self, role: Role) -> Scheme | None:
        """The scheme that names ``role``, else the one in force."""
        schemes = self.definitions.schemes
        named = (scheme for scheme in schemes.values() if role.role in scheme.applies_to)
        return next(named, None) or schemes.get(self.organisation.scheme or "")


def find_root(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds dutybook.yaml."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG).is_file():
            return folder
    raise DutybookError(Finding("no-workspace", Place(str(start))))


def load(root: Path) -> Workspace:
    """Read, check against the schema and structure all definitions below ``root``."""
    root = root.resolve()
    documents: list[Document] = []
    unusable: list[Document] = []
    findings: list[Finding] = []
    clean = CleanFiles(root)
    for name, path in _files(root):
        with about(name):
            read, unread = read_definitions(path, name)
            usable, rest, problems = _checked(read, clean)
        if name == CONFIG and read and "organisation" not in map(kind_of, read):
            usable, rest = [], read
            problems = [read[0].finding("config-without-organisation")]
        findings += unread + problems
        documents += usable
        unusable += rest
        if unread and not read:
            unusable += [replace(one, faults=tuple(unread)) for one in _heads(path, name)]
    clean.keep()
    findings += _misnamed(root)
    documents, undone, wrong = amended(documents)
    findings += wrong
    unusable += undone
    settings = organisation(documents) or _unnamed(root)
    definitions, more = _defined(documents, settings)
    faults = faults_of(documents, unusable)
    findings += [finding for finding in more if not faults.follow(finding)]
    return Workspace(
        root, settings, tuple(documents), definitions, tuple(findings), tuple(unusable)
    )


def with_documents(workspace: Workspace, documents: Sequence[Document]) -> Workspace:
    """The workspace as it would be with these (valid) documents instead of its own."""
    settings = organisation(documents) or workspace.organisation
    definitions, findings = _defined(documents, settings)
    return replace(
        workspace,
        organisation=settings,
        documents=tuple(documents),
        definitions=definitions,
        findings=tuple(findings),
    )


def _defined(
    documents: Sequence[Document], settings: Organisation
) -> tuple[Definitions, list[Finding]]:
    """What the documents define; how far data are delivered is the settings' to say."""
    definitions, findings = define([d for d in documents if _defines(d)], settings.locale)
    origin = settings.origin.below("delivered")
    sources = dict(definitions.sources)
    for name, said in settings.delivered.items():
        if name in sources:
            stated: dict[str, Any] = {
                "complete_to": said.to,
                "complete_at": said.sites,
                "stated": origin.below(name),
            }
            sources[name] = replace(sources[name], **stated)
        else:
            details = {"source": name}
            findings.append(Finding("delivered-unknown-source", origin.below(name).place, details))
    return replace(definitions, sources=sources), findings


def _heads(path: Path, name: str) -> list[Document]:
    """What a file that cannot be read was to define: what names it is not wrong as well."""
    text, _ = read_text(path, name)
    return in_english(heads(text, name)) if text else []


def _misnamed(root: Path) -> Iterator[Finding]:
    """Definitions that an editor saved as .txt: nothing reads them."""
    for name, path in _listed(root, "roles", "**/*.txt"):
        if any(kind_of(document) for document in _heads(path, f"roles/{name}")):
            wanted = PurePosixPath(name.removesuffix(".txt")).with_suffix(".yaml").as_posix()
            yield Finding(
                "definition-as-text", Place(f"roles/{name}", 1, 1), {"name": f"roles/{wanted}"}
            )


def _checked(
    documents: list[Document], clean: CleanFiles
) -> tuple[list[Document], list[Document], list[Finding]]:
    """Those of one file's documents that can be used, the others, and what is wrong with any. What
    is shipped is validated by the engine's own tests."""
    if not documents or documents[0].file.startswith(SHIPPED) or clean.knows(documents):
        return documents, [], []
    problems = [validate(document) for document in documents]
    found = [finding for one in problems for finding in one]
    if not found:
        clean.remember(documents)
    usable, unusable = [], []
    for document, one in zip(documents, problems, strict=True):
        rest = remains(document, one) if one else document
        if rest is not None:
            usable.append(rest)
        else:
            unusable.append(replace(document, faults=tuple(one)))
    return usable, unusable, found


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for name in (CONFIG, "adjustments.yaml", "appeals.yaml"):
        if exists(root / name):
            yield name, _own(root, name)
    for pattern in ("**/*.yaml", "**/*.yml"):
        for name, path in _listed(root, "roles", pattern):
            yield f"roles/{name}".rstrip("/"), path
    for folder in _DEFINITIONS + _WORDS:
        for name, path in overlay(root, "rules", f"{folder}/*.yaml").items():
            if path.is_relative_to(root):
                yield f"rules/{name}", path
            elif folder in _DEFINITIONS:
                yield f"{SHIPPED}rules/{name}", path


def _listed(root: Path, area: str, pattern: str) -> Iterator[tuple[str, Path]]:
    """Files of a folder; where it leads out of the workspace, only itself, which is refused."""
    try:
        yield from listed(root / area, pattern, root)
    except RefusedError:
        yield "", root / area


def _own(root: Path, name: str) -> Path:
    """Where a file of the workspace really is; what leads out of it is refused when opened."""
    try:
        return within(root, name)
    except RefusedError:
        return root / name


def _defines(document: Document) -> bool:
    return kind_of(document) not in ("organisation", "rule")


def _names(document: Document) -> Iterator[tuple[str, str]]:
    kind, data = kind_of(document), document.data
    if kind and isinstance(data, dict):
        yield kind, str(data.get(kind))
        title = data.get("title")
        titles = title.values() if isinstance(title, dict) else [title]
        yield from ((kind, one) for one in titles if isinstance(one, str))


def _unnamed(root: Path) -> Organisation:
    """Settings to go on with where dutybook.yaml itself is broken."""
    nothing = Document(CONFIG, 0, {}, "")
    return Organisation(Text.of(root.name or "-"), Origin(nothing))

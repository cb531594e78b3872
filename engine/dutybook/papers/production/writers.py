"""The writer of each format, imported when the first paper needs it."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Protocol

from dutybook.finding import Finding
from dutybook.write.tree import Element

_MODULES: Final = {
    "html": "write.html.page",
    "pdf": "write.pdf.page",
    "docx": "write.word.document",
    "json": "write.json.posting",
    "ics": "write.calendar.ics",
}
_OWN: Final = {
    ("xlsx", "evaluation-form"): "papers.evaluation_form.excel.form",
    ("xlsx", "log-sheet"): "papers.log_sheet.excel",
    ("xlsx", "duty-checklist"): "papers.duty_checklist.excel",
    ("json", "evaluation-report"): "write.json.contract",
}
"""Kinds with a writer of their own for a format."""
_PACKAGES: Final = {
    "html": (),
    "pdf": ("typst", "manimgx-fonts-cjk", "manimgx-fonts"),
    "docx": ("lxml", "typst", "manimgx-fonts-cjk", "manimgx-fonts"),
    "xlsx": ("xlsxwriter",),
    "json": (),
    "ics": ("icalendar",),
}
FROM_CONTEXT: Final = frozenset({"xlsx", "json", "ics"})
"""Formats written from the template's context; all others from the document tree."""


class Paper(Protocol):
    """What a writer may need: a template's words (context ``doc`` and labels ``t``), or the tree it
    gives."""

    @property
    def kind(self) -> str: ...

    @property
    def words(self) -> Mapping[str, Any]: ...

    @property
    def tree(self) -> Element: ...


def write_tree(form: str, tree: Element, locale: str, root: Path | None) -> bytes:
    """A document tree in one of the document formats."""
    written: bytes = import_module(f"dutybook.{_MODULES[form]}").write(tree, locale, root)
    return written


def produce(form: str, paper: Paper, locale: str, root: Path | None) -> tuple[bytes, list[Finding]]:
    """``paper`` in a format, and what its writer warns of; :class:`DutybookError` where it cannot
    be written. Each format's module has ``write``, and ``warnings`` where there may be some, or
    ``within_limits``, which gives both."""
    module = import_module(f"dutybook.{_OWN.get((form, paper.kind)) or _MODULES[form]}")
    source = paper.words if form in FROM_CONTEXT else paper.tree
    if limited := getattr(module, "within_limits", None):
        made: tuple[bytes, list[Finding]] = limited(source, locale, root)
        return made
    data: bytes = module.write(source, locale, root)
    warn = getattr(module, "warnings", None)
    return data, warn(source, locale, root) if warn else []


def versions(form: str) -> str:
    """What else the bytes of a format depend on."""
    return " ".join(f"{package} {version(package)}" for package in _PACKAGES[form])

"""Where templates are found: the workspace's own before the shipped ones, and those a workspace
copied from version 0.1.0, whose bodies stood in files of their own.

A kind's template holds the macros that print it and the paper itself. In 0.1.0 the macros stood in
``macros/KIND.html.j2``: a template that imports them from there gets them, and where a workspace
has such a file its macros are printed. A template asks another one for macros only (a manual those
of the papers it binds), so what it imports is always the file that has them.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from dutybook.files.door import read_text, within
from dutybook.resources import builtin

MACROS: Final = {
    "job-description.html.j2": ("job_description",),
    "duty-checklist.html.j2": ("duty_checklist",),
    "evaluation-form.html.j2": ("evaluation_form",),
    "evaluation-report.html.j2": ("person", "unit"),
    "sop-card.html.j2": ("sop_card", "procedure"),
    "responsibility-agreement.html.j2": ("agreement",),
    "job-posting.html.j2": ("job_posting",),
    "log-sheet.html.j2": ("log_sheet",),
}
"""The macros other templates may import, by template."""
_OLD: Final = "macros/"
_PAPER: Final = "{% if doc is defined %}"
"""Where, in a shipped template, the macros end and the paper begins."""
_MACRO: Final = re.compile(r"{%-?\s*macro\s+(\w+)")

Source = tuple[str, str, Callable[[], bool]]


def imported(template: str) -> str:
    """The name by which a template that asks for ``template`` gets its macros."""
    return _OLD + template if template in MACROS else template


class Templates(BaseLoader):
    """The templates of the workspace at ``root``, and the shipped ones."""

    def __init__(self, root: Path | None) -> None:
        self.shipped = Folder(builtin("templates"), builtin("templates"))
        own = [Folder(root / "templates", root)] if root else []
        self.folders = [*own, self.shipped]

    def get_source(self, environment: Environment, template: str) -> Source:
        """The text of ``template``; :class:`TemplateNotFound` where there is none."""
        kind = template.removeprefix(_OLD)
        if kind not in MACROS:
            return self._found(environment, template)
        if kind == template:
            return self._paper(environment, template)
        return self._macros(environment, kind)

    def _macros(self, environment: Environment, kind: str) -> Source:
        """A kind's macros: of the workspace's template, of its copy from 0.1.0, the shipped."""
        for folder in self.folders:
            for name in (kind, _OLD + kind):
                source = _read(folder, environment, name)
                if source and set(MACROS[kind]) <= set(_MACRO.findall(source[0])):
                    return source
        return self._found(environment, _OLD + kind)

    def _paper(self, environment: Environment, kind: str) -> Source:
        """The paper: where a workspace has only macros copied from 0.1.0, the shipped one with
        them."""
        text, file, fresh = self._found(environment, kind)
        copied = any(_read(folder, environment, _OLD + kind) for folder in self.folders)
        if copied and Path(file).is_relative_to(builtin("templates")):
            names = "".join(f"{{% set {name} = copied.{name} %}}" for name in MACROS[kind])
            importing = f'{{% import "{_OLD}{kind}" as copied %}}{names}'
            text = text.replace(_PAPER, importing + _PAPER, 1)
        return text, file, fresh

    def _found(self, environment: Environment, template: str) -> Source:
        sources = (_read(folder, environment, template) for folder in self.folders)
        source = next((source for source in sources if source), None)
        if source is None:
            raise TemplateNotFound(template)
        return source


class Folder(BaseLoader):
    """Templates below ``templates`` of the workspace at ``root``, or the shipped ones; what leads
    out of there is not found."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root

    def get_source(self, environment: Environment, template: str) -> Source:
        path = self.folder.joinpath(*split_template_path(template))
        try:
            real = within(within(self.root, self.folder), path)
            text, at = read_text(real), real.stat().st_mtime_ns
        except OSError:
            raise TemplateNotFound(template) from None

        def fresh() -> bool:
            try:
                return real.stat().st_mtime_ns == at
            except OSError:
                return False

        return text, str(path), fresh


def _read(folder: Folder, environment: Environment, template: str) -> Source | None:
    try:
        return folder.get_source(environment, template)
    except TemplateNotFound:
        return None

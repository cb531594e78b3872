"""The shipped templates a workspace may copy and change: which files belong to which kind."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes
from dutybook.files.replacement import write_whole
from dutybook.papers.kinds import KINDS
from dutybook.papers.template.folders import imported
from dutybook.resources import builtin

_SHARED: Final[dict[str, tuple[str, ...]]] = {
    "shared": ("macros/paper.html.j2",),
    "word": ("themes/default.docx",),
    "pdf": ("themes/default.typ", "themes/words.yaml"),
    "style": ("paper.css",),
    "site": ("site.css", "site.js"),
    "charts": tuple(f"charts/{name}.yaml" for name in ("bars", "grades", "look", "org", "trend")),
}
"""What is not of one kind of paper."""


def shipped() -> list[str]:
    """Everything that can be copied, by name."""
    return [name for name, kind in KINDS.items() if parts_of(name)] + list(_SHARED)


def parts_of(name: str) -> list[str]:
    """The files of a kind, or of what all kinds share, below ``templates/``."""
    if name in _SHARED:
        return list(_SHARED[name])
    template = KINDS[name].template
    folder = builtin("templates")
    return [file for file in (template, f"macros/{template}") if (folder / file).is_file()]


def sources(root: Path, name: str) -> list[tuple[str, bool]]:
    """Each file of ``name``, and whether the workspace has its own, copied today or from 0.1.0."""
    olds = [old for old in map(imported, parts_of(name)) if (root / "templates" / old).is_file()]
    files = dict.fromkeys([*parts_of(name), *olds])
    return [(file, (root / "templates" / file).is_file()) for file in files]


def copied(root: Path, files: Iterable[str]) -> tuple[list[str], list[str]]:
    """Copies shipped ``files`` into the workspace; gives those copied, and those that were there
    already and were left alone. :class:`OSError` where nothing can be written."""
    made, kept = [], []
    for file in dict.fromkeys(files):
        target, old = root / "templates" / file, root / "templates" / imported(file)
        if target.exists() or target.is_symlink():
            kept.append(file)
        elif old.is_file():
            kept.append(imported(file))  # a new copy would take the place of the changed old one
        else:
            write_whole({target: read_bytes(builtin("templates") / file)})
            made.append(file)
    return made, kept

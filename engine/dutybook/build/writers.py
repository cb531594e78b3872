"""The writer of each format, imported when the first paper needs it."""

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_MODULES: Final = {"html": "html", "pdf": "pdf", "docx": "word", "xlsx": "excel"}
_PACKAGES: Final = {
    "html": (),
    "pdf": ("typst", "manimgx-fonts-cjk"),
    "docx": ("python-docx",),
    "xlsx": ("xlsxwriter",),
}
FROM_CONTEXT: Final = frozenset({"xlsx"})
"""Formats written from the template's context; all others from the document tree."""

Writer = Callable[[Any, str, Path | None], bytes]


def writer(form: str) -> Writer:
    """The ``write`` of a format: takes the document tree (for ``FROM_CONTEXT`` the template's
    context), the locale and the workspace's root."""
    write: Writer = import_module(f"dutybook.write.{_MODULES[form]}").write
    return write


def versions(form: str) -> str:
    """What else the bytes of a format depend on."""
    return " ".join(f"{package} {version(package)}" for package in _PACKAGES[form])

"""A check of files given in a test."""

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dutybook.check.report import Report, check
from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.schema import validate
from dutybook.source import Document, read_documents
from dutybook.workspace import load
from dutybook.workspace.load import SHIPPED

DAY = date(2026, 10, 1)


def validated(document: Document) -> list[Finding]:
    return [] if document.file.startswith(SHIPPED) else validate(document)


def read(path: Path, name: str) -> tuple[list[Document], list[Finding]]:
    return read_shipped(path, name) if name.startswith(SHIPPED) else read_documents(path, name)


read_shipped = cache(read_documents)


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Writes files into a workspace of its own and checks it, by one rule ``only`` if one is named."""

    # What ships is read and validated by other tests; here it would take most of the time.
    module = sys.modules["dutybook.workspace.load"]
    monkeypatch.setattr(module, "validate", validated)
    monkeypatch.setattr(module, "read_documents", read)

    def run(files: dict[str, str], on: date = DAY, seconds: float = 5, only: str = "") -> Report:
        for name, text in {"dutybook.yaml": "organisation: 测试公司\n", **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        catalogue = Catalogue.load(tmp_path)
        entries = {k: entry for k, entry in catalogue.entries.items() if only in ("", k)}
        return check(load(tmp_path), Catalogue(entries, catalogue.locale), on, seconds)

    return run

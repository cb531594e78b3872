"""A check of files given in a test."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dutybook.check.report import Report, check
from dutybook.finding.catalogue import Catalogue
from dutybook.workspace import load

DAY = date(2026, 10, 1)


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Writes files into a workspace of its own and checks it, by one rule ``only`` if one is named."""

    def run(files: dict[str, str], on: date = DAY, seconds: float = 5, only: str = "") -> Report:
        for name, text in {"dutybook.yaml": "organisation: 测试公司\n", **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        catalogue = Catalogue.load(tmp_path)
        entries = {k: entry for k, entry in catalogue.entries.items() if only in ("", k)}
        return check(load(tmp_path), Catalogue(entries, catalogue.locale), on, seconds)

    return run

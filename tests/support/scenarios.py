"""Scenarios of faults: a small workspace each, with what check says of it and what evaluation comes
to (tests/cases/faults, one file per fault, a document per scenario)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from workspaces import ROOT, write_files

CASES = ROOT / "tests/cases/faults"
_KPIS = "kpis:\n"
_PLAIN = {
    "dutybook.yaml": 'organisation: 测试公司\ndocuments: {version: "1.0"}\nscheme: s\n'
    "calendar: cn-mainland\nlogs: {t: logs/t.csv}\n",
    "people.csv": "employee,name,role,from,to\nE1,张三,desk,2026-01-01,\n",
    "logs/t.csv": "no,employee,at\n1,E1,2026-10-05 09:00\n",
}


@dataclass(frozen=True)
class Scenario:
    """One workspace. ``check``: every code that check reports, with words of its message; ``says``:
    codes of evaluation; ``result``: total, status, grade, points and statuses of KPIs of E1;
    ``locked``: files that nobody may open."""

    name: str
    files: dict[str, str | bytes]
    check: list[str] = field(default_factory=list)
    says: list[str] | None = None
    result: dict[str, Any] = field(default_factory=dict)
    period: str = "2026-10"
    locked: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Writes the workspace."""
        write_files(folder, self.files)

    def write_emptied(self, folder: Path) -> None:
        """Writes it with only the headings of its logs."""
        emptied = {
            name: text.partition("\n")[0] + "\n"
            if name.startswith("logs/") and isinstance(text, str)
            else text
            for name, text in self.files.items()
        }
        write_files(folder, emptied)


def scenarios() -> Iterator[Scenario]:
    """All of them, in order."""
    for path in sorted(CASES.glob("*.yaml")):
        for number, data in enumerate(yaml.safe_load_all(path.read_text("utf-8")), 1):
            name = f"{path.stem}-{number}-{data.pop('case')}"
            yield _scenario(name, data)


def _scenario(name: str, data: dict[str, Any]) -> Scenario:
    files: dict[str, str | bytes] = dict(_PLAIN)
    columns = data.pop("columns", "")
    files["roles/desk.yaml"] = (
        "role: desk\ntitle: 文员\ndepartment: 办公室\ncode: A-1\n"
        + data.pop("role", "")
        + (_KPIS + data.pop("kpis") if "kpis" in data else "")
    )
    files["rules/schemes/s.yaml"] = "scheme: s\n" + data.pop("scheme", "")
    files["rules/sources/t.yaml"] = (
        "source: t\ngrain: event\nkey: no\nemployee: employee\ntime: at\n"
        "columns:\n  no: {type: text}\n  employee: {type: text}\n  at: {type: instant}\n"
        + "".join(f"  {line}\n" for line in columns.splitlines())
        + data.pop("source", "")
    )
    if "rows" in data:
        files["logs/t.csv"] = data.pop("rows")
    files |= data.pop("files", {})
    return Scenario(name, {k: v for k, v in files.items() if v is not None}, **data)

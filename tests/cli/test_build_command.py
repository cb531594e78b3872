"""`dutybook build` over papers that people wrote in."""

import zipfile
from pathlib import Path

from click.testing import CliRunner, Result
from office import Office
from openpyxl import load_workbook

from dutybook.cli import main


def built(office: Office, *words: str) -> Result:
    wanted = ["--kind", "evaluation-form", "--format", "docx,xlsx"]
    found = CliRunner().invoke(main, ["build", *wanted, *words, "-w", str(office.root)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def test_edited_word_and_filled_excel_are_kept_until_forced(office: Office) -> None:
    """Though the definitions changed meanwhile; both are named, and --force writes over them."""
    office.kpi({"sum": {"of": "calls", "value": "errors"}}, 100, score={"incidents": {"each": -1}})
    office.write()
    assert "output-edited" not in built(office).stderr
    word, excel = sorted((office.root / "out/evaluation-form").iterdir())
    assert (word.suffix, excel.suffix) == (".docx", ".xlsx")
    _retouched(word)
    book = load_workbook(excel)
    book.worksheets[0]["A1"] = "已填写"
    book.save(excel)
    mine = {path: path.read_bytes() for path in (word, excel)}
    office.role["kpis"][0]["name"] = "差错数"
    office.write()

    found = built(office)
    assert found.stderr.count("output-edited") == 2
    assert "--force" in found.stderr
    assert {path: path.read_bytes() for path in mine} == mine

    assert "output-edited" not in built(office, "--force").stderr
    assert all(path.read_bytes() != content for path, content in mine.items())
    assert load_workbook(excel).worksheets[0]["A1"].value != "已填写"


def _retouched(path: Path) -> None:
    """Saved as somebody's edit would be: the same parts, another title."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content.replace(b"</w:body>", b"<w:p/></w:body>"))

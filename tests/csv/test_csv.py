"""CSV is written in one place, and for people harmless."""

from pathlib import Path

from dutybook.csv import as_csv, csv_for_people


def test_csv_for_people_holds_no_formula() -> None:
    cells: list[str | int | None] = ["=1+1", "-1.5", "+a", "@x", "-", 7, None, "a,b", "1/3"]
    written = csv_for_people(["a"] * len(cells), [cells]).splitlines()
    assert written[0].startswith("\ufeffa,")
    assert written[1] == "'=1+1,-1.5,'+a,'@x,'-,7,,\"a,b\",1/3"


def test_csv_for_programs_is_as_it_is() -> None:
    assert as_csv([["a", "b"], ["=1", ""]], delimiter=";", ending="\r\n") == "a;b\r\n=1;\r\n"


def test_csv_is_read_and_written_in_one_place() -> None:
    engine = Path(__file__).parents[2] / "engine/dutybook"
    users = {
        path.stem for path in engine.rglob("*.py") if "\nimport csv" in path.read_text("utf-8")
    }
    assert users == {"csv"}

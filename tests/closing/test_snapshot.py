"""A closed period is read from what was signed, whatever became of definitions, logs and people."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from office import Office

from dutybook.cli import main
from dutybook.files import replacement
from dutybook.files.replacement import write_together
from dutybook.workspace.closings import Unit

OCTOBER = "2026-10"
HEAD = "no,employee,received_at,answered_at"
SHARE = {"share": {"of": "calls", "good": {"within": "2 h", "from": "received_at", "to": "answered_at"}}}  # fmt: skip


def run(office: Office, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "-w", str(office.root)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def explained(office: Office, *words: str) -> str:
    return run(office, "explain", "E1", "--period", OCTOBER, *words).stdout


def closed(office: Office, *words: str) -> Result:
    found = run(office, "close", OCTOBER, "--signed-on", "2026-11-05", "--signed-by", "林", *words)
    assert found.exit_code == 0, found.output
    return found


@pytest.fixture
def signed(office: Office) -> Office:
    """E1 answered one call of two in time, E2 both; October is closed."""
    office.scheme["grades"] = [{"grade": "A", "when": "≥ 85"}, {"grade": "B", "when": "< 85"}]
    office.scheme["period"] = "month"
    office.kpi(SHARE, 100, target="≥ 90%", score="proportional")
    office.rows(
        "a,E1,2026-10-01 08:00,2026-10-01 09:00", "b,E1,2026-10-02 08:00,2026-10-02 12:00",
        "c,E2,2026-10-01 08:00,2026-10-01 09:00", "d,E2,2026-10-02 08:00,2026-10-02 09:00",
        head=HEAD,
    )  # fmt: skip
    office.write()
    before = explained(office, "--rows")
    closed(office)
    office.before = before  # type: ignore[attr-defined]
    return office


def loosened(office: Office) -> None:
    """The limit as somebody changed it after the closing."""
    office.role["kpis"][0]["measure"]["share"]["good"]["within"] = "8 h"
    office.role["kpis"][0]["name"] = "改了名的指标"
    office.write()


def test_explain_says_what_was_signed(signed: Office) -> None:
    loosened(signed)
    found = explained(signed, "--rows")
    head, _, rest = found.partition("\n\n")
    assert rest == signed.before  # type: ignore[attr-defined]
    assert "第 1 次" in head
    assert "2026-11-05" in head
    assert "logs/calls.csv" in rest
    now = explained(signed, "--now")
    assert "不是签字的结果" in now
    assert "100 / 100" in now
    assert "改了名的指标" in now
    assert "不是签字的结果" in explained(signed, "--as-of", "2026-11-02")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_rows_need_no_log(signed: Office, form: str) -> None:
    found = [explained(signed, "--all", "--format", form)]
    (signed.root / "logs/calls.csv").unlink()
    (signed.root / "roles/clerk.yaml").unlink()
    found.append(explained(signed, "--all", "--format", form))
    assert found[0] == found[1]
    assert all(key in found[0] for key in ("a", "b", "logs/calls.csv"))
    if form == "json":
        kpi = json.loads(found[0])["scores"][0]["kpis"][0]
        assert [(row["outcome"], row["costs"], row["line"]) for row in kpi["rows"]] == [
            ("good", False, 2), ("late", True, 3)]  # fmt: skip


def test_forms_and_reports_print_what_was_signed(signed: Office) -> None:
    words = ("build", "--period", OCTOBER, "--format", "html")
    kinds = ("--kind", "evaluation-form", "--kind", "evaluation-report")
    out = signed.root / "out"
    assert run(signed, *words, *kinds).exit_code == 0
    pages = sorted(path for path in out.rglob("*.html"))
    first = {path: path.read_text() for path in pages}
    loosened(signed)
    (signed.root / "logs/calls.csv").unlink()
    found = run(signed, *words, *kinds)
    assert found.exit_code == 0, found.output
    assert {path: path.read_text() for path in pages} == first
    form = next(text for path, text in first.items() if "E1" in path.name and "form" in str(path))
    assert "55.56" in form


def test_what_it_would_come_to_now_is_a_paper_of_its_own(signed: Office) -> None:
    words = ("build", "--period", OCTOBER, "--format", "html", "--kind", "evaluation-form")
    run(signed, *words)
    loosened(signed)
    assert run(signed, *words, "--now").exit_code == 0
    out = signed.root / "out/evaluation-form"
    now, then = (
        (out / folder / "E1-clerk.html").read_text() for folder in ("2026-10-now", "2026-10")
    )
    assert "重算，不是签字的结果" in now
    assert "改了名的指标" in now
    assert "重算" not in then
    assert "改了名的指标" not in then


def test_names_can_be_erased_and_people_hired(signed: Office) -> None:
    kept = {p: p.read_text() for p in (signed.root / "closed").rglob("*") if p.is_file()}
    assert not any("甲" in text for text in kept.values())
    signed.people = signed.people.replace("甲", "已删除") + "E3,丙,clerk,2026-11-01,,A\n"
    signed.write()
    found = run(signed, "close", "--verify")
    assert (found.exit_code, "closed-name-changed" in found.stderr) == (0, True)
    assert "closed-input-changed" not in found.stderr
    assert "closed-person-changed" not in found.stderr
    salts = signed.root / "closed/salts.csv"
    salts.write_text(
        "".join(line for line in salts.read_text().splitlines(True) if "E1" not in line)
    )
    found = run(signed, "close", "--verify")
    assert (found.exit_code, found.stderr.count("closed-person-erased")) == (0, 1)
    assert "E1 已删除" in explained(signed)
    signed.people = "employee,name,role,from,to,area\nE2,乙,clerk,,,Z\n"
    signed.write()
    found = run(signed, "close", "--verify")
    assert "E2" in found.stderr
    assert "closed-person-changed" in found.stderr
    assert "E1 E1 · " in explained(signed)


def test_who_leaves_later_was_still_there(signed: Office) -> None:
    signed.people = signed.people.replace("E1,甲,clerk,,,A", "E1,甲,clerk,,2026-12-31,A")
    signed.write()
    assert "closed-person" not in run(signed, "close", "--verify").stderr


def test_rollups_and_reports_read_a_unit_closed_on_its_own(office: Office) -> None:
    office.people = "employee,name,role,from,to,site\nE1,甲,clerk,,,北\nE2,乙,clerk,,,南\n"
    office.scheme["period"] = "month"
    office.kpi({"count": {"of": "calls"}}, 100, score={"incidents": {"each": 1, "free": 0}}, target="≥ 0")  # fmt: skip
    office.role["kpis"][0] = {
        "id": "k", "name": "指标", "weight": 100, "target": "≥ 90", "measure": {"mean": {"of": "calls", "value": "value"}},
        "score": {"steps": {"from": 100, "per": "1", "lose": 1, "partial": "prorate"}},
    }  # fmt: skip
    office.rows(
        ",E1,2026-10-01,80", ",E2,2026-10-01,90", ",E1,2026-11-01,80", ",E2,2026-11-01,90",
        ",E1,2026-12-01,80", ",E2,2026-12-01,90", head="no,employee,received_at,value",
    )  # fmt: skip
    office.scheme["rollup"] = {"take": "mean"}
    office.write()
    closed(office, "--site", "北")
    listed = run(office, "close", "--list").stdout
    assert "北" in listed
    assert (office.root / "closed/2026-10/units/site-北/close.json").is_file()
    office.role["kpis"][0]["score"]["steps"]["lose"] = 2
    office.write()
    assert "80 / 100" in explained(office)
    assert "60 / 100" in explained(office, "--now")
    other = run(office, "explain", "E2", "--period", OCTOBER).stdout
    assert "80 / 100" in other  # that site is open: as it would come to now
    found = json.loads(run(office, "evaluate", "--period", "2026-Q4", "--format", "json").stdout)
    totals = {one["employee"]: one["rollup"]["periods"][0]["total"] for one in found["scores"]}
    assert totals == {"E1": "80", "E2": "80"}
    differing = json.loads(run(office, "evaluate", "--period", OCTOBER, "--format", "json").stdout)
    assert {one["employee"] for one in differing["closed"]["differences"]} == {"E1"}
    assert run(office, "close", OCTOBER, "--site", "东").exit_code == 2
    closed(office)
    assert "close-whole-closed" in run(office, "close", OCTOBER, "--site", "南").stderr


def test_definitions_closed_with_faults_are_read_as_far_as_they_could_be_used(
    office: Office,
) -> None:
    office.kpi(SHARE, 100, target="≥ 90%", score="proportional")
    office.rows("a,E1,2026-10-01 08:00,2026-10-01 09:00", head=HEAD)
    office.scheme["grades"] = [{"grade": "A", "least": 0}]
    office.write()
    closed(office, "--yes")
    office.scheme["grades"] = []
    office.write()
    assert "E1" in explained(office)


def test_format_1_is_read_for_ever(signed: Office) -> None:
    """A closing as 0.1.0 wrote it: scores with names, no rows, no definitions, no chain."""
    as_format_1(signed.root)
    loosened(signed)
    found = explained(signed, "--rows")
    assert "55.56 / 100" in found
    assert "旧格式" in found
    assert run(signed, "close", "--verify").exit_code == 0
    words = ("build", "--period", OCTOBER, "--format", "html", "--kind", "evaluation-form")
    built = run(signed, *words)
    assert "closed-without-definitions" in built.output
    form = (signed.root / "out/evaluation-form/2026-10/E1-clerk.html").read_text()
    assert "55.56" in form


def as_format_1(root: Path) -> None:
    from dutybook.workspace.closings import content_hash

    folder = root / "closed/2026-10"
    scores: dict[str, Any] = json.loads((folder / "scores.json").read_text())
    for sheet in scores["scores"]:
        sheet["name"] = "甲"
        for key in ("title", "said", "superior"):
            del sheet[key]
        for kpi in sheet["kpis"]:
            del kpi["name"]
    made = json.loads((folder / "close.json").read_text()) | {"format": 1}
    for key in ("unit", "before", "people", "rows", "texts", "seal"):
        del made[key]
    for item in made["inputs"]:
        item.setdefault("sha256", "0" * 64)
    made["scores"] = content_hash(scores)
    made["seal"] = content_hash(made)
    (folder / "scores.json").write_text(json.dumps(scores, ensure_ascii=False))
    (folder / "close.json").write_text(json.dumps(made, ensure_ascii=False))
    for path in (folder / "rows.jsonl", folder / "definitions.json",
                 root / "closed/chain.json", root / "closed/salts.csv"):  # fmt: skip
        path.unlink()


def test_a_torn_closing_is_ended_at_the_next_start(
    signed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[Path] = []
    take_place = replacement._take_place

    def torn(temporary: Path, target: Path) -> None:
        if not temporary.name.startswith(".closing") and len(moved) == 3:
            raise KeyboardInterrupt
        if not temporary.name.startswith(".closing"):
            moved.append(target)
        take_place(temporary, target)

    loosened(signed)
    monkeypatch.setattr(replacement, "_take_place", torn)
    with pytest.raises(BaseException):  # noqa: B017, PT011
        CliRunner().invoke(main, ["close", OCTOBER, "--yes", "-w", str(signed.root)], standalone_mode=False, catch_exceptions=False)  # fmt: skip
    monkeypatch.undo()
    assert (signed.root / "closed/.closing.json").exists()
    found = run(signed, "close", "--verify")
    assert found.exit_code == 0, found.stderr
    listed = [line for line in found.stdout.splitlines() if OCTOBER in line]
    assert " 2 " in listed[0]
    assert not list((signed.root / "closed").rglob(".*"))
    assert "100 / 100" in explained(signed)


def test_what_never_became_an_intent_is_swept(signed: Office) -> None:
    """Of whatever age: a closing has the lock of the workspace, so nobody else is at it."""
    left = signed.root / "closed/2026-10/.close.json.123.tmp"
    left.write_text("half")
    closed(signed, "--yes")
    assert not left.exists()


def test_files_written_together_are_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"no folder")
    with pytest.raises(OSError, match="b"):
        write_together({tmp_path / "a": b"1", tmp_path / "b/c": b"2"}, tmp_path / "intent")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize(
    "moves",
    [
        '{"../people.csv": "../gone.csv"}',
        '{".a.1.tmp": "../../a"}',
        '{".a.1.tmp": "/tmp/a"}',
        '{".a.1.tmp": "b"}',
        '{".a.1.tmp": 1}',
        "[1]",
        "[",
    ],
)
def test_an_intent_nobody_wrote_moves_nothing(signed: Office, moves: str) -> None:
    (signed.root / "closed/.a.1.tmp").write_text("")
    (signed.root / "closed/.closing.json").write_text(moves)
    before = set(signed.root.rglob("*"))
    assert run(signed, "close", "--list").exit_code == 0
    assert set(signed.root.rglob("*")) == before


def test_units_have_folders_of_their_own() -> None:
    names = ["北区", "a b", "a_b", "a/b", "../a", "a.b"]
    folders = {Unit("site", name).folder for name in names}
    assert len(folders) == len(names)
    assert all("/" not in folder and "." not in folder for folder in folders)


def test_papers_of_a_unit_closed_on_its_own_are_those_of_its_closing(office: Office) -> None:
    """Site 北 prints what was signed, by the definitions of then; site 南 what it comes to today."""
    office.people = "employee,name,role,from,to,site\nE1,甲,clerk,,,北\nE2,乙,clerk,,,南\n"
    office.scheme["period"] = "month"
    office.role["department"] = "客服部"
    office.kpi(SHARE, 100, target="≥ 90%", score="proportional")
    office.rows(
        "a,E1,2026-10-01 08:00,2026-10-01 09:00", "b,E1,2026-10-02 08:00,2026-10-02 12:00",
        "c,E2,2026-10-01 08:00,2026-10-01 09:00", "d,E2,2026-10-02 08:00,2026-10-02 12:00",
        head=HEAD,
    )  # fmt: skip
    office.write()
    closed(office, "--site", "北")
    office.people += "E3,丙,clerk,,,南\n"
    loosened(office)
    office.people = office.people.replace("E1,甲,clerk,,,北\n", "")  # who was signed stays
    office.write()
    kinds = ("--kind", "evaluation-form", "--kind", "evaluation-report")
    for one in ("html", "json"):
        run(office, "build", "--period", OCTOBER, "--format", one, *kinds)
    out = office.root / "out"
    form = {one: (out / f"evaluation-form/2026-10/{one}-clerk.html").read_text() for one in ("E1", "E2")}  # fmt: skip
    assert ["改了名的指标" in text for text in form.values()] == [False, True]
    assert ["2小时" in text.replace(" ", "") for text in form.values()] == [True, False]
    assert ["8小时" in text.replace(" ", "") for text in form.values()] == [False, True]
    report = (out / "evaluation-report/2026-10/E1-clerk.html").read_text()
    assert "改了名的指标" not in report
    assert "logs/calls.csv" in report
    unit = json.loads((out / "evaluation-report/2026-10/客服部.json").read_text())
    totals = {one["employee"]: one["total"] for one in unit["scores"]}
    assert (totals.keys(), totals["E1"], totals["E2"]) == ({"E1", "E2", "E3"}, "55.56", "100")
    page = (out / "evaluation-report/2026-10/客服部.html").read_text()
    assert "改了名的指标" in page
    assert ">指标<" in page.replace("\n", "").replace(" ", "")

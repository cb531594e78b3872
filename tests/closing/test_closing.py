"""`dutybook close`: what was signed is kept, sealed, and held against what comes out later."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from office import Office

from dutybook.cli import main
from dutybook.files import replacement
from dutybook.grammar.time.period import parse_period
from dutybook.workspace.closings import read_closed

OCTOBER = "2026-10"
HEAD = "no,employee,category,received_at,value"


def run(office: Office, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "-w", str(office.root)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def close(office: Office, *words: str) -> Result:
    return run(office, "close", OCTOBER, *words)


def differences(office: Office) -> list[dict[str, Any]]:
    found = run(office, "evaluate", "--period", OCTOBER, "--format", "json")
    differing: list[dict[str, Any]] = json.loads(found.stdout)["closed"]["differences"]
    return differing


def everything(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def small(office: Office) -> Office:
    """Two clerks with 80 and 90 of 100 points."""
    office.scheme["grades"] = [{"grade": "A", "when": "≥ 85"}, {"grade": "B", "when": "< 85"}]
    rule = {"steps": {"from": 100, "per": "1", "lose": 1, "partial": "prorate"}}
    measure = {"mean": {"of": "calls", "value": "value"}}
    office.kpi(measure, 100, target="≥ 90", score=rule)
    office.rows(",E1,a,2026-10-01,80", ",E2,a,2026-10-02,90", head=HEAD)
    office.write()
    return office


def test_a_closing_keeps_scores_inputs_definitions_and_who_signed(small: Office) -> None:
    signing = ("--signed-on", "2026-11-05", "--signed-by", "林若兰", "--note", "十月")
    found = close(small, *signing)
    assert (found.exit_code, found.stdout) == (
        0,
        "2026-10 已封存：2 张考核表，存入 closed/2026-10。\n",
    )
    made = json.loads((small.root / "closed/2026-10/close.json").read_text())
    assert [
        made[key] for key in ("period", "as_of", "closing", "signed_on", "signed_by", "note")
    ] == [
        *("2026-10", "2026-10-31", 1, "2026-11-05", "林若兰", "十月"),
    ]
    assert [(i["kind"], i["name"]) for i in made["inputs"]] == [
        ("settings", "dutybook.yaml"),
        ("people", "people.csv"),
        ("log", "logs/calls.csv"),
    ]
    assert [(d["kind"], d["id"], d["place"]) for d in made["definitions"]] == [
        ("role", "clerk", "roles/clerk.yaml:1"),
        ("kpi", "clerk/k", "roles/clerk.yaml:4"),
        ("scheme", "plain", "rules/schemes/plain.yaml:1"),
        ("source", "calls", "rules/sources/calls.yaml:1"),
    ]
    scores = json.loads((small.root / "closed/2026-10/scores.json").read_text())
    assert [sheet["total"] for sheet in scores["scores"]] == ["80", "90"]
    assert scores["scores"][0]["kpis"][0]["trace"]["definition"] == "roles/clerk.yaml:4"


def test_closing_gives_the_same_bytes_every_time(small: Office, tmp_path: Path) -> None:
    assert close(small).exit_code == 0
    first = everything(small.root / "closed")
    for path in (small.root / "closed/2026-10").iterdir():
        path.unlink()
    assert close(small).exit_code == 0
    assert everything(small.root / "closed") == first


def test_a_rerun_shows_the_difference_and_changes_nothing(small: Office) -> None:
    close(small)
    kept = everything(small.root / "closed")
    assert differences(small) == []
    small.role["kpis"][0]["score"]["steps"]["lose"] = 2
    small.write()
    first, second, *rest = differences(small)
    assert (first["employee"], first["kpi"], first["fields"]) == (
        "E1",
        "k",
        {"points": ["80", "60"]},
    )
    (cause,) = first["causes"]
    assert (cause["kind"], cause["old"]) == ("definition", "roles/clerk.yaml:4")
    assert cause["changes"] == [{"path": "/score/steps/lose", "old": 1, "new": 2}]
    assert (second["kpi"], second["fields"]) == (None, {"total": ["80", "60"]})
    assert [(c["kind"], c["name"], c["old"], c["new"]) for c in second["causes"]] == [
        ("kpi", "k", "80", "60")
    ]
    assert [change["fields"] for change in rest] == [
        {"points": ["90", "80"]},
        {"total": ["90", "80"], "grade": ["A", "B"]},
    ]
    told = run(small, "evaluate", "--period", OCTOBER).output
    assert "warning differs-from-closed" in told
    assert "每步扣" in told or "扣" in told
    assert everything(small.root / "closed") == kept


def test_a_changed_log_is_named_as_the_cause(small: Office) -> None:
    close(small)
    small.rows(",E1,a,2026-10-01,70", ",E2,a,2026-10-02,90", head=HEAD)
    small.write()
    changes = differences(small)
    assert [(c["employee"], c["kpi"]) for c in changes] == [("E1", "k"), ("E1", None)]
    assert changes[0]["fields"]["points"] == ["80", "70"]
    assert [(c["kind"], c["name"]) for c in changes[0]["causes"]] == [("log", "logs/calls.csv")]


def test_people_who_came_or_went_are_differences(small: Office) -> None:
    close(small)
    small.people += "E3,丙,clerk,,,B\n"
    small.write()
    (change,) = differences(small)
    assert (change["employee"], change["fields"]) == ("E3", {"sheet": [False, True]})
    assert [cause["name"] for cause in change["causes"]] == ["people.csv"]


def test_an_appeal_upheld_after_the_closing_stands_beside_it(small: Office) -> None:
    close(small, "--signed-on", "2026-11-05")
    small.scheme["appeal_within"] = "3 d"
    small.logs["appeals.yaml"] = """appeals:
  - {id: a, employee: E1, period: 2026-10, why: 停电, filed_on: 2026-11-09, decision: upheld,
     decided: {total: 88}, by: 陈, decided_on: 2026-11-10}
"""
    small.write()
    found = run(small, "evaluate", "--period", OCTOBER)
    assert "appeal-late" in found.stderr  # the window runs from the day of signing
    (change,) = differences(small)
    assert change["fields"]["decided_total"] == [None, "88"]


def test_closing_twice_asks_and_keeps_the_first(small: Office) -> None:
    assert close(small).exit_code == 0
    again = close(small)
    assert again.exit_code == 1
    assert "close-again" in again.stderr
    assert "close-needs-yes" in again.stderr
    first = (small.root / "closed/2026-10/close.json").read_bytes()
    assert close(small, "--yes").exit_code == 0
    assert (small.root / "closed/2026-10/earlier/1/close.json").read_bytes() == first
    made = json.loads((small.root / "closed/2026-10/close.json").read_text())
    assert (made["closing"], made["accepted"]) == (2, ["2026-10 已经封存过（第 1 次）。"])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("incomplete", "close-incomplete"),
        ("pending", "close-appeal-pending"),
        ("errors", "close-errors"),
    ],
)
def test_a_doubtful_closing_asks(small: Office, spoil: str, code: str) -> None:
    if spoil == "incomplete":
        small.rows(",E1,a,2026-10-01,80", head=HEAD)
    elif spoil == "pending":
        small.logs["appeals.yaml"] = (
            "appeals: [{id: a, employee: E1, period: 2026-10, why: 停电, filed_on: 2026-11-05}]\n"
        )
    else:
        small.people += "E1,甲,clerk,,,A\nE9,,nobody,,,\n"
    small.write()
    found = close(small)
    assert (found.exit_code, code in found.stderr) == (1, True)
    assert not (small.root / "closed").exists()
    assert close(small, "--yes").exit_code == 0
    made = json.loads((small.root / "closed/2026-10/close.json").read_text())
    assert len(made["accepted"]) >= 1


def test_listing_and_verifying(small: Office) -> None:
    close(small, "--signed-by", "林若兰")
    listed = run(small, "close", "--list")
    assert (listed.exit_code, "林若兰" in listed.stdout) == (0, True)
    assert run(small, "close", "--verify").exit_code == 0
    small.rows(",E1,a,2026-10-01,70", head=HEAD)
    small.write()
    found = run(small, "close", "--verify")
    assert (found.exit_code, "closed-input-changed" in found.stderr) == (0, True)
    (small.root / "logs/calls.csv").unlink()
    assert "closed-input-gone" in run(small, "close", "--verify").stderr
    assert run(small, "close", "2026-09", "--list").exit_code == 1


def test_other_line_ends_are_not_an_alteration(small: Office) -> None:
    close(small)
    for path in (small.root / "closed/2026-10").glob("*.json"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run(small, "close", "--verify").exit_code == 0


@pytest.mark.parametrize("name", ["scores.json", "close.json"])
def test_what_was_altered_is_told_and_not_relied_on(small: Office, name: str) -> None:
    close(small)
    path = small.root / "closed/2026-10" / name
    path.write_text(path.read_text().replace('"2026-10-31"', '"2026-10-30"'))
    found = run(small, "close", "--verify")
    assert (found.exit_code, "closed-altered" in found.stderr) == (1, True)
    evaluated = run(small, "evaluate", "--period", OCTOBER)
    assert (evaluated.exit_code, "closed-altered" in evaluated.stderr) == (1, True)
    assert close(small, "--yes").exit_code == 2
    small.scheme["rollup"] = {"take": "mean"}
    small.write()
    assert "closed-altered" in run(small, "evaluate", "--period", "2026-Q4").stderr


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"scores": 1, "seal": 2}', b"[" * 9999]
)
def test_a_broken_closing_is_a_finding(small: Office, content: bytes) -> None:
    close(small)
    (small.root / "closed/2026-10/close.json").write_bytes(content)
    for words in (("close", "--list"), ("evaluate", "--period", OCTOBER)):
        found = run(small, *words)
        assert (found.exit_code, "closed-unreadable" in found.stderr) == (1, True)


def test_nothing_is_half_written(small: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes, **how: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacement, "_write", full)
    found = close(small)
    assert (found.exit_code, "output-unwritable" in found.stderr) == (2, True)
    assert not list(small.root.glob("closed/**/*.json"))


@pytest.mark.parametrize("words", [(), ("soon",), (OCTOBER, "--signed-on", "tomorrow")])
def test_arguments_that_mean_nothing(small: Office, words: tuple[str, ...]) -> None:
    assert run(small, "close", *words).exit_code == 2


def test_a_year_is_made_of_what_was_signed(small: Office) -> None:
    small.scheme["rollup"] = {"take": "mean", "missing": "leave_out"}
    small.write()
    close(small)
    small.rows(",E1,a,2026-10-01,10", ",E1,a,2026-11-01,100", head=HEAD)
    data = small.data(period="2026-Q4")
    assert data["scores"][0]["total"] == "90"  # (80 as signed + 100) ÷ 2
    assert [p["from"] for p in data["scores"][0]["rollup"]["periods"]] == [
        *("closed", "evaluated", "evaluated"),
    ]


def test_only_whole_closings_are_read(small: Office) -> None:
    assert read_closed(small.root, parse_period(OCTOBER)) is None

"""Rating forms handed out, filled in and read back: by cell, all or nothing, the same twice."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workspaces import write_files

from dutybook.cli import main
from dutybook.files.formsheet import form_id

ROLE = """
role: clerk
title: 文员
department: 办公室
kpis:
  - id: attitude
    name: 态度
    weight: 60
    measure: {rating: {scale: {min: 60, max: 100, step: 5}, raters: {self: 20%, superior: 50%, peer: 30%}, anonymous: {min: 2}}}
    target: "≥ 80"
    score: rating
  - id: skill
    name: 技能
    weight: 40
    measure: {rating: {scale: 10, raters: {superior: 100%}}}
    target: "≥ 8"
    score: rating
"""
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: monthly\nlogs: {ratings: logs/ratings.csv}\n",
    "roles/clerk.yaml": ROLE,
    "roles/head.yaml": "role: head\ntitle: 主任\n",
    "people.csv": "employee,name,role,from,to,superior\nE1,甲,clerk,2026-01-01,,E9\n"
    "E2,乙,clerk,2026-01-01,,E9\nE9,丙,head,2026-01-01,,\n",
    "logs/ratings.csv": "\ufeff工号,指标,评分人,评分人工号,评分,评分日期\r\n"
    "E2,skill,superior,E9,9,2026年10月20日\r\n",
}
Fill = dict[str, Any]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


class Desk:
    """A workspace whose forms are handed out, filled in and read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_files(root, FILES)
        self.log = root / "logs/ratings.csv"
        self.out = root / "out/evaluation-form/2026-10"

    def hand_out(self, *options: str) -> None:
        period = ("--period", "2026-10", "--kind", "evaluation-form", "--format", "xlsx")
        assert run("build", "-w", self.root, *period, *options).exit_code in (0, 1)

    def fill(self, name: str, fill: Fill, to: str = "") -> Path:
        """A form with cells filled in, named as the hidden sheet names them."""
        path = self.root / (to or f"filled-{name}")
        if not path.exists():
            shutil.copy(self.out / name, path)
        book = load_workbook(path)
        facts = {str(row[0]): str(row[1]) for row in book["dutybook"].iter_rows(values_only=True)}
        for fact, value in fill.items():
            book.worksheets[0][facts.get(fact, fact)] = value
        book.save(path)
        return path

    def read(self, *arguments: object) -> Result:
        return run("ratings", "-w", self.root, *arguments)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.hand_out()
    return made


FORM = "E1-clerk.xlsx"
GOOD: Fill = {
    "by superior": "E9",
    "rating attitude superior": 85,
    "rating skill superior": 9.5,
    "rating attitude self": 95,
}


def test_good_ratings_reach_the_log_and_the_score(desk: Desk) -> None:
    path, before = desk.fill(FORM, GOOD), desk.log.read_bytes()
    looked = desk.read(path)
    assert looked.exit_code == 0, looked.stderr
    assert "还没有写" in looked.stdout
    assert desk.log.read_bytes() == before
    assert "已写入" in desk.read(path, "--write").stdout
    assert desk.log.read_text("utf-8-sig").splitlines() == [
        "工号,指标,评分人,评分人工号,评分,评分日期",
        "E2,skill,superior,E9,9,2026年10月20日",
        "E1,attitude,self,E1,95,2026-10-31",
        "E1,attitude,superior,E9,85,2026-10-31",
        "E1,skill,superior,E9,9.5,2026-10-31",
    ]
    assert desk.log.read_bytes().startswith(before)
    found = run("evaluate", "-w", desk.root, "--period", "2026-10", "--format", "json")
    kpis = {k["kpi"]: k for k in json.loads(found.stdout)["scores"][0]["kpis"]}
    assert kpis["skill"]["points"] == "38"
    assert [one["mean"] for one in kpis["attitude"]["raters"]] == ["95", "85"]


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    path = desk.fill(FORM, GOOD)
    desk.read(path, "--write")
    written = desk.log.read_bytes()
    again = desk.read(path, path, "--write")
    assert again.exit_code == 0
    assert "没有要写的" in again.stdout
    assert desk.log.read_bytes() == written


def test_a_corrected_file_takes_the_earlier_ones_place_and_says_so(desk: Desk) -> None:
    desk.read(desk.fill(FORM, GOOD), "--write")
    lines = len(desk.log.read_text("utf-8-sig").splitlines())
    path = desk.fill(FORM, GOOD | {"rating skill superior": 8}, to="corrected.xlsx")
    assert "更正（原 9.5）" in desk.read(path, "--write").stdout
    text = desk.log.read_text("utf-8-sig")
    assert "E1,skill,superior,E9,8,2026-10-31" in text
    assert len(text.splitlines()) == lines


def test_ratings_already_in_the_log_stand_on_the_next_form(desk: Desk) -> None:
    book = load_workbook(desk.out / "E2-clerk.xlsx")
    facts = {str(row[0]): str(row[1]) for row in book["dutybook"].iter_rows(values_only=True)}
    assert book.worksheets[0][facts["rating skill superior"]].value == 9
    assert book.worksheets[0][facts["by superior"]].value == "E9"


MISTAKES: list[tuple[Fill, str, str]] = [
    ({"rating skill superior": None}, "rating-missing", "rating skill superior"),
    ({"rating skill superior": "优"}, "rating-not-number", "rating skill superior"),
    ({"rating skill superior": "=9+0"}, "rating-not-number", "rating skill superior"),
    ({"rating skill superior": "90%"}, "rating-not-number", "rating skill superior"),
    ({"rating skill superior": True}, "rating-not-number", "rating skill superior"),
    ({"rating skill superior": 10.5}, "rating-off-scale", "rating skill superior"),
    ({"rating attitude superior": 59}, "rating-off-scale", "rating attitude superior"),
    ({"rating attitude superior": 83}, "rating-off-scale", "rating attitude superior"),
    ({"by superior": None}, "rating-no-rater", "by superior"),
    ({"by superior": "E7"}, "rating-unknown-rater", "by superior"),
    ({"by superior": "E1"}, "rating-unknown-rater", "by superior"),
    ({"by self": "E2"}, "rating-unknown-rater", "by self"),
]


@pytest.mark.parametrize(("fill", "code", "where"), MISTAKES)
def test_mistakes_are_told_by_cell_and_nothing_is_written(
    desk: Desk, fill: Fill, code: str, where: str
) -> None:
    path, before = desk.fill(FORM, GOOD | fill), desk.log.read_bytes()
    book = load_workbook(path)
    facts = {str(row[0]): str(row[1]) for row in book["dutybook"].iter_rows(values_only=True)}
    found = desk.read(path, "--write")
    assert found.exit_code == 1
    assert f"{path.name}!{book.worksheets[0].title}!{facts[where]}" in found.stderr
    assert code in found.stderr
    assert desk.log.read_bytes() == before


def test_numbers_typed_as_text_are_numbers(desk: Desk) -> None:
    path = desk.fill(FORM, GOOD | {"rating skill superior": "９.5"})
    assert desk.read(path, "--write").exit_code == 0
    assert "E1,skill,superior,E9,9.5," in desk.log.read_text("utf-8-sig")


def test_a_deputy_may_rate_and_is_named(desk: Desk) -> None:
    found = desk.read(desk.fill(FORM, GOOD | {"by superior": "E2"}), "--write")
    assert found.exit_code == 0
    assert "rating-other-superior" in found.stderr
    assert "E1,skill,superior,E2,9.5," in desk.log.read_text("utf-8-sig")


def test_an_empty_form_is_no_mistake(desk: Desk) -> None:
    found = desk.read(desk.out / FORM, "--write")
    assert found.exit_code == 0
    assert "ratings-nothing" in found.stderr


def test_tampered_labels(desk: Desk) -> None:
    path = desk.fill(FORM, GOOD)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("技能"))
    cell.value = "别的指标"
    book.save(path)
    found = desk.read(path, "--write")
    assert found.exit_code == 1
    assert f"!{cell.coordinate}" in found.stderr
    assert "ratings-label-changed" in found.stderr


def test_a_form_of_another_definition(desk: Desk) -> None:
    path = desk.fill(FORM, GOOD)
    role = (desk.root / "roles/clerk.yaml").read_text("utf-8")
    (desk.root / "roles/clerk.yaml").write_text(role.replace("scale: 10,", "scale: 20,"), "utf-8")
    found = desk.read(path, "--write")
    assert (found.exit_code, "ratings-definition-changed" in found.stderr) == (1, True)


@pytest.mark.parametrize(
    ("fact", "value"), [("employee", "E2"), ("period", "2026-09"), ("form", "0" * 12)]
)
def test_a_form_turned_into_anothers(desk: Desk, fact: str, value: str) -> None:
    path = desk.fill(FORM, GOOD)
    book = load_workbook(path)
    for row in book["dutybook"].iter_rows():
        if row[0].value == fact:
            row[1].value = value
    book.save(path)
    found = desk.read(path, "--write")
    assert (found.exit_code, "ratings-facts-changed" in found.stderr) == (1, True)


FACTS = (("employee", "E2"), ("rated_on", "2026-10-01"), ("rating skill superior", "A1"))


def change(path: Path, facts: dict[str, str | None]) -> None:
    """Change, add or take away what a form says of itself, as whoever knows its making would."""
    book = load_workbook(path)
    sheet = book["dutybook"]
    held = {str(row[0].value): row for row in sheet.iter_rows(max_col=2)}
    now = {name: row[1].value for name, row in held.items()} | facts
    if now["form"] is not None:
        now["form"] = form_id(*(str(now[k] or "") for k in ("period", "employee", "role", "rater")))
    for name, value in now.items():
        row = held.get(name)
        if row is None:
            sheet.append([name, value])
        elif value is None:
            row[0].value = row[1].value = None
        else:
            row[1].value = value
    book.save(path)


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose office has a secret."""
    monkeypatch.setenv("DUTYBOOK_SECRET", "the office's own")
    made = Desk(tmp_path)
    made.hand_out()
    return made


def test_a_sealed_form_is_read_without_a_word(sealed: Desk) -> None:
    found = sealed.read(sealed.fill(FORM, GOOD), "--write")
    assert (found.exit_code, "ratings-unsealed" in found.stderr) == (0, False)
    assert "E1,attitude" in sealed.log.read_text("utf-8-sig")


@pytest.mark.parametrize(("fact", "value"), FACTS)
def test_a_sealed_form_turned_into_anothers_with_its_number_is_refused(
    sealed: Desk, fact: str, value: str
) -> None:
    before = sealed.log.read_bytes()
    path = sealed.fill(FORM, GOOD)
    change(path, {fact: value})
    found = sealed.read(path, "--write")
    assert (found.exit_code, "ratings-seal-wrong" in found.stderr) == (1, True)
    assert sealed.log.read_bytes() == before


def test_a_form_sealed_by_another_office_is_refused(
    sealed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sealed.fill(FORM, GOOD)
    monkeypatch.setenv("DUTYBOOK_SECRET", "another")
    found = sealed.read(path, "--write")
    assert (found.exit_code, "ratings-seal-wrong" in found.stderr) == (1, True)


def test_a_form_from_before_the_secret_is_read_with_a_notice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.fill(FORM, GOOD)
    monkeypatch.setenv("DUTYBOOK_SECRET", "the office's own")
    found = desk.read(path, "--write")
    assert (found.exit_code, "ratings-unsealed" in found.stderr) == (0, True)
    assert "E1,attitude" in desk.log.read_text("utf-8-sig")


def test_without_a_secret_a_seal_is_not_asked_for_and_that_is_told(
    sealed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sealed.fill(FORM, GOOD)
    monkeypatch.delenv("DUTYBOOK_SECRET")
    found = sealed.read(path, "--write")
    assert (found.exit_code, "ratings-seal-unchecked" in found.stderr) == (0, True)
    assert "E1,attitude" in sealed.log.read_text("utf-8-sig")


def test_an_empty_secret_is_none_and_told(sealed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sealed.fill(FORM, GOOD)
    before = sealed.log.read_bytes()
    monkeypatch.setenv("DUTYBOOK_SECRET", " ")
    build = ("build", "-w", sealed.root, "--kind", "evaluation-form", "--format", "xlsx")
    for found in (sealed.read(path, "--write"), run(*build, "--period", "2026-10")):
        assert (found.exit_code, "secret-empty" in found.stderr + found.stdout) == (2, True)
    assert sealed.log.read_bytes() == before


def test_a_new_secret_makes_new_forms(sealed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (sealed.out / FORM).read_bytes()
    monkeypatch.setenv("DUTYBOOK_SECRET", "another")
    sealed.hand_out()
    assert (sealed.out / FORM).read_bytes() != first
    monkeypatch.delenv("DUTYBOOK_SECRET")
    sealed.hand_out()
    facts = load_workbook(sealed.out / FORM)["dutybook"].iter_rows(max_col=1, values_only=True)
    assert ("seal",) not in set(facts)


def test_another_period(desk: Desk) -> None:
    found = desk.read(desk.fill(FORM, GOOD), "--period", "2026-11", "--write")
    assert (found.exit_code, "ratings-wrong-period" in found.stderr) == (1, True)


def test_an_employee_who_has_gone(desk: Desk) -> None:
    path = desk.fill(FORM, GOOD)
    people = (desk.root / "people.csv").read_text("utf-8").replace("E1,", "E8,")
    (desk.root / "people.csv").write_text(people, "utf-8")
    found = desk.read(path)
    assert (found.exit_code, "ratings-unknown-employee" in found.stderr) == (1, True)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 no"), "ratings-unreadable"),
        (lambda path: path.write_text("工号,评分"), "ratings-unreadable"),
        (lambda path: _plain_book(path), "ratings-not-a-form"),
    ],
)
def test_files_that_are_no_forms(
    desk: Desk, make: Callable[[Path], object], code: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.xlsx"
    make(path)
    found = desk.read(path, "--write")
    assert (found.exit_code, code in found.stderr) == (1, True)


def _plain_book(path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(path)


def test_two_forms_that_contradict_each_other_are_both_left_out(desk: Desk) -> None:
    one = desk.fill(FORM, GOOD, to="one.xlsx")
    two = desk.fill(FORM, GOOD | {"rating skill superior": 7}, to="two.xlsx")
    other = desk.fill("E2-clerk.xlsx", {"by superior": "E9", "rating attitude superior": 80})
    found = desk.read(one, two, other, "--write")
    assert (found.exit_code, "ratings-form-twice" in found.stderr) == (1, True)
    text = desk.log.read_text("utf-8-sig")
    assert "E1," not in text
    assert "E2,attitude,superior,E9,80,2026-10-31" in text


def test_a_good_form_beside_a_bad_one_is_taken(desk: Desk) -> None:
    bad = desk.fill(FORM, GOOD | {"rating skill superior": 11})
    good = desk.fill("E2-clerk.xlsx", {"rating attitude superior": 80})
    assert desk.read(bad, good, "--write").exit_code == 1
    text = desk.log.read_text("utf-8-sig")
    assert "E1," not in text
    assert "E2,attitude,superior,E9,80," in text


def test_anonymous_slips_count_once_each_and_are_not_listed(desk: Desk) -> None:
    desk.hand_out("--rater", "peer")
    slips = [
        desk.fill("E1-clerk-peer.xlsx", {"by peer": n, "rating attitude peer": v}, to=f"s{n}.xlsx")
        for n, v in ((1, 85), (2, 95))
    ]
    found = desk.read(*slips, "--write")
    assert found.exit_code == 0, found.stderr
    assert "85" not in found.stdout
    text = desk.log.read_text("utf-8-sig")
    assert "E1,attitude,peer,1,85,2026-10-31" in text
    assert "E1,attitude,peer,2,95,2026-10-31" in text
    listed = json.loads(desk.read(*slips, "--format", "json").stdout)
    assert [(one["value"], one["outcome"]) for one in listed["ratings"]] == [(None, "same")] * 2


def test_where_several_logs_could_be_meant_it_asks(desk: Desk) -> None:
    settings = FILES["dutybook.yaml"].replace("logs/ratings.csv", "logs/*.csv")
    (desk.root / "dutybook.yaml").write_text(settings, "utf-8")
    other = desk.root / "logs/more.csv"
    other.write_text("employee,kpi,rater,by,value,rated_on\n", "utf-8")
    path = desk.fill(FORM, GOOD)
    found = desk.read(path, "--write")
    assert (found.exit_code, "ratings-log-unclear" in found.stderr) == (2, True)
    assert desk.read(path, "--into", other, "--write").exit_code == 0
    assert "E1,skill,superior,E9,9.5,2026-10-31" in other.read_text("utf-8")


def test_a_log_in_another_encoding_stays_in_it(desk: Desk) -> None:
    desk.log.write_bytes("工号;指标;评分人;评分人工号;评分;评分日期;备注\n".encode("gb18030"))
    assert desk.read(desk.fill(FORM, GOOD), "--write").exit_code == 0
    text = desk.log.read_bytes().decode("gb18030")
    assert "E1;skill;superior;E9;9.5;2026-10-31;\n" in text

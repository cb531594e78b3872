"""people.csv: who is evaluated, and every mistake at its line."""

import pytest
from office import Office, codes

from dutybook.finding import DutybookError
from dutybook.roster.people import read_people


@pytest.fixture
def open_office(office: Office) -> Office:
    """An office with one measure and one row."""
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(",E1,complaint,2026-10-01,")
    return office


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("E3,丙,nobody,,", "people-unknown-role"),
        (",丙,clerk,,", "people-no-employee"),
        ("E3,丙,clerk,2026-13-01,", "people-bad-dates"),
        ("E3,丙,clerk,2026-02-01,2026-01-01", "people-bad-dates"),
        ("E3,丙,clerk", "csv-row-columns"),
        ("E1,甲,文员,2026-10-20,", "people-overlap"),
    ],
)
def test_mistakes_have_a_line(open_office: Office, line: str, code: str) -> None:
    open_office.people = f"employee,name,role,from,to\nE1,甲,clerk,,\n{line}\n"
    evaluation = open_office.evaluate()
    assert codes(evaluation) == [code]
    assert [f.place.line for f in evaluation.findings] == [3]
    assert [s.sheet.employee for s in evaluation.sheets] == ["E1"]


@pytest.mark.parametrize("fte", ["0", "1.5", "half", "-1"])
def test_a_share_of_a_post_is_above_0_and_at_most_1(open_office: Office, fte: str) -> None:
    open_office.people = f"employee,name,role,fte\nE1,甲,clerk,50%\nE2,乙,clerk,{fte}\n"
    assert codes(open_office.evaluate()) == ["people-bad-fte"]


def test_chinese_headings_and_excel_dates(open_office: Office) -> None:
    open_office.people = "工号,姓名,岗位,任职开始,任职结束\nE1,甲,文员,2026/1/1,2026年10月5日\n"
    assert open_office.evaluate().sheets[0].sheet.length == 5


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ("", "csv-empty"),
        ("employee,name,role\n", "people-empty"),
        ("name,role\n甲,clerk\n", "csv-column-missing"),
        ("employee,name,role,to\nE1,甲,clerk,2026-09-30\n", "nobody-to-evaluate"),
    ],
)
def test_nobody_to_evaluate(open_office: Office, people: str, code: str) -> None:
    open_office.people = people
    with pytest.raises(DutybookError) as caught:
        open_office.evaluate()
    assert [f.code for f in caught.value.findings] == [code]


def test_without_a_people_file(open_office: Office) -> None:
    open_office.config["people"] = "elsewhere.csv"
    with pytest.raises(DutybookError, match="people-missing"):
        open_office.evaluate()


def test_a_monthly_scheme_is_not_run_for_a_year(open_office: Office) -> None:
    with pytest.raises(DutybookError, match="nobody-to-evaluate"):
        open_office.evaluate("2026")
    open_office.scheme["period"] = "year"
    assert open_office.evaluate("2026").sheets


def test_a_role_without_a_scheme_is_only_added_up(open_office: Office) -> None:
    open_office.config["scheme"] = "other"
    assert codes(open_office.evaluate()) == ["role-without-scheme"]


def test_a_role_that_is_not_in_force_yet(open_office: Office) -> None:
    open_office.role["effective"] = "2026-11-01"
    with pytest.raises(DutybookError, match="role-not-in-force"):
        open_office.evaluate()


def test_several_posts_at_once_are_scored_alone(open_office: Office) -> None:
    open_office.more = [{"role": "second", "title": "兼职"}]
    open_office.people += "E1,甲,second,2026-10-31,,\n"
    evaluation = open_office.evaluate()
    assert codes(evaluation) == ["people-several-posts"]
    assert [s.sheet.role.role for s in evaluation.sheets if s.sheet.employee == "E1"] == [
        "clerk",
        "second",
    ]


def test_one_sheet_per_role_when_someone_moves(open_office: Office) -> None:
    open_office.more = [{"role": "second", "title": "兼职"}]
    open_office.people = (
        "employee,name,role,from,to\nE1,甲,clerk,,2026-10-10\nE1,甲,second,2026-10-11,\n"
    )
    evaluation = open_office.evaluate()
    assert (codes(evaluation), [s.sheet.length for s in evaluation.sheets]) == ([], [10, 21])


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_the_ends_of_the_calendar(open_office: Office, zone: str) -> None:
    open_office.config["timezone"] = zone
    open_office.people = "employee,name,role,from,to\nE1,甲,clerk,0001-01-01,9999-12-31\n"
    for period, as_of in (("2026-10", "9999-12-31"), ("2026-10", "0001-01-01"), ("0001-01", None)):
        assert open_office.evaluate(period, as_of).sheets


def test_settings_that_cannot_be_used_score_nobody(open_office: Office) -> None:
    open_office.config["timezone"] = "Mars/Olympus"
    with pytest.raises(DutybookError, match="bad-timezone"), open_office.run_anyway():
        pass


def test_who_has_no_role_because_its_file_is_broken(open_office: Office) -> None:
    open_office.role["reports_to"] = 12
    with open_office.run_anyway() as run:
        sheets = run.evaluation.sheets
    assert {sheet.status for sheet in sheets} == {"incomplete"}  # told once, of the role itself


@pytest.mark.parametrize("heads", ["employee,name,role,post", "工号,姓名,岗位,post"])
def test_a_column_of_ones_own_may_be_called_post(open_office: Office, heads: str) -> None:
    open_office.people = f"{heads}\nE1,甲,clerk,east gate\n"
    evaluation = open_office.evaluate()
    assert codes(evaluation) == []
    assert [s.sheet.employee for s in evaluation.sheets] == ["E1"]
    [person], _ = read_people(open_office.write())
    assert (person.role, person.columns["post"]) == ("clerk", "east gate")


def test_where_nothing_else_is_the_role_post_is(open_office: Office) -> None:
    open_office.people = "employee,name,post\nE1,甲,clerk\n"
    assert codes(open_office.evaluate()) == []

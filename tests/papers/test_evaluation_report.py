"""Evaluation reports of a person and of a department, from results worked out by hand."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from evaluated import SHEET, incomplete, results
from goldens import golden

from dutybook.papers.columns import squeezed
from dutybook.papers.evaluation_report.context import Said
from dutybook.papers.evaluation_report.paper import evaluation_report
from dutybook.papers.results import people_of, read_results, units_of
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.write.json.contract import write
from dutybook.write.tree import Element

Views = Callable[[str], View]


def doc_of(view: View, data: dict[str, Any], about: str) -> Any:
    read = read_results(data)
    found = units_of(view, read) if about == "unit" else people_of(view, read)
    return evaluation_report(view, next(iter(found)))


def tree_of(view: View, doc: Any) -> Element:
    words = {"doc": doc, "t": view.labels.words}
    return render(environment(None), "evaluation-report.html.j2", words, "T001")


@pytest.mark.parametrize("about", ["person", "unit"])
@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_golden_trees(view_in: Views, about: str, locale: str) -> None:
    view = view_in(locale)
    golden(f"evaluation-report-{about}-{locale}", tree_of(view, doc_of(view, results(), about)))


def test_points_lost_are_full_points_less_points(view_in: Views) -> None:
    doc = doc_of(view_in("zh-Hans"), results(), "person")
    lost = {row.name: row.lost for row in doc.rows}
    assert (lost["投诉数"], lost["报表完成率"], lost["满意度"]) == ("2", "10", "2.1")
    identity = {cell.label: cell.value for row in doc.identity for cell in row}
    # 2 + 10 + 2.1; what lies above full makes up for nothing
    assert (identity["失分"], identity["总分"], identity["等级"]) == ("14.1", "85.9", "B")


def test_the_rows_that_cost_points_are_listed(view_in: Views) -> None:
    (part,) = doc_of(view_in("zh-Hans"), results(), "person").costing
    assert part.title == "投诉数：失 2 分"
    assert (part.heads, part.rows) == (["结果", "编号"], [["计入", "J-7"]])


def test_the_annex_prints_what_explain_says(view_in: Views) -> None:
    view = view_in("zh-Hans")
    text = tree_of(view, doc_of(view, results(), "person")).text()
    for kpi in SHEET["kpis"]:
        for sentence in (*kpi["trace"]["measured"], *kpi["trace"]["scored"]):
            assert sentence in text
        assert kpi["trace"]["definition"] in text
        assert kpi["trace"]["rows"] in text


def test_a_trend_breaks_where_a_total_is_missing(view_in: Views) -> None:
    doc = doc_of(view_in("zh-Hans"), results(), "person")
    assert "2026-08 78；2026-09 未完成；2026-10 85.9" in doc.trend.alt
    assert doc_of(view_in("en"), results() | {"earlier": []}, "person").trend is None


def test_an_incomplete_report_looks_incomplete(view_in: Views) -> None:
    view = view_in("zh-Hans")
    person = doc_of(view, incomplete(), "person")
    assert person.missing == "总分未完成，还缺：满意度（未评分：客户评）。"
    identity = {cell.label: cell.value for row in person.identity for cell in row}
    assert (identity["总分"], identity["等级"]) == ("未完成", "")
    unit = doc_of(view, incomplete(), "unit")
    assert unit.people[0].total == ""
    assert unit.waiting == [Said("张三", person.missing)]
    assert unit.grades is None


def test_a_department_adds_its_people_up(view_in: Views) -> None:
    doc = doc_of(view_in("zh-Hans"), results(), "unit")
    identity = {cell.label: cell.value for row in doc.identity for cell in row}
    assert (identity["考核人次"], identity["总分完整"], identity["平均总分"]) == ("1", "1", "85.9")
    assert "B 1人 100%" in doc.grades.alt
    assert [loss.kpi for loss in doc.losses] == ["报表完成率", "满意度", "投诉数"]
    assert "投诉数 86.7%" in doc.bars[0].alt  # 13 of 15


def test_after_an_appeal_both_totals_are_shown(view_in: Views) -> None:
    decided = {key: SHEET[key] for key in ("status", "coefficient")} | {"total": "91", "grade": "A"}
    data = results(decided=decided)
    doc = doc_of(view_in("zh-Hans"), data, "person")
    identity = {cell.label: cell.value for row in doc.identity for cell in row}
    assert (identity["总分"], identity["等级"]) == ("85.9（申诉后 91）", "A")


def test_where_the_data_went_adds_up(view_in: Views) -> None:
    (part,) = doc_of(view_in("zh-Hans"), results(), "unit").conservation
    parts = [int(value) for key, value in asdict(part).items() if key not in ("source", "read")]
    assert sum(parts) == int(part.read)


def test_as_json_it_is_the_contract(view_in: Views) -> None:
    view = view_in("zh-Hans")
    data = write(
        {"doc": doc_of(view, results(), "person"), "t": view.labels.words}, "zh-Hans", None
    )
    assert b'"total": "85.9"' in data
    assert data == write(
        {"doc": doc_of(view, results(), "person"), "t": view.labels.words}, "zh-Hans", None
    )


def test_columns_that_do_not_fit_leave_short_ones_whole() -> None:
    assert squeezed([3.5, 10, 20], 48) == [3.5, 10, 20]
    assert squeezed([5, 30, 56], 48) == [5, 15, 28]  # 43 shared as 30 to 56
    assert squeezed([5, 6], 10) == [5, 6]

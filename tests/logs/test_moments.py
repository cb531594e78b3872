"""Times of day, moments in two columns, and what stands for no value."""

from typing import Any

import pytest
from office import Office, codes, result

HEAD = "no,employee,day,clock,until"
COLUMNS: dict[str, Any] = {
    "no": "text", "employee": "text", "day": "date", "clock": "time", "until": "time",
    "began_at": {"type": "instant", "joined": ["day", "clock"]},
    "ended_at": {"type": "instant", "joined": {"date": "day", "time": "until", "after": "began_at"}},
}  # fmt: skip
TOOK = {"sum": {"of": "calls", "value": {"from": "began_at", "to": "ended_at"}}}


def shifts(office: Office, *rows: str) -> Any:
    office.source |= {"columns": dict(COLUMNS), "time": "began_at", "nulls": ["?", "NA"]}
    office.kpi(TOOK, None)
    office.rows(*rows, head=HEAD)
    return office.evaluate()


@pytest.mark.parametrize(
    "clock",
    [
        "08:05",
        "8:05",
        "08:05:00",
        "8:05 AM",
        "上午8:05",
        "0805",
        "080500",
        "8：05",
        "1899-12-31 08:05:00",
    ],
)
def test_times_of_day_as_people_write_them(office: Office, clock: str) -> None:
    evaluation = shifts(office, f",E1,2026-10-12,{clock},09:05")
    assert result(evaluation).value.value == 3600


@pytest.mark.parametrize("clock", ["25:00", "8", "abends", "08:60", "8:05 XM"])
def test_what_is_no_time_of_day_is_rejected(office: Office, clock: str) -> None:
    evaluation = shifts(office, f",E1,2026-10-12,{clock},09:05", ",E1,2026-10-12,08:00,09:00")
    assert result(evaluation).value.value == 3600
    assert "rows-rejected" in codes(evaluation)


def test_a_shift_over_midnight_ends_the_next_day_and_belongs_to_its_start(office: Office) -> None:
    evaluation = shifts(office, ",E1,2026-10-31,22:00,06:00", ",E1,2026-09-30,22:00,06:00")
    assert result(evaluation).value.pending == 1  # ends after the period, began in it
    assert result(office.evaluate(as_of="2026-11-01")).value.value == 8 * 3600


def test_a_shift_that_ends_when_it_begins_is_rejected(office: Office) -> None:
    evaluation = shifts(office, ",E1,2026-10-12,08:00,08:00", ",E1,2026-10-13,08:00,09:00")
    assert result(evaluation).value.value == 3600
    assert "rows-rejected" in codes(evaluation)


def test_24_00_is_the_next_midnight(office: Office) -> None:
    assert result(shifts(office, ",E1,2026-10-12,22:00,24:00")).value.value == 2 * 3600


def test_markers_stand_for_no_value(office: Office) -> None:
    evaluation = shifts(office, ",E1,2026-10-12,08:00,?", ",E1,2026-10-12,08:00, NA ")
    found = result(evaluation).value
    assert (found.pending, found.value) == (2, 0)
    assert "rows-rejected" not in codes(evaluation)


def test_a_marker_in_a_needed_column_is_a_missing_value(office: Office) -> None:
    evaluation = shifts(office, ",E1,?,08:00,09:00", ",E1,2026-10-12,08:00,09:00")
    (rejected,) = [f for f in evaluation.findings if f.code == "rows-rejected"]
    assert result(evaluation).value.value == 3600
    assert rejected


def test_other_texts_stay_what_they_are(office: Office) -> None:
    office.source["nulls"] = ["?"]
    office.kpi({"count": {"of": "calls", "where": {"category": "NA"}}}, None)
    office.rows(",E1,NA,2026-10-12 08:00,", ",E1,?,2026-10-12 08:00,")
    assert office.result().value.value == 1


def test_a_marker_of_one_column_only(office: Office) -> None:
    office.source["columns"]["category"] = {"type": "text", "nulls": "无"}
    office.kpi({"count": {"of": "calls", "where": "category is null"}}, None)
    office.rows(",E1,无,2026-10-12 08:00,", ",E1,c,2026-10-12 08:00,")
    assert office.result().value.value == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"nulls": ["c"], "columns": {"category": {"type": "text", "values": ["c", "d"]}}}, "null-is-value"),
    ({"nulls": ["bot"], "ignore": {"category": "bot"}}, "null-is-value"),
    ({"columns": {"x": {"type": "instant", "joined": ["received_on", "category"]}}}, "joined-columns"),
    ({"columns": {"x": {"type": "instant", "joined": ["received_on", "nobody"]}}}, "joined-columns"),
    ({"columns": {"x": {"type": "text", "joined": ["received_on", "due_on"]}}}, "joined-columns"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), BAD)
def test_contradictions_are_said(office: Office, source: dict[str, Any], code: str) -> None:
    columns = source.pop("columns", {})
    office.source |= source
    office.source["columns"] |= columns
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(",E1,c,2026-10-12 08:00,")
    evaluation = office.evaluate()
    assert code in codes(evaluation)
    assert result(evaluation).status == "not_evaluable"


def test_moments_that_wait_for_one_another_are_said(office: Office) -> None:
    for one, other in (("x", "y"), ("y", "x")):
        joined = {"date": "received_on", "time": "clock", "after": other}
        office.source["columns"][one] = {"type": "instant", "joined": joined}
    office.source["columns"]["clock"] = "time"
    office.kpi({"count": {"of": "calls"}}, None)
    office.rows(",E1,c,2026-10-12 08:00,")
    assert "joined-columns" in codes(office.evaluate())

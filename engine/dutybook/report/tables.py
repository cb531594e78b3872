"""An evaluation as tables for people: totals, KPIs, conservation, rejected rows."""

from collections.abc import Iterator, Mapping
from typing import Final

from dutybook.count.log.rejected import Rejected
from dutybook.csv import csv_for_people
from dutybook.report.appeals import decided_points, lacking_periods
from dutybook.report.contract import CONSERVED, exact, fault_places, kpi_data, sheet_data
from dutybook.report.words import Words
from dutybook.score.result import Evaluation, PersonResult, Rank, SheetResult
from dutybook.words.table import Cell

_KPI_HEADS: Final = (
    "employee", "name", "role", "kpi", "status", "value", "numerator", "denominator", "pending",
    "excluded", "target", "met", "points", "full", "rule", "decided",
)  # fmt: skip
_TOTAL_HEADS: Final = (
    "employee",
    "name",
    "role",
    "status",
    "total",
    "grade",
    "coefficient",
    "missing",
)
_DECIDED_HEADS: Final = ("decided_total", "decided_grade", "decided_coefficient")


def totals(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per sheet: who, in which post, to what result, and what is missing; where appeals
    were upheld, also what was decided."""
    heads: tuple[str, ...] = _TOTAL_HEADS
    if any(sheet.rank for sheet in evaluation.sheets):
        heads = (*heads, "rank")
    if any(sheet.decided for sheet in evaluation.sheets):
        heads = (*heads, *_DECIDED_HEADS)
    if any(sheet.sheet.scheme.coefficient for sheet in evaluation.sheets):
        heads = (*heads, "pay_coefficient")
    rows: list[list[Cell]] = []
    for sheet in evaluation.sheets:
        who = sheet.sheet
        shown = sheet_data(sheet) | {
            "name": who.name,
            "role": who.role.title.at(words.locale),
            "status": words.say("sheet_status", sheet.status),
            "missing": "; ".join(_lacking(sheet, words)),
            "rank": rank_text(sheet.rank),
            "decided_total": exact(sheet.decided.total) if sheet.decided else None,
            "decided_grade": sheet.decided.grade if sheet.decided else None,
            "decided_coefficient": exact(sheet.decided.coefficient) if sheet.decided else None,
        }
        rows.append([shown[key] for key in heads])
    return words.heads(*heads), rows


def rank_text(rank: Rank | None) -> str | None:
    """``3/12``: the third of twelve."""
    return f"{rank.place}/{rank.of}" if rank and rank.place else None


def _lacking(sheet: SheetResult, words: Words) -> Iterator[str]:
    """What an incomplete total waits for."""
    if sheet.status == "incomplete":
        yield from lacking_periods(sheet, words)
        for place in fault_places(sheet):
            yield words.say("summary", "faulty", place=place)
        for result in sheet.missing:
            status = words.say("kpi_status", result.status)
            yield words.say(
                "summary", "lacking", kpi=result.kpi.name.at(words.locale), status=status
            )


def several_posts(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per post of everyone who held several, and one for what they come to together."""
    heads = ("employee", "name", "role", "status", "total", "weight", "grade", "coefficient")
    titles = {s.sheet.role.role: s.sheet.role.title for s in evaluation.sheets}
    rows: list[list[Cell]] = []
    for person in evaluation.persons:
        who = person.employee, person.name
        for post in person.posts:
            status = words.say("sheet_status", post.status)
            total, weight = exact(post.total), exact(post.weight)
            title = titles[post.role].at(words.locale)
            rows.append([*who, title, status, total, weight, None, None])
        rows.append([*who, *_together(person, words, "all_posts")])
        if person.decided is not None:
            rows.append([*who, *_together(person.decided, words, "all_posts_decided")])
    return words.heads(*heads), rows


def _together(person: PersonResult, words: Words, label: str) -> list[Cell]:
    """What somebody's posts come to, from the column of the post on."""
    status = words.say("sheet_status", person.status)
    total, coefficient = exact(person.total), exact(person.coefficient)
    return [words.say("summary", label), status, total, None, person.grade, coefficient]


def kpis(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per KPI and adjustment of every sheet."""
    rows: list[list[Cell]] = []
    for sheet in evaluation.sheets:
        who = sheet.sheet
        for result in (*sheet.kpis, *sheet.items):
            data = kpi_data(result)
            met = {
                None: None,
                True: words.say("summary", "yes"),
                False: words.say("summary", "no"),
            }[data["met"]]
            shown = data | {
                "employee": who.employee,
                "name": who.name,
                "role": who.role.title.at(words.locale),
                "kpi": result.kpi.name.at(words.locale),
                "status": words.say("kpi_status", result.status),
                "met": met,
                "points": exact(result.adds),
                "decided": decided_points(sheet, result),
            }
            rows.append([shown[key] for key in _KPI_HEADS])
    return words.heads(*_KPI_HEADS), rows


def conservation(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """Where every row of every source went."""
    rows: list[list[Cell]] = [
        [getattr(part, key) for key in CONSERVED] for part in evaluation.conservation
    ]
    return words.heads(*CONSERVED), rows


def rejected(
    evaluation: Evaluation, words: Words, check_words: Mapping[tuple[str, int], str]
) -> str:
    """Every unusable row with file, line, key and reason, as CSV."""
    rows: list[list[Cell]] = [
        [source, row.file, row.line, row.key, row.code, _reason(source, row, words, check_words)]
        for source, found in evaluation.rejected.items()
        for row in found
    ]
    return csv_for_people(["source", "file", "line", "key", "code", "reason"], rows)


def _reason(
    source: str, row: Rejected, words: Words, check_words: Mapping[tuple[str, int], str]
) -> str:
    check = check_words.get((source, row.check), "")
    return words.say("reasons", row.code, column=row.column, shown=row.shown, check=check)

"""Consequences and coefficients to pay by, as tables and sentences: for people to act on."""

from collections.abc import Iterator

from dutybook.report.contract import exact
from dutybook.report.words import Words
from dutybook.rule.line import as_shown
from dutybook.score.result import Evaluation, Follows, SheetResult
from dutybook.words.table import Cell

_HEADS = ("employee", "name", "role", "then", "kpi", "amount", "worth", "unit", "settled", "text")


def consequences(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per consequence of every sheet."""
    rows: list[list[Cell]] = []
    for sheet in evaluation.sheets:
        who = sheet.sheet
        title = who.role.title.at(words.locale)
        names = {r.kpi.id: r.kpi.name.at(words.locale) for r in (*sheet.kpis, *sheet.items)}
        rows += [
            [who.employee, who.name, title, *_row(one, names, words)] for one in sheet.consequences
        ]
    return words.heads(*_HEADS), rows


def _row(one: Follows, names: dict[str, str], words: Words) -> list[Cell]:
    worth = one.worth
    return [
        words.say("then", one.then),
        names.get(one.kpi or "", one.kpi),
        one.amount,
        None if worth is None else exact(worth.number),
        None if worth is None else worth.unit or None,
        words.say("summary", "yes" if one.decided else "no"),
        one.text,
    ]


def told(sheet: SheetResult, words: Words) -> Iterator[str]:
    """What `dutybook explain` says of a sheet: each consequence with its arithmetic, and the
    coefficient to pay by."""
    rule = sheet.sheet.scheme.coefficient
    person, pay = sheet.person_coefficient, sheet.pay_coefficient
    if rule is not None and person is not None:
        company = sheet.sheet.company
        slots = {"person": as_shown(person), "pay": "—" if pay is None else as_shown(pay)}
        slots |= {"company": "—" if company is None else as_shown(company)}
        yield words.say("summary", "pay_company" if rule.company else "pay", **slots)
        yield from (f"  {words.line(line)}" for line in sheet.coefficient_lines)
    names = {r.kpi.id: r.kpi.name.at(words.locale) for r in (*sheet.kpis, *sheet.items)}
    for one in sheet.consequences:
        open_ = "" if one.decided else words.say("summary", "not_decided")
        parts = [
            words.say("then", one.then),
            names.get(one.kpi or "", one.kpi or ""),
            one.amount or "",
            one.text or "",
            open_,
        ]
        yield " · ".join(filter(None, parts))
        yield from (f"  {words.line(line)}" for line in one.lines)

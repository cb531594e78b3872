"""What follows the KPIs in the Excel form: bonus and penalty items, vetoes, total and grade."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from dutybook.write import excel_formulas as formulas
from dutybook.write.excel_sheet import ACTUAL, NAME, NO, RULE, WEIGHT, Sheet, option

Data = Mapping[str, Any]

_ANY: Final = "1000"
"""Bound of a bonus or penalty that has none of its own."""


class Result:
    """Writes the sections in order. ``index`` is the cell, on the hidden sheet, that will hold
    ``index_formula``: the number of the grade; ``row`` is where the total's section begins."""

    def __init__(self, sheet: Sheet, doc: Data, labels: Data, index: str) -> None:
        self.sheet, self.doc, self.labels, self.index = sheet, doc, labels, index
        self.words: Data = labels["form"]
        self.places: list[tuple[str, str]] = []
        self.index_formula = ""
        self.row = sheet.row

    def write(self, subtotal: str) -> None:
        """Everything, given the cell of the KPIs' total."""
        adjusted = self._adjustments() if self.doc["adjustments"] else ""
        vetoes = self._vetoes() if self.doc["vetoes"] else []
        self.row = self.sheet.row
        self.sheet.heading(self.words["result"])
        if self.doc["filled"] and not self.doc["computed"]:
            self._given()
            return
        self._figure("subtotal", f"={subtotal}")
        cell = self._figure("adjusted", adjusted, 0) if adjusted else ""
        sets = [(condition, veto["total"]) for condition, veto in vetoes if veto["total"]]
        sets.sort(key=lambda pair: Fraction(pair[1]))  # of several the lowest holds
        waiting = self.doc["waiting"]
        total = self._figure("total", formulas.total(subtotal, cell, self.doc, sets, waiting))
        if self.doc["grades"]:
            self._grade(total, vetoes)

    def _given(self) -> None:
        """The evaluation's own figures, where a spreadsheet cannot follow how they were made."""
        sheet = self.sheet
        for name, value in self.doc["figures"].items():
            sheet.put(NO, RULE, self.words[name], "label")
            sheet.figure(ACTUAL, value, sheet.last)
            sheet.next(least=20)
        sheet.put(0, sheet.last, self.words["sheet"]["not_computed"], "note")
        sheet.next()
        self._grades()

    def _adjustments(self) -> str:
        sheet = self.sheet
        sheet.heading(self.words["adjustments"])
        heads = (
            self.labels["common"]["no"],
            *(self.words[key] for key in ("adjustment", "adjustment_rule", "times", "points")),
        )
        self._spread(heads, "head")
        first = sheet.row
        for row in self.doc["adjustments"]:
            self._adjustment(row)
        cells = sheet.cell(sheet.last, first), sheet.cell(sheet.last, sheet.row - 1)
        if self.doc["caps"]:
            sheet.put(
                0, sheet.last, self.labels["common"]["list_sep"].join(self.doc["caps"]), "note"
            )
            sheet.next()
        return formulas.adjusted(*cells, self.doc)

    def _adjustment(self, row: Data) -> None:
        sheet, rule = self.sheet, "\n".join(row["rule"])
        sheet.put(NO, NO, row["no"], "centre")
        name = sheet.named(NAME, row["name"], row["measure"])
        sheet.put(WEIGHT, RULE, rule)
        if self.doc["filled"]:
            sheet.put(ACTUAL, sheet.last - 1, row["times"], "centre")
            sheet.figure(sheet.last, row["raw"])
        else:
            sheet.put(ACTUAL, sheet.last - 1, "", "input")
            sheet.bounded(sheet.last, *self._bounds(row), self.words["sheet"]["out_of_range"])
        self.places.append((f"adjustment {row['id']}", str(sheet.row + 1)))
        sheet.next([(name, NAME, NAME), (rule, WEIGHT, RULE)], 26)

    def _bounds(self, row: Data) -> tuple[str, str, str]:
        """The least and the most that may be entered, and the words that say so."""
        said, doc = self.words["sheet"], self.doc
        most = row["cap"] or doc["bonus_cap"] or _ANY
        least = row["floor"] or f"-{doc['penalty_cap'] or _ANY}"
        if row["sign"] == "bonus":
            return "0", most, said["enter_bonus"].replace("{most}", most)
        if row["sign"] == "penalty":
            return least, "0", said["enter_penalty"].replace("{least}", least)
        return least, most, said["enter_points"]

    def _vetoes(self) -> list[tuple[str, Data]]:
        """Each veto with the condition that its cell says yes."""
        sheet, words = self.sheet, self.words
        sheet.heading(words["vetoes"])
        for first, last, key in ((NO, RULE, "veto"), (ACTUAL, sheet.last - 1, "veto_effect")):
            sheet.put(first, last, words[key], "head")
        sheet.put(sheet.last, sheet.last, words["veto_happened"], "head")
        sheet.next()
        conditions = []
        for veto in self.doc["vetoes"]:
            sheet.put(NO, RULE, veto["text"])
            sheet.put(ACTUAL, sheet.last - 1, veto["effect"], "centre")
            if self.doc["filled"]:
                said = words.get(veto["happened"], "") if veto["happened"] else ""
                sheet.put(sheet.last, sheet.last, option(said), "centre")
            else:
                sheet.choice(sheet.last, [words["yes"], words["no"]], words["sheet"]["choose"])
            conditions.append((f'{sheet.cell(sheet.last)}="{option(words["yes"])}"', veto))
            sheet.next([(veto["text"], NO, RULE)], 22)
        return conditions

    def _grade(self, total: str, vetoes: list[tuple[str, Data]]) -> None:
        sheet, grades = self.sheet, self.doc["grades"]
        numbers = {grade["grade"]: i for i, grade in enumerate(grades, 1)}
        here = f"'{sheet.sheet.get_name()}'!"
        best = [
            (here + condition, numbers[veto["grade"]])
            for condition, veto in vetoes
            if veto["grade"] in numbers
        ]
        self.index_formula = formulas.grade_index(here + total, grades, best)
        first = sheet.row + 3  # two figures and the header stand before the grades
        for label, column in (("grade", NO), ("coefficient", ACTUAL)):
            ends = sheet.cell(column, first), sheet.cell(column, first + len(grades) - 1)
            self._figure(label, formulas.looked_up(self.index, *ends))
        self._grades()

    def _figure(self, label: str, formula: str, value: "str | float" = "") -> str:
        sheet = self.sheet
        if known := self.doc["figures"][label]:
            value = known if label == "grade" else _cached(known)
        sheet.put(NO, RULE, self.words[label], "label")
        sheet.formula(ACTUAL, sheet.last, formula, value)
        cell = sheet.cell(ACTUAL)
        sheet.next(least=20)
        return cell

    def _grades(self) -> None:
        sheet, words = self.sheet, self.words
        heads = (words["grade"], words["sheet"]["name"], words["range"], words["coefficient"])
        spans = ((NO, NO), (NAME, NAME), (WEIGHT, RULE), (ACTUAL, sheet.last))
        for (first, last), head in zip(spans, heads, strict=True):
            sheet.put(first, last, head, "head")
        sheet.next()
        for grade in self.doc["grades"]:
            for (first, last), key in zip(spans, ("grade", "title", "range"), strict=False):
                sheet.put(first, last, grade[key], "centre")
            sheet.put(ACTUAL, sheet.last, "", "centre")
            if grade["coefficient"]:
                sheet.number(ACTUAL, grade["coefficient"])
            sheet.next()

    def _spread(self, words: tuple[str, ...], style: str) -> None:
        spans = (
            (NO, NO),
            (NAME, NAME),
            (WEIGHT, RULE),
            (ACTUAL, self.sheet.last - 1),
            (self.sheet.last, self.sheet.last),
        )
        for (first, last), text in zip(spans, words, strict=True):
            self.sheet.put(first, last, text, style)
        self.sheet.next()


def _cached(text: str) -> "str | float":
    try:
        return float(text)
    except ValueError:
        return text

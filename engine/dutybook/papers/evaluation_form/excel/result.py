"""What follows the KPIs in the Excel form: bonus and penalty items, vetoes, total and grade."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from dutybook.grammar.number.quantity import plain
from dutybook.papers.evaluation_form.context import EvaluationForm, FormItem, FormVeto
from dutybook.papers.evaluation_form.excel import formulas
from dutybook.papers.evaluation_form.excel.columns import ACTUAL, NAME, NO, RULE, WEIGHT
from dutybook.papers.evaluation_form.excel.kpis import Scored
from dutybook.papers.labels import Labels
from dutybook.write.excel.sheet import FormGrid, Style, option

Vetoes = list[tuple[str, FormVeto]]
"""Each veto with the condition that its cell says yes."""

_ANY: Final = Fraction(1000)
"""Bound of a bonus or penalty that has none of its own."""


class Result:
    """Writes the sections in order. ``index`` is the cell, on the hidden sheet, that will hold
    ``index_formula``: the number of the grade; ``row`` is where the total's section begins."""

    def __init__(self, sheet: FormGrid, doc: EvaluationForm, labels: Labels, index: str) -> None:
        self.sheet, self.doc, self.say, self.index = sheet, doc, labels.say, index
        self.figures = dict(doc.figures.items())
        self.places: list[tuple[str, str]] = []
        self.entries: list[tuple[str, str, str]] = []
        self.index_formula = ""
        self.row = sheet.row

    def write(self, scores: Sequence[Scored]) -> None:
        """Everything, given the cells of the KPIs' points."""
        if self.doc.adjustments:
            self._adjustments()
        vetoes = self._vetoes() if self.doc.vetoes else []
        self.row = self.sheet.row
        self.sheet.heading(self.say("form.result"))
        if not self.doc.computed:
            self._given()
            return
        self._strike(scores, vetoes)
        subtotal = self._subtotal(scores, vetoes)
        values = self._items(vetoes)
        adjusted = formulas.adjusted(values, self.doc.sums) if values else ""
        cell = self._figure("adjusted", adjusted, 0) if adjusted else ""
        of_total = [(condition, veto) for condition, veto in vetoes if not veto.kpi]
        sets = _lowest_first([(condition, veto.total) for condition, veto in of_total])
        most = _lowest_first([(condition, veto.at_most) for condition, veto in of_total])
        sums, waiting = self.doc.sums, self.doc.waiting
        total = self._figure("total", formulas.total(subtotal, cell, sums, sets, most, waiting))
        if self.doc.grades:
            self._grade(total, of_total)

    def _strike(self, scores: Sequence[Scored], vetoes: Vetoes) -> None:
        """Points that a veto sets, put into the KPIs' cells of an empty form."""
        for score in scores:
            strikes = _strikes(score.kpi, vetoes)
            if strikes and score.formula:
                formula = "=" + formulas.struck(score.formula, strikes)
                self.sheet.formula_at(score.row, self.sheet.last, formula, "")

    def _items(self, vetoes: Vetoes, *, grouped: str = "") -> list[tuple[str, str]]:
        """(id, value) of the items outside groups, or of those in one."""
        known = {group.id for group in self.doc.groups}
        return [
            (item, value if self.doc.filled else formulas.struck(value, _strikes(item, vetoes)))
            for item, group, value in self.entries
            if (group == grouped if grouped else group not in known)
        ]

    def _subtotal(self, scores: Sequence[Scored], vetoes: Vetoes) -> str:
        """A row for each group, then what they and the KPIs outside groups come to."""
        cells = []
        for group in self.doc.groups:
            inside = [score.cell for score in scores if score.group == group.id]
            items = [value for _, value in self._items(vetoes, grouped=group.id)]
            name = self.say("form.group_sum", group=group.title, n=group.points)
            formula = formulas.group([*inside, *items], inside, group)
            cells.append(self._row(name, formula, _cached(group.sum)))
        known = {group.id for group in self.doc.groups}
        cells += [score.cell for score in scores if score.group not in known]
        return self._figure("subtotal", formulas.column_sum(cells))

    def _given(self) -> None:
        """The evaluation's own figures, where a spreadsheet cannot follow how they were made; on an
        empty form room to write them in."""
        sheet, filled = self.sheet, self.doc.filled
        for name, value in self.figures.items():
            sheet.put(NO, RULE, self.say(f"form.{name}"), "label")
            if filled:
                sheet.figure(ACTUAL, value, sheet.last)
            else:
                sheet.put(ACTUAL, sheet.last, "", "input")
            sheet.next(least=20)
        self._note("not_computed" if filled else "by_program")
        self._grades()

    def _note(self, name: str) -> None:
        text = self.say(f"form.sheet.{name}")
        self.sheet.put(0, self.sheet.last, text, "note")
        self.sheet.next([(text, 0, self.sheet.last)])

    def _adjustments(self) -> None:
        sheet = self.sheet
        sheet.heading(self.say("form.adjustments"))
        heads = (
            self.say("common.no"),
            *(
                self.say(f"form.{key}")
                for key in ("adjustment", "adjustment_rule", "times", "points")
            ),
        )
        self._spread(heads, "head")
        for row in self.doc.adjustments:
            self._adjustment(row)
        if self.doc.caps:
            text = self.say("common.list_sep").join(self.doc.caps)
            sheet.put(0, sheet.last, text, "note")
            sheet.next([(text, 0, sheet.last)])

    def _adjustment(self, row: FormItem) -> None:
        sheet, rule = self.sheet, "\n".join(row.rule)
        sheet.put(NO, NO, row.no, "centre")
        name = sheet.named(NAME, row.name, row.measure)
        sheet.put(WEIGHT, RULE, rule)
        if self.doc.filled:
            sheet.put(ACTUAL, sheet.last - 1, row.times, "centre")
            sheet.figure(sheet.last, "" if row.raw is None else row.raw)
        else:
            sheet.put(ACTUAL, sheet.last - 1, "", "input")
            if row.scored:
                sheet.bounded(sheet.last, *self._bounds(row), self.say("form.sheet.out_of_range"))
            else:
                sheet.put(sheet.last, sheet.last, "—", "centre")
        if row.scored:
            self.entries.append((row.id, row.group, sheet.cell(sheet.last)))
        self.places.append((f"adjustment {row.id}", str(sheet.row + 1)))
        sheet.next([(name, NAME, NAME), (rule, WEIGHT, RULE)], 26)

    def _bounds(self, row: FormItem) -> tuple[str, str, str]:
        """The least and the most that may be entered, and the words that say so."""
        loose = row.group not in {group.id for group in self.doc.groups}
        bonus = self.doc.sums.bonus_cap if loose else None
        penalty = self.doc.sums.penalty_cap if loose else None
        highest = next(most for most in (row.cap, bonus, _ANY) if most is not None)
        lowest = row.floor if row.floor is not None else -(_ANY if penalty is None else penalty)
        most, least = plain(highest), plain(lowest)
        if row.sign == "bonus":
            return "0", most, self.say("form.sheet.enter_bonus", most=most)
        if row.sign == "penalty":
            return least, "0", self.say("form.sheet.enter_penalty", least=least)
        return least, most, self.say("form.sheet.enter_points")

    def _vetoes(self) -> Vetoes:
        """Each veto with the condition that its cell says yes."""
        sheet, say = self.sheet, self.say
        sheet.heading(say("form.vetoes"))
        for first, last, key in ((NO, RULE, "veto"), (ACTUAL, sheet.last - 1, "veto_effect")):
            sheet.put(first, last, say(f"form.{key}"), "head")
        sheet.put(sheet.last, sheet.last, say("form.veto_happened"), "head")
        sheet.next()
        yes, no = say("form.yes"), say("form.no")
        conditions = []
        for veto in self.doc.vetoes:
            sheet.put(NO, RULE, veto.text)
            sheet.put(ACTUAL, sheet.last - 1, veto.effect, "centre")
            if self.doc.filled:
                said = say(f"form.{veto.happened}") if veto.happened else ""
                sheet.put(sheet.last, sheet.last, option(said), "centre")
            else:
                sheet.choice(sheet.last, [yes, no], say("form.sheet.choose"))
            conditions.append((f'{sheet.cell(sheet.last)}="{option(yes)}"', veto))
            sheet.next([(veto.text, NO, RULE)], 22)
        return conditions

    def _grade(self, total: str, vetoes: Vetoes) -> None:
        """Grade and coefficient, where the total alone decides them; else who enters them."""
        sheet, doc = self.sheet, self.doc
        notes = [
            name for name, is_so in (("by_rank", doc.ranked), ("by_curve", doc.drawn)) if is_so
        ]
        if not doc.ranked:
            self._index(total, vetoes)
        first = sheet.row + 3 + len(notes)  # figures, notes and the header stand before
        for label, column, by_hand in (
            ("grade", NO, doc.ranked),
            ("coefficient", ACTUAL, doc.ranked or doc.drawn),
        ):
            ends = sheet.cell(column, first), sheet.cell(column, first + len(doc.grades) - 1)
            if label == "coefficient" and doc.coefficient is not None:
                self._figure(label, formulas.drawn(total, doc.coefficient))
            elif by_hand:
                self._by_hand(label)
            else:
                self._figure(label, formulas.looked_up(self.index, *ends))
        for note in notes:
            self._note(note)
        self._grades()

    def _index(self, total: str, vetoes: Vetoes) -> None:
        """The formula for the number of the grade, on another sheet than the cells it reads."""
        numbers = {grade.grade: i for i, grade in enumerate(self.doc.grades, 1)}
        here = f"'{self.sheet.sheet.get_name()}'!"
        best = [
            (here + condition, numbers[veto.grade])
            for condition, veto in vetoes
            if veto.grade in numbers
        ]
        whens = [grade.when for grade in self.doc.grades]
        self.index_formula = formulas.grade_index(here + total, whens, best)

    def _by_hand(self, label: str) -> None:
        sheet, known = self.sheet, self.figures[label]
        sheet.put(NO, RULE, self.say(f"form.{label}"), "label")
        sheet.put(ACTUAL, sheet.last, known, "centre" if known else "input")
        sheet.next(least=20)

    def _figure(self, label: str, formula: str, value: "str | float" = "") -> str:
        if known := self.figures[label]:
            value = known if label == "grade" else _cached(known)
        return self._row(self.say(f"form.{label}"), formula, value)

    def _row(self, name: str, formula: str, value: "str | float") -> str:
        """A figure with its name; gives its cell."""
        sheet = self.sheet
        sheet.put(NO, RULE, name, "label")
        sheet.formula(ACTUAL, sheet.last, formula, value)
        cell = sheet.cell(ACTUAL)
        sheet.next(least=20)
        return cell

    def _grades(self) -> None:
        sheet = self.sheet
        heads = [self.say(f"form.{key}") for key in ("grade", "sheet.name", "range", "coefficient")]
        spans = ((NO, NO), (NAME, NAME), (WEIGHT, RULE), (ACTUAL, sheet.last))
        for (first, last), head in zip(spans, heads, strict=True):
            sheet.put(first, last, head, "head")
        sheet.next()
        for grade in self.doc.grades:
            texts = (grade.grade, grade.title, grade.range)
            for (first, last), text in zip(spans, texts, strict=False):
                sheet.put(first, last, text, "centre")
            sheet.put(ACTUAL, sheet.last, "", "centre")
            if grade.coefficient:
                sheet.number(ACTUAL, grade.coefficient)
            sheet.next()

    def _spread(self, words: tuple[str, ...], style: Style) -> None:
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


def _strikes(kpi: str, vetoes: Vetoes) -> list[tuple[str, Fraction]]:
    """Vetoes that set the points of one KPI or item, in the scheme's order."""
    return [
        (condition, veto.points)
        for condition, veto in vetoes
        if veto.kpi == kpi and veto.points is not None
    ]


def _lowest_first(found: Sequence[tuple[str, Fraction | None]]) -> list[tuple[str, Fraction]]:
    known = [(condition, figure) for condition, figure in found if figure is not None]
    return sorted(known, key=lambda pair: pair[1])

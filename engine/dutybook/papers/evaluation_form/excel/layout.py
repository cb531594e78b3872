"""The rows of the evaluation form in Excel, from top to bottom."""

from collections.abc import Sequence

from dutybook.files.formsheet import ANSWER, BY, LABEL, REMARK, SAID
from dutybook.papers.evaluation_form.context import EvaluationForm
from dutybook.papers.evaluation_form.excel.columns import (
    ACTUAL,
    COMPLETION,
    FIRST_RATER,
    NAME,
    NO,
    RULE,
    SOURCE,
    TARGET,
    WEIGHT,
)
from dutybook.papers.evaluation_form.excel.kpis import write_kpis
from dutybook.papers.evaluation_form.excel.result import Result
from dutybook.papers.evaluation_form.remarks import COMMENTS
from dutybook.papers.labels import Labels
from dutybook.papers.paper import Field
from dutybook.write.excel.sheet import FormGrid, option


class Form:
    """One form; once written, ``header_row`` is the head of its KPIs, ``kpis_end`` the row after
    them, ``result_row`` where the result begins, ``places`` say in which row each figure is
    entered, and ``index_formula`` belongs into the cell ``index``."""

    def __init__(self, sheet: FormGrid, doc: EvaluationForm, labels: Labels, index: str) -> None:
        self.sheet, self.doc, self.say = sheet, doc, labels.say
        self.places: list[tuple[str, str]] = []
        self._head()
        if doc.filled:
            self._askers()
        kpis = write_kpis(sheet, doc, labels)
        result = Result(sheet, doc, labels, index)
        self.kpis_end = self.result_row = sheet.row
        if doc.slip:
            entered = any(row.entry for row in doc.kpis)
            sheet.hide(WEIGHT, *(() if entered else (ACTUAL,)), COMPLETION, sheet.last)
        elif doc.weighted:
            result.write(kpis.scores)
            self.result_row = result.row
            self._terms()
        if doc.missing:
            sheet.put(0, sheet.last, doc.missing, "heading")
            sheet.next([(doc.missing, 0, sheet.last)])
        if not doc.slip:
            self._closing()
        self.header_row = kpis.header_row
        self.places += kpis.places + result.places
        self.index_formula = result.index_formula

    def _head(self) -> None:
        sheet = self.sheet
        sheet.put(0, sheet.last, self.doc.paper.organisation, "note")
        sheet.next()
        sheet.put(0, sheet.last, self.doc.paper.heading, "title")
        sheet.next(least=28)
        for row in self.doc.identity:
            self._pairs(row, 21)

    def _askers(self) -> None:
        """Who is to rate: staff number or slip number, one cell a kind of rater."""
        if not self.doc.asked:
            return
        sheet, how = self.sheet, self.say("form.how_to_rate")
        sheet.heading(self.say("form.who_rates"))
        for one in self.doc.asked:
            sheet.put(NO, NAME, one.title, "label")
            sheet.put(WEIGHT, RULE, one.by, "input")
            cell = sheet.cell(WEIGHT)
            self.places += [(f"{BY}{one.id}", cell), (f"{LABEL}{sheet.cell(NO)}", one.title)]
            sheet.next(least=20)
        sheet.put(0, sheet.last, how, "note")
        sheet.next([(how, 0, sheet.last)])

    def _pairs(self, pairs: Sequence[Field], least: float) -> None:
        """Two or three labels with their values; an empty value is a field to fill in."""
        sheet = self.sheet
        third = FIRST_RATER if sheet.last > FIRST_RATER else COMPLETION  # no raters: little room
        thirds = ((NO, NAME, NAME), (WEIGHT, SOURCE, RULE), (ACTUAL, third, sheet.last))
        halves = ((NO, NAME, TARGET), (SOURCE, RULE, sheet.last))
        texts: list[tuple[str, int, int]] = []
        places = thirds if len(pairs) == 3 else halves
        for pair, (first, middle, last) in zip(pairs, places, strict=False):
            label, value = pair.label, pair.text
            sheet.put(first, middle - 1, label, "label")
            asked = pair.part and self.doc.filled
            self._asks(pair.part, label, value, first, middle)
            sheet.put(middle, last, value, "input" if asked or (label and not value) else "text")
            texts += [(label, first, middle - 1), (value, middle, last)]
        sheet.next(texts, least)

    def _terms(self) -> None:
        """What limits grades and what may follow, or does; what the sheet does not work out."""
        sheet, doc = self.sheet, self.doc
        follows = [one.text for one in doc.consequences]
        parts = {"sharing": doc.sharing, "terms": doc.terms, "consequences": follows}
        for name, texts in parts.items():
            if texts:
                sheet.heading(self.say(f"form.{name}"))
            for text in texts:
                sheet.put(0, sheet.last, text)
                sheet.next([(text, 0, sheet.last)])
        notes = [self.say("form.terms_note") if doc.terms else "", doc.fixed]
        for text in filter(None, [*notes, *doc.appeals]):
            sheet.put(0, sheet.last, text, "note")
            sheet.next([(text, 0, sheet.last)])

    def _closing(self) -> None:
        sheet, say = self.sheet, self.say
        sheet.heading(say("form.comments"))
        for part in COMMENTS:
            label, text = say(f"form.comment_{part}"), "\n".join(self.doc.written.get(part, ()))
            self._asks(part, label, text, NO, NAME)
            sheet.prose(label, text, NAME, least=46)
        sheet.heading(say("form.signatures"), parted=False)  # no page of signatures alone
        self._answer()
        sheet.next(least=22)
        sheet.put(0, sheet.last, self.doc.appeal, "note")
        sheet.next()
        self._signatures(self.doc.signatures)

    def _answer(self) -> None:
        """Whether the employee agrees, to choose."""
        sheet, doc, confirm = self.sheet, self.doc, self.say("form.confirm")
        words = {one: option(self.say(f"form.{one}")) for one in ("agree", "disagree")}
        said = {"yes": words["agree"], "no": words["disagree"], "": ""}[doc.answer]
        if doc.filled:
            self.places += [(f"{ANSWER}{one}", word) for one, word in words.items()]
        self._asks("answer", confirm, said, NO, ACTUAL)
        sheet.put(NO, RULE, confirm)
        sheet.put(ACTUAL, sheet.last, said, "input")
        sheet.choose(ACTUAL, list(words.values()), self.say("form.sheet.choose"))

    def _asks(self, part: str, label: str, said: str, first: int, middle: int) -> None:
        """Notes, of a form that may come back, where a remark is written in the current row, below
        which label, and what stands there already."""
        if part and self.doc.filled:
            cell = self.sheet.cell(middle)
            self.places += [(f"{REMARK}{part}", cell), (f"{LABEL}{self.sheet.cell(first)}", label)]
            self.places += [(f"{SAID}{part}", said)] if said else []

    def _signatures(self, people: Sequence[str]) -> None:
        date = self.say("common.signed_on").replace("\u3000", "  ")
        size = 2 if len(people) in (2, 4) else 3
        signed = [*self.doc.signed, *[""] * len(people)]
        cells = [
            Field(person, signed[at] or date, f"signed-{at + 1}")
            for at, person in enumerate(people)
        ]
        for start in range(0, len(people), size):
            self._pairs(cells[start : start + size], 34)

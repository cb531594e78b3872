"""The team sheet as Excel: a row a person, a column a KPI, a row that says what may be entered.
Cells that are not asked of somebody are grey and locked; so is everything that is no answer.

The hidden sheet has, for every row, the facts of that person's own form, so that the row is read
back as that form would be.
"""

from collections.abc import Iterator
from io import BytesIO

from xlsxwriter.workbook import Workbook

from dutybook.files.formsheet import BY, LABEL, MEMBER, META, RATING, REMARK, SAID, SEAL, seal_of
from dutybook.papers.evaluation_form.context import Entry
from dutybook.papers.evaluation_form.excel.filled import enter, rating
from dutybook.papers.evaluation_form.team import SUPERIOR, Member, TeamSheet
from dutybook.papers.labels import Labels
from dutybook.write.excel.book import CREATED, OPTIONS, sheet_name
from dutybook.write.excel.sheet import FormGrid

_NUMBER, _NAME, _POST, _FIRST = range(4)
_WIDTHS = (11, 11, 17)
_KPI, _NOTE = 14, 34
Facts = list[tuple[str, str]]


def write(doc: TeamSheet, labels: Labels) -> bytes:
    """The workbook."""
    buffer = BytesIO()
    book = Workbook(buffer, OPTIONS)
    book.set_properties({"title": doc.title, "company": doc.organisation, "created": CREATED})
    widths = [*_WIDTHS, *[_KPI] * len(doc.columns), _NOTE]
    font = labels.say("form.sheet.font")
    sheet = FormGrid(book, sheet_name(doc.subject), widths, font)
    by = _head(sheet, doc, labels)
    heads = _heads(sheet, doc, labels)
    _print_setup(sheet, sheet.row)
    facts: Facts = [("kind", "team-sheet"), ("team", doc.superior), ("period", doc.period)]
    for number, member in enumerate(doc.members, 1):
        placed = [*member.facts.items(), (f"{BY}{SUPERIOR}", by), *_row(sheet, doc, labels, member)]
        placed += [(f"{LABEL}{cell}", words) for cell, words in _asked(doc, heads, member)]
        facts += [(f"{MEMBER}{number} {name}", value) for name, value in placed]
    sheet.sheet.print_area(0, 0, sheet.row - 1, sheet.last)
    _hidden(book, facts)
    book.close()
    return buffer.getvalue()


def _head(sheet: FormGrid, doc: TeamSheet, labels: Labels) -> str:
    """Whose team it is, how to fill it in; the cell that says who rates."""
    how = labels.say("team.how")
    for text, style, least in ((doc.organisation, "note", 16), (doc.title, "title", 28)):
        sheet.put(0, sheet.last, text, style)  # type: ignore[arg-type]
        sheet.next(least=least)
    sheet.put(0, sheet.last, how, "note")
    sheet.next([(how, 0, sheet.last)])
    sheet.put(_NUMBER, _NAME, labels.say("team.by"), "label")
    sheet.put(_POST, _POST, doc.superior, "input")
    cell = sheet.cell(_POST)
    sheet.next(least=20)
    return cell


def _heads(sheet: FormGrid, doc: TeamSheet, labels: Labels) -> list[tuple[str, str]]:
    """The headings and the row of help below them; cell and words of each heading."""
    say = labels.say
    known = [say("common.staff_number"), say("form.employee"), say("common.post")]
    heads = [*known, *(one.name for one in doc.columns), say("team.note")]
    helps = [*[""] * _FIRST, *(one.help for one in doc.columns), say("team.note_help")]
    cells = [(sheet.cell(column), head) for column, head in enumerate(heads)]
    for texts, style in ((heads, "head"), (helps, "centre")):
        for column, text in enumerate(texts):
            sheet.put(column, column, text, style)  # type: ignore[arg-type]
        sheet.next([(text, column, column) for column, text in enumerate(texts)], 24)
    return cells


def _asked(
    doc: TeamSheet, heads: list[tuple[str, str]], member: Member
) -> Iterator[tuple[str, str]]:
    """The headings that somebody's answers stand below."""
    for column, kpi in enumerate(doc.columns, _FIRST):
        if kpi in member.cells:
            yield heads[column]
    yield heads[-1]


def _row(sheet: FormGrid, doc: TeamSheet, labels: Labels, member: Member) -> Facts:
    """One person's row, and what stands where in it."""
    known = ((_NUMBER, member.employee), (_NAME, member.name), (_POST, member.post))
    for column, text in known:
        sheet.put(column, column, text, "centre")
    places = [(f"{LABEL}{sheet.cell(column)}", text) for column, text in known]
    for column, kpi in enumerate(doc.columns, _FIRST):
        asked = member.cells.get(kpi)
        if asked is None:
            sheet.put(column, column, "", "off")
            continue
        if isinstance(asked, Entry):
            enter(sheet, column, asked, labels)
        else:
            rating(sheet, column, asked, labels)
        places.append((f"{RATING}{kpi.kpi} {SUPERIOR}", sheet.cell(column)))
    sheet.put(sheet.last, sheet.last, member.note, "input")
    places.append((f"{REMARK}{SUPERIOR}", sheet.cell(sheet.last)))
    places += [(f"{SAID}{SUPERIOR}", member.note)] if member.note else []
    sheet.next([(member.post, _POST, _POST), (member.note, sheet.last, sheet.last)], 24)
    return places


def _print_setup(sheet: FormGrid, first: int) -> None:
    """A4 across, headings on every page; ``first`` is the first person's row."""
    page = sheet.sheet
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(0.5, 0.5, 0.5, 0.65)
    page.repeat_rows(first - 2, first - 1)
    page.set_footer("&R&8&P / &N")
    page.hide_gridlines(2)
    page.freeze_panes(first, _POST)
    allowed = ("select_locked_cells", "format_rows", "format_columns")
    page.protect("", dict.fromkeys(allowed, True))


def _hidden(book: Workbook, facts: Facts) -> None:
    if seal := seal_of(dict(facts)):
        facts = [*facts, (SEAL, seal)]
    meta = book.add_worksheet(META)
    for row, (name, value) in enumerate(facts):
        meta.write_string(row, 0, name)
        meta.write_string(row, 1, value)
    meta.hide()
    meta.protect()

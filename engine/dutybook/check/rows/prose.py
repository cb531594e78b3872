"""Rows about figures in running text: what a text states, the items it numbers, what it adds up."""

from typing import Final

from dutybook.check.context import Context
from dutybook.check.rows import Row, Rows, number
from dutybook.check.rows.texts import texts
from dutybook.grammar.prose.figure import figures
from dutybook.grammar.prose.series import slips
from dutybook.grammar.prose.total import mismatches

_TEXT: Final = ("file", "doc", "path", "kind", "definition", "item", "field", "locale", "main")


def text_figures(context: Context) -> Rows:
    """One per limit, percentage, number of points and amount that a text states."""
    for text in texts(context):
        for position, figure in enumerate(figures(text["text"])):
            yield {
                **_about(text),
                "position": position,
                "quantity": figure.quantity,
                "value": number(figure.value),
                "written": figure.written,
                "clause": figure.clause,
                "better": figure.side,
            }


def text_series(context: Context) -> Rows:
    """One per number that does not follow the one before it, within one text."""
    for text in texts(context):
        for slip in slips(text["text"]):
            yield {
                **_about(text),
                "style": slip.style,
                "previous": slip.previous,
                "found": slip.found,
            }


def text_totals(context: Context) -> Rows:
    """One per total that a text states and its parts do not come to."""
    for text in texts(context):
        for one in mismatches(text["text"]):
            sums = {"total": number(one.total), "parts": number(one.sum), "terms": one.terms}
            yield {**_about(text), "stated": one.stated, **sums}


def _about(text: Row) -> Row:
    return {column: text[column] for column in _TEXT}

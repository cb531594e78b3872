"""Rows about figures in running text: what a text states, the items it numbers, what it adds up."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from dutybook.check.context import Context
from dutybook.check.rows import Row, Rows, number
from dutybook.check.rows.texts import texts_of
from dutybook.grammar.prose.band import clashes
from dutybook.grammar.prose.figure import figures, matter
from dutybook.grammar.prose.series import slips
from dutybook.grammar.prose.total import mismatches
from dutybook.yamltext import Document

_TEXT: Final = ("file", "doc", "path", "kind", "definition", "item", "field", "locale", "main")


def text_figures(context: Context) -> Rows:
    """One per limit, percentage, number of points and amount that a text states."""
    return _of_all(_figures, context)


def text_series(context: Context) -> Rows:
    """One per number that does not follow the one before it, within one text."""
    return _of_all(_series, context)


def text_totals(context: Context) -> Rows:
    """One per total that a text states and its parts do not come to."""
    return _of_all(_totals, context)


def text_bands(context: Context) -> Rows:
    """One per end that two bands of a text share, and per gap between two of them."""
    return _of_all(_bands, context)


def _of_all(said: Callable[[Document, str], tuple[Row, ...]], context: Context) -> Rows:
    """What the texts of all documents say, each document read once in its locale: reading prose
    takes long, and a watcher asks at every save."""
    for document in context.workspace.documents:
        yield from said(document, context.workspace.locale)


@lru_cache(maxsize=2048)
def _figures(document: Document, locale: str) -> tuple[Row, ...]:
    return tuple(
        {
            **_about(text),
            "position": position,
            "quantity": figure.quantity,
            "value": number(figure.value),
            "written": figure.written,
            "clause": figure.clause,
            "matter": matter(figure.clause),
            "better": figure.side,
        }
        for text in texts_of(document, locale)
        for position, figure in enumerate(figures(text["text"]))
    )


@lru_cache(maxsize=2048)
def _series(document: Document, locale: str) -> tuple[Row, ...]:
    return tuple(
        {
            **_about(text),
            "style": slip.style,
            "previous": slip.previous,
            "found": slip.found,
        }
        for text in texts_of(document, locale)
        for slip in slips(text["text"])
    )


@lru_cache(maxsize=2048)
def _totals(document: Document, locale: str) -> tuple[Row, ...]:
    return tuple(
        {
            **_about(text),
            "stated": one.stated,
            "total": number(one.total),
            "parts": number(one.sum),
            "terms": one.terms,
        }
        for text in texts_of(document, locale)
        for one in mismatches(text["text"])
    )


@lru_cache(maxsize=2048)
def _bands(document: Document, locale: str) -> tuple[Row, ...]:
    return tuple(
        {
            **_about(text),
            "upper": one.upper.written,
            "lower": one.lower.written,
            "shared": one.shared,
            "gap": one.gap,
        }
        for text in texts_of(document, locale)
        for one in clashes(text["text"])
    )


def _about(text: Row) -> Row:
    return {column: text[column] for column in _TEXT}

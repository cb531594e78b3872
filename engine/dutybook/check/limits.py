"""Time limits as the tables show them: as written, and in seconds so that they can be compared."""

from collections.abc import Iterator
from fractions import Fraction

from dutybook.grammar.number.unit import SECONDS
from dutybook.grammar.prose.figure import figures
from dutybook.grammar.time.limit import Limit
from dutybook.model import TimeLimit
from dutybook.yamltext import Origin
from dutybook.yamltext.document import lookup


def seconds(limit: TimeLimit | None) -> Fraction | None:
    """Length of a limit that is the same for every case; None where it varies."""
    if limit is None or limit.times is not None or limit.limit is None:
        return None
    return length(limit.limit)


def length(limit: Limit) -> Fraction:
    """Seconds of a limit; one that ends at a time of day counts up to that time."""
    if limit.by is None:
        return limit.rough_seconds
    return limit.count * SECONDS["day"] + Fraction(int(limit.by.total_seconds()))


def written(limit: TimeLimit | None, origin: Origin, *below: object) -> str | None:
    """The limit in its author's words where it is a plain text, else rewritten."""
    if limit is None:
        return None
    raw = lookup(origin.document.data, origin.below(*below).path)
    if isinstance(raw, dict):
        raw = raw.get("limit", raw.get("lead", raw.get("due")))
    return str(raw) if isinstance(raw, str) else str(limit.limit or limit.lead or limit.due or "")


def in_words(text: str | None) -> tuple[str, Fraction] | None:
    """The one limit a running text states, and its seconds; None where it
    states none or several."""
    found = {f.value: f.written for f in figures(text) if f.quantity == "limit"}
    if len(found) != 1:
        return None
    ((value, written_),) = found.items()
    return written_, value


def by_case(limit: TimeLimit | None) -> Iterator[tuple[str, str | None, str, Fraction]]:
    """Of a limit that varies: the column, its content (None: all others), the limit as told, and
    its seconds."""
    if limit is None or limit.by is None:
        return
    others = [(None, limit.by.otherwise)] if limit.by.otherwise else []
    for content, one in (*limit.by.cases, *others):
        length_ = seconds(one)
        if length_ is not None:
            yield limit.by.column, content, str(one.limit), length_

"""What several kinds of measures say on forms: time limits between columns."""

from collections.abc import Sequence

from dutybook.measure.kind import Phrases
from dutybook.model import Span


def span_in_words(phrases: Phrases, phrase: str, span: Span, source: str) -> str:
    """A time limit between columns of a source, in a ``phrase`` of its own."""
    slots = {
        "from": phrases.column(span.from_, source),
        "to": ends_in_words(phrases, span.to, source),
        "limit": phrases.limit(span.within),
    }
    return phrases.say(f"measure.{phrase}", **slots)


def ends_in_words(phrases: Phrases, columns: Sequence[str], source: str) -> str:
    """The columns something ends with, the first to happen."""
    ends = phrases.joined(phrases.column(name, source) for name in columns)
    return phrases.say("measure.first_of", columns=ends) if len(columns) > 1 else ends

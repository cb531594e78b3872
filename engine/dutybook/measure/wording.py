"""What several kinds of measures say on forms: time limits between columns."""

from collections.abc import Sequence

from dutybook.measure.kind import Speaker
from dutybook.model import Span


def span_in_words(speaker: Speaker, phrase: str, span: Span, source: str) -> str:
    """A time limit between columns of a source, in a ``phrase`` of its own."""
    slots = {
        "from": speaker.column(span.from_, source),
        "to": ends_in_words(speaker, span.to, source),
        "limit": speaker.limit(span.within),
    }
    return speaker.say(f"measure.{phrase}", **slots)


def ends_in_words(speaker: Speaker, columns: Sequence[str], source: str) -> str:
    """The columns something ends with, the first to happen."""
    ends = speaker.joined(speaker.column(name, source) for name in columns)
    return speaker.say("measure.first_of", columns=ends) if len(columns) > 1 else ends

"""What tells the rows of a log apart, and whether they are cases or events.

A key is the smallest set of columns that tells apart all rows that differ at all: one column, else
two, three; columns that are called numbers, cases, activities and times come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from dutybook.logs.inspection.columns import ColumnKind, Doubt
from dutybook.logs.inspection.sample import Sample
from dutybook.logs.inspection.vocabulary import Vocabulary

_NEAR: Final = 0.95
"""The share of different values from which a column was probably meant to be a key."""
_SIZES: Final = (2, 3)
_MOST_COLUMNS: Final = 24
"""Columns of which all pairs are tried, and all triples of half as many."""

Policy = Literal["reject", "first", "last"]


@dataclass(frozen=True, slots=True)
class Key:
    """``columns`` by their headings; ``grain``; ``case``: what several events belong to; and what
    becomes of ``duplicates``: never that all copies are lost."""

    columns: tuple[str, ...]
    grain: Literal["case", "event"]
    case: str | None
    duplicates: Policy
    doubts: tuple[Doubt, ...] = ()


def find_key(sample: Sample, found: Sequence[ColumnKind], vocabulary: Vocabulary) -> Key:
    """The key of ``sample``, with doubts about it."""
    whole = [kind for kind in found if kind.whole]
    case = _case(sample, whole, vocabulary)
    grain: Literal["case", "event"] = "event" if case else "case"
    twice = sample.rows - sample.apart
    copies = [Doubt("inspect-copies", {"rows": twice})] if twice else []
    if not sample.rows:
        words = [kind.heading for kind in found if vocabulary.is_id(kind.heading)]
        return Key(tuple(words[:1] or sample.headings), grain, case, "first")
    near = _near(sample, whole, vocabulary) if grain == "case" else None
    columns = _single(sample, whole, grain, vocabulary) if sample.apart > 1 or not twice else []
    if not columns and near:
        details = {"column": near.heading, "twice": sample.apart - near.distinct}
        return Key((near.heading,), grain, case, "last", (Doubt("inspect-near-key", details),))
    if not columns and sample.apart > 1:
        columns = _several(sample, whole, vocabulary)
    columns = columns or _fewest(sample)
    if twice and not any(_telling(word, vocabulary) for word in columns):
        details = {"rows": sample.rows, "different": sample.apart}
        copies = [Doubt("inspect-no-key", details)]
    return Key(tuple(columns), grain, case, "first", tuple(copies))


def _telling(heading: str, vocabulary: Vocabulary) -> bool:
    """Whether a column's name says that it identifies something."""
    return vocabulary.is_id(heading) or vocabulary.is_case(heading) or vocabulary.is_time(heading)


def _case(sample: Sample, whole: Sequence[ColumnKind], vocabulary: Vocabulary) -> str | None:
    """The column of case numbers, where several rows belong to one. Without a word for what was
    done, only where nothing else numbers the rows."""
    repeated = [
        kind.heading
        for kind in sorted(whole, key=lambda one: not vocabulary.is_standard(one.heading))
        if vocabulary.is_case(kind.heading) and kind.distinct < sample.apart * _NEAR
    ]
    acts = any(vocabulary.is_activity(kind.heading) for kind in whole)
    numbered = any(
        kind.distinct == sample.apart
        and (vocabulary.is_id(kind.heading) or vocabulary.is_case(kind.heading))
        for kind in whole
    )
    return repeated[0] if repeated and (acts or not numbered) else None


def _near(sample: Sample, whole: Sequence[ColumnKind], vocabulary: Vocabulary) -> ColumnKind | None:
    """A column of numbers that nearly tells all rows apart."""
    named = (
        kind for kind in whole if vocabulary.is_id(kind.heading) or vocabulary.is_case(kind.heading)
    )
    return next((kind for kind in named if kind.distinct >= sample.apart * _NEAR), None)


def _single(
    sample: Sample, whole: Sequence[ColumnKind], grain: str, vocabulary: Vocabulary
) -> list[str]:
    """The one column that tells all rows apart, those first that are called so."""
    alone = [
        kind.heading
        for kind in whole
        if kind.distinct == sample.apart and kind.type in ("text", "integer")
    ]
    alone.sort(key=lambda word: not (vocabulary.is_id(word) or vocabulary.is_case(word)))
    sure = alone and (grain == "case" or vocabulary.is_id(alone[0]))
    return alone[:1] if sure else []


def _several(sample: Sample, whole: Sequence[ColumnKind], vocabulary: Vocabulary) -> list[str]:
    """The fewest columns that together tell all rows apart, the likeliest first."""

    def likely(kind: ColumnKind) -> int:
        word = kind.heading
        said = (
            vocabulary.is_case(word), vocabulary.is_activity(word),
            kind.type in ("date", "instant"), vocabulary.is_id(word), vocabulary.is_person(word),
        )  # fmt: skip
        return 2 * next((i for i, one in enumerate(said) if one), len(said)) - (
            vocabulary.is_standard(word)
        )

    ordered = sorted((one for one in whole if one.distinct > 1), key=likely)
    for size in _SIZES:
        for kinds in combinations(ordered[: _MOST_COLUMNS * 2 // size], size):
            if _enough(kinds, sample.apart):
                words = [kind.heading for kind in kinds]
                if sample.different(words) == sample.apart:
                    return words
    alone = [kind.heading for kind in whole if kind.distinct == sample.apart]
    return alone[:1]


def _enough(kinds: Sequence[ColumnKind], rows: int) -> bool:
    """Whether there are as many combinations of values as rows, which is quick to tell."""
    product = 1
    for kind in kinds:
        product *= kind.distinct
    return product >= rows


def _fewest(sample: Sample) -> list[str]:
    """Columns without any of which some rows could not be told apart."""
    kept = list(sample.headings)
    if sample.apart < 2:
        return kept  # one row, whatever is left out
    for word in reversed(sample.headings):
        rest = [one for one in kept if one != word]
        if rest and sample.different(rest) == sample.apart:
            kept = rest
    return kept

"""What the rows of a log say of one another: ends before starts, ends that are missing, offsets
that differ, and flags that change within a case."""

from collections.abc import Iterator, Sequence

from dutybook.logs.inspection.columns import ColumnKind, Doubt
from dutybook.logs.inspection.key import Key
from dutybook.logs.inspection.sample import Sample
from dutybook.logs.inspection.vocabulary import Vocabulary
from dutybook.logs.types import Written, parsed


def oddities(
    sample: Sample, found: Sequence[ColumnKind], key: Key, vocabulary: Vocabulary, zone: str
) -> Iterator[Doubt]:
    """What to look at before the log is relied on."""
    moments = [kind for kind in found if kind.type in ("date", "instant")]
    for kind in moments:
        if len(kind.offsets) > 1:
            said = ", ".join(f"{offset or '–'} × {n}" for offset, n in kind.offsets.items())
            yield Doubt("inspect-offsets", {"column": kind.heading, "shown": said})
    starts = [kind for kind in moments if vocabulary.is_start(kind.heading)]
    ends = [kind for kind in moments if vocabulary.is_end(kind.heading)]
    for end in ends:
        if 0 < end.filled < end.rows:
            details = {"column": end.heading, "rows": end.rows - end.filled, "of": end.rows}
            yield Doubt("inspect-open-end", details)
        for start in starts:
            if count := _reversed(sample, start, end, zone):
                details = {"first": start.heading, "then": end.heading, "rows": count}
                yield Doubt("inspect-reversed", details)
    if key.case:
        yield from _changing(sample, found, key.case)


def _reversed(sample: Sample, start: ColumnKind, end: ColumnKind, zone: str) -> int:
    first, then = (
        parsed(sample.column(kind.heading), kind.type, Written(zone, kind.dates))
        for kind in (start, end)
    )
    if start.type != end.type:
        first, then = f"cast({first} as date)", f"cast({then} as date)"
    return sample.one(f"count(*) filter (where {then} < {first})")


def _changing(sample: Sample, found: Sequence[ColumnKind], case: str) -> Iterator[Doubt]:
    """Yes or no, and yet both within one case: which of them is the case's?"""
    for kind in found:
        if kind.type == "boolean" or len(kind.values) == 2:
            column = f"nullif({sample.column(kind.heading)}, '')"
            ((count,),) = sample.db.rows(
                f"select count(*) from (select 1 from sample group by {sample.column(case)} "
                f"having count(distinct {column}) > 1)"
            )
            if count:
                yield Doubt("inspect-changing-flag", {"column": kind.heading, "cases": count})

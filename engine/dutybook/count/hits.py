"""Takes a measure for all sheets in one pass: the rows hit, and what they add up to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dutybook.count.log.table import Log
from dutybook.count.placement import Placement
from dutybook.count.procedure.verdicts import verdicts
from dutybook.count.rows import Row
from dutybook.count.sql.columns import Dialect
from dutybook.count.sql.measures import hits, incidents, picked, rolling
from dutybook.grammar.time.clock import midnight
from dutybook.logs.connection import Database
from dutybook.logs.file import EngineError
from dutybook.measure.columns import duration_of, span_of
from dutybook.measure.kinds import kind_of
from dutybook.measure.limits import work_rules
from dutybook.model import Source, TimeLimit
from dutybook.plan.question import Question
from dutybook.plan.scope import Extent
from dutybook.roster.attendance.days import over
from dutybook.roster.attendance.daytable import DayTable
from dutybook.tally.tally import Incident, Tally

Tallies = dict[int, list[Tally]]
"""What was counted, by sheet."""

Clock = Callable[[TimeLimit | None, DayTable], str]
"""The table of a limit's working time; for none, of working time itself."""


class Hits:
    """The rows that the questions asked so far selected; ``clock`` lays out working time."""

    def __init__(self, db: Database, placement: Placement, clock: Clock) -> None:
        self.db = db
        self.placement = placement
        self._asked: dict[str, list[int]] = {}
        self._clock = clock
        self.db.rows('create table asked ("$question" integer, "$sheet" integer)')

    def ask(self, number: int, question: Question, log: Log, sheets: set[int]) -> Tallies:
        """Tallies of question ``number`` for ``sheets``."""
        self.db.fill("asked", ((number, sheet) for sheet in sorted(sheets)))
        dialect = self._hit(f"hit_{number}", number, question, log, question.extent)
        self._asked.setdefault(log.table, []).append(number)
        tallies = self._incidents(
            number, question, log, dialect, self._tallies(number, question, log)
        )
        return self._rolling(number, question, log.source, tallies)

    def asked(self, log: Log) -> Sequence[int]:
        """The numbers of the questions that were answered about a log."""
        return self._asked.get(log.table, ())

    def rows(self, number: int, log: Log, sheet: int) -> list[Row]:
        """Rows a question selected for one sheet, by time and key."""
        found = self.db.rows(
            'select "$row", "$key", "$time", "$state", "$due", "$done", "$num", "$group" '
            f'from hit_{number} where "$sheet" = ? order by "$time", "$key", "$row"', [sheet]
        )  # fmt: skip
        places = log.lines(row for row, *_ in found)
        return [
            Row(key, *places[row], at, state, due and over(due), done, num, group)
            for row, key, at, state, due, done, num, group in found
        ]

    def _hit(
        self, table: str, number: int, question: Question, log: Log, extent: Extent
    ) -> Dialect:
        """Makes the ``table`` of the rows that a question selects of an extent."""
        dialect = self.placement.dialect(log.source, extent)
        placed = self.placement.table(log, extent)
        if kind_of(question.measure).taken_of == "cases":
            placed = f'(select * from {placed} left join {verdicts(number)} on "$row" = "$case")'
        tables = self._working_time(question)
        self.db.rows(f"create table {table} as {hits(question, number, placed, dialect, *tables)}")
        return dialect

    def _tallies(self, number: int, question: Question, log: Log) -> Tallies:
        own = '"$num" is not null and "$picked"'
        found = self.db.rows(f"""
select "$sheet", "$group", "$window", sum("$num") filter ({own}), sum("$den") filter ({own}),
  sum("$amount"), count("$num"), count(*) filter ("$state" = 'pending'),
  count(*) filter ("$state" = 'no_value'), count(*) filter ("$state" = 'undefined'),
  count(*) filter ("$state" = 'uncovered')
from {picked(question.measure, f"hit_{number}")} group by 1, 2, 3 order by all""")
        excluded = self._excluded(number) if self.placement.approved(log) else {}
        tallies: Tallies = {}
        for sheet, group, window, num, den, amount, *counts in found:
            sums = exact(num), exact(den), exact(amount)
            counted = Tally(group, window, *sums, *counts)
            out = excluded.get((sheet, group, window))
            tally = replace(counted, excluded=out) if out else counted
            tallies.setdefault(sheet, []).append(tally)
        return tallies

    def _excluded(self, number: int) -> dict[tuple[int, str, date | None], Mapping[int, int]]:
        """How many rows approvals leave out, by sheet, group and window."""
        found = self.db.rows(f"""
select "$sheet", "$group", "$window", "$excluded", count(*) from hit_{number}
where "$state" = 'excluded' group by all order by all""")
        left_out: dict[tuple[int, str, date | None], dict[int, int]] = {}
        for sheet, group, window, approval, count in found:
            left_out.setdefault((sheet, group, window), {})[approval] = count
        return dict(left_out)

    def _incidents(
        self, number: int, question: Question, log: Log, dialect: Dialect, tallies: Tallies
    ) -> Tallies:
        """``tallies`` with the incidents themselves, in order, where their repetition matters: also
        those of the days before, which count for nothing but may be repeated."""
        if question.repeat is None:
            return tallies
        found: dict[int, list[Incident]] = {}
        if question.before:
            table = f"earlier_{number}"
            then = self._hit(table, number, question, log, question.before)
            self._listed(question, table, then, found, earlier=True)
        self._listed(question, f"hit_{number}", dialect, found, earlier=False)
        return {
            sheet: [replace(tally, incidents=tuple(found.get(sheet, ()))) for tally in listed]
            for sheet, listed in tallies.items()
        }

    def _listed(
        self,
        question: Question,
        table: str,
        dialect: Dialect,
        found: dict[int, list[Incident]],
        *,
        earlier: bool,
    ) -> None:
        """Adds the incidents of ``table`` to those ``found``, by sheet."""
        for sheet, day, kind, points in self.db.rows(incidents(question, table, dialect)):
            found.setdefault(sheet, []).append(Incident(day, kind, exact(points), earlier))

    def _rolling(
        self, number: int, question: Question, source: Source, tallies: Tallies
    ) -> Tallies:
        """``tallies`` with the most that any rolling stretch adds up to, where that is asked."""
        over = question.measure.over
        if over is None or over.kind != "rolling":
            return tallies
        frame = self.placement.frame
        if source.columns[str(source.period_column)].type == "date":
            frame = replace(frame, start=midnight(frame.start_day), end=midnight(frame.end_day))
        at = 'cast("$time" as timestamp)'
        most = dict(self.db.rows(rolling(over, f"hit_{number}", at, frame)))
        return {
            sheet: [replace(tally, numerator=exact(most.get(sheet)))]
            for sheet, (tally, *_) in tallies.items()
        }

    def _working_time(self, question: Question) -> tuple[str, str]:
        """The tables of a question's working time, of its limit and of its lengths; empty where it
        has none."""
        span, timed = span_of(question.measure), duration_of(question.measure)
        limits = [span.within] if span and work_rules(span.within) else []
        lengths = [None] if timed and timed.working else []
        days = self.placement.frame.days
        if not limits and not lengths:
            return "", ""
        assert days is not None  # calendars.py lets no other question through
        laid_out = [[self._clock(one, days) for one in few] for few in (limits, lengths)]
        return "".join(laid_out[0]), "".join(laid_out[1])


def exact(value: Decimal | int | float | None) -> Fraction:
    """A sum; floats mean that an expression left the exact numbers."""
    if isinstance(value, float):
        raise EngineError("floating point")
    return Fraction(value or 0)

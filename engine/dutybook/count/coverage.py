"""How far the logs that were delivered can be relied on: from which day, for which extents."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dutybook.count.log.needs import Need
from dutybook.count.log.rejected import Rejected
from dutybook.count.log.table import Log
from dutybook.finding import Finding, Place
from dutybook.grammar.time.period import Period
from dutybook.measure.kinds import kind_of
from dutybook.model import Source
from dutybook.plan.basis import Prepared
from dutybook.plan.ownership import sites_of
from dutybook.plan.question import Plan, Sheet
from dutybook.plan.scope import Extent
from dutybook.roster.teams import Teams
from dutybook.yamltext import Origin

NAMED: Final = 5
"""How many of those that nobody knows are named."""
_NOTHING: Final = {"log-nobody-known", "log-nothing-usable"}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A log that can be counted: from which day on it is known (``begins``), the extents whose rows
    can be relied on (``complete``), the rows that were not usable; and the sites of which it was
    not delivered (``lacking``)."""

    log: Log
    begins: date
    complete: frozenset[Extent]
    rejected: Sequence[Rejected]
    lacking: frozenset[str] = frozenset()

    def covers(self, sheet: Sheet, teams: Teams, extent: Extent) -> bool:
        """Whether it was delivered for every site the sheet's post was held at, or those below it
        theirs."""
        return not self.lacking or self.lacking.isdisjoint(sites_of(sheet, teams, extent))

    def until(self, sheet: Sheet) -> date | None:
        """Up to when it was delivered for a sheet, where the source says so."""
        source = self.log.source
        stated = [source.complete_at[site] for site in sheet.sites if site in source.complete_at]
        return min(stated) if stated else source.complete_to

    def speaks_of(self, period: Period) -> bool:
        """Whether it has a row of ``period``, or was delivered for it without any."""
        source = self.log.source
        to = max(
            (day for day in (source.complete_to, *source.complete_at.values()) if day), default=None
        )
        silent = to is not None and self.begins <= period.start and to >= period.last
        return silent or self.log.holds(period.start, period.end)


def delivered(log: Log, need: Need, ready: Prepared) -> tuple[Delivered, list[Finding]]:
    """What ``log`` covers of the period and of the other days that are asked about, and of which
    sites."""
    plan = ready.plan
    source, first = log.source, log.begins()
    known = min(plan.period.start, first.replace(day=1)) if first else plan.period.start
    begins = source.complete_from or known
    lacking = _lacking(log, plan.period, feeding=need.feeding)
    if lacking:
        return Delivered(log, begins, frozenset(), log.rejected()), [lacking]
    every = plan.extents(source.source)
    complete = frozenset(e for e in every if begins <= e.start or _windowed(plan, source.source, e))
    late = list(dict.fromkeys(_late(log, begins, (e for e in every if e not in complete))))
    sites = frozenset() if need.feeding else frozenset(_lacking_sites(log, ready))
    late += [_site(log, site, plan.period) for site in sorted(sites)]
    return Delivered(log, begins, complete, log.rejected(), sites), late


def _lacking_sites(log: Log, ready: Prepared) -> set[str]:
    """Sites whose people are asked about and of which there is not a row in the period, nor a word
    that there was nothing: as of a source whose file is missing. Where all are at one site, the
    source's own delivery says it."""
    source, plan = log.source, ready.plan
    if source.complete_to is not None:
        return set()
    asking = {
        (number, what.extent)
        for question, what in plan.of_source(source.source)
        if not kind_of(what.measure).awaited
        for number in plan.asked[question]
    }
    asked = {
        site
        for number, extent in asking
        for site in sites_of(plan.sheets[number], ready.teams, extent)
        if site
    }
    late = {
        site for site in asked if source.complete_at.get(site, plan.period.last) < plan.period.last
    }
    silent = asked - source.complete_at.keys()
    if len(asked) < 2 or not silent:
        return late
    owners = log.owners(plan.period.start, plan.period.end)
    if not owners:
        return late
    heard = {
        one.site
        for one in ready.people
        if one.start < plan.period.end
        and plan.period.start < one.end
        and (owners & {one.employee} if source.employee else owners.intersection(one.areas))
    }
    return late | (silent - heard)


def _site(log: Log, site: str, period: Period) -> Finding:
    """That nothing came from a site."""
    source = log.source
    details = {"source": source.source, "site": site, "period": period.text}
    if site in source.complete_at:
        place = _stated(source).below(site).place
        until = {"until": source.complete_at[site]}
        return Finding("log-site-not-complete", place, {**details, **until})
    return Finding("log-site-silent", Place(log.origins[0].name, 1, 1), details)


def _stated(source: Source) -> Origin:
    """Where it is said how far the data are complete."""
    return source.stated or source.origin.below("complete_to")


def _lacking(log: Log, period: Period, *, feeding: bool) -> Finding | None:
    """Why the period is not covered (docs/semantics.md#missing); a log that only feeds another may
    well have nothing to say of a period."""
    source = log.source
    if source.complete_to is not None:
        if source.complete_to >= period.last:
            return None if log.holds(period.start, period.end) else _unusable(log, period)
        details = {"source": source.source, "until": source.complete_to, "period": period.text}
        return Finding("log-not-complete", _stated(source).place, details)
    if feeding or source.complete_at or log.holds(period.start, period.end):
        return None
    if log.count():
        return _silence(log, period)
    lost, _ = log.basis.unusable(period.start, period.end)
    return _silence(log.basis, period) if lost else None  # cases that no event was left for


def _unusable(log: Log, period: Period) -> Finding | None:
    """That rows came of the period and none is of any use, whatever is said of the delivery: what
    they tell is not known. Whoever is to be passed over stands under ``ignore:``."""
    found = _silence(log, period)
    if found.code in _NOTHING:
        return found
    lost, _ = log.basis.unusable(period.start, period.end)
    return _silence(log.basis, period) if lost else None


def _silence(log: Log, period: Period) -> Finding:
    """Why a log has nothing of the period: no row can be used, or there is none."""
    place = Place(log.origins[0].name, 1, 1)
    details: dict[str, object] = {"source": log.source.source, "period": period.text}
    count, unknown = log.unusable(period.start, period.end)
    if unknown:
        names = ", ".join(unknown[:NAMED]) + (" …" if len(unknown) > NAMED else "")
        return Finding("log-nobody-known", place, details | {"count": count, "names": names})
    if count:
        return Finding("log-nothing-usable", place, details | {"count": count})
    return Finding("log-outside-period", place, details)


def said_once(doubts: Sequence[Finding], rejected: Iterable[Finding]) -> Iterator[Finding]:
    """All of it, but of rows not used nothing where a doubt about the same source says already that
    they leave nothing of the period."""
    said = {f.details["source"]: f.details["count"] for f in doubts if f.code in _NOTHING}
    told, lost = list(rejected), Counter[object]()
    for one in told:
        if one.code == "rows-rejected":
            lost[one.details["source"]] += int(str(one.details["count"]))
    for one in told:
        source = one.details["source"]
        if one.code != "rows-rejected" or said.get(source) != lost[source]:
            yield one
    yield from doubts


def _windowed(plan: Plan, name: str, extent: Extent) -> bool:
    """Whether windows are asked for, which are judged one by one
    (see :mod:`dutybook.count.schedule.windows`)."""
    return any(
        getattr(question.measure, "window", None) and not getattr(question.measure, "over", None)
        for _, question in plan.of_source(name)
        if question.extent == extent and extent.as_of is None
    )


def _late(log: Log, begins: date, extents: Iterable[Extent]) -> Iterator[Finding]:
    """A log without `complete_from` is taken to begin with the month of its first row, never to
    have been silent before."""
    place = Place(log.origins[0].name, 1, 1)
    for extent in extents:
        details = {"source": log.source.source, "begins": begins, "from": extent.start}
        yield Finding("log-begins-late", place, details)

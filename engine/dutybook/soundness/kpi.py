"""What keeps one KPI from being measured or judged, and what is doubtful about it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.rounding import rounded_to
from dutybook.grammar.time.period import Period
from dutybook.measure.columns import columns_read, measure_columns, parts_of, span_of
from dutybook.measure.kind import Setting
from dutybook.measure.kinds import kind_of
from dutybook.measure.limits import all_limits
from dutybook.measure.problems import immeasurable
from dutybook.model import By, Incidents, Kpi, Role, Scheme, Steps
from dutybook.model.kpi import at
from dutybook.model.score import Proportional
from dutybook.roster.adjustments import judged
from dutybook.rule.completeness import unscorable
from dutybook.rule.points import bounds
from dutybook.soundness.calendars import uncalendared, uses_calendar
from dutybook.soundness.contents import undeclared
from dutybook.soundness.points.dependence import entangled
from dutybook.soundness.points.extremes import unmoved
from dutybook.soundness.points.types import untyped
from dutybook.soundness.points.units import misfits
from dutybook.soundness.scheme import crossed, too_fine
from dutybook.workspace import Workspace


def unmeasured(
    workspace: Workspace, role: Role, kpi: Kpi, period: Period | None = None
) -> Iterator[Finding]:
    """Findings that keep ``kpi`` of ``role`` from having a value; of those that depend on the
    ``period`` none without one."""
    faults = workspace.faults
    yield from _broken(workspace, role, kpi)
    yield from (f for f in _unmeasured(workspace, role, kpi, period) if not faults.follow(f))


def _unmeasured(
    workspace: Workspace, role: Role, kpi: Kpi, period: Period | None
) -> Iterator[Finding]:
    sources = workspace.definitions.sources
    if kpi.measure is not None:
        yield from uncalendared(workspace, role, kpi, period)
        yield from immeasurable(kpi, Setting(role, sources, workspace.definitions.sops))
    yield from undeclared(kpi, sources)
    yield from untyped(kpi, sources)
    yield from _empty(kpi)
    yield from _unextended(workspace, kpi)


def _broken(workspace: Workspace, role: Role, kpi: Kpi) -> Iterator[Finding]:
    """What is wrong with the definitions that ``kpi`` is measured by: its sources, a procedure, the
    calendar, a measure of that name."""
    faults, defined = workspace.faults, workspace.definitions
    for measure in parts_of(kpi.measure) if kpi.measure else ():
        read = columns_read(kpi) if measure is kpi.measure else measure_columns(measure)
        yield from faults.of_source(defined.sources.get(measure.of), measure.of, read)
        yield from faults.of("sop", kind_of(measure).follows(measure))
    if kpi.measure is not None and uses_calendar(role, kpi, defined.sops):
        yield from faults.of("calendar", workspace.organisation.calendar)
    if kpi.measure is None:
        written = kpi.origin.document.used(kpi.origin.path)
        named = written.get("measure") if isinstance(written, Mapping) else None
        yield from faults.of("measure", named if isinstance(named, str) else None)


def unjudged(workspace: Workspace, kpi: Kpi, others: Sequence[Kpi]) -> Iterator[Finding]:
    """Findings that keep a value of ``kpi`` from being judged and scored; ``others`` stand on the
    same sheet."""
    if kpi.measure is not None:
        yield from _unread(kpi) or unscorable(kpi)
        yield from misfits(kpi, workspace.definitions.sources.get(kpi.measure.of))
    yield from _directions(kpi)
    yield from _bounds(kpi)
    yield from entangled(workspace, kpi, others)


def doubtful(scheme: Scheme | None, kpi: Kpi) -> Iterator[Finding]:
    """What a sound KPI would not be: points that never move, that are not the printed ones, that go
    the wrong way; ratings of raters nobody weighs."""
    weighed = scheme.weighed(kpi) if scheme else kpi
    own = scheme.own_full(weighed) if scheme else None
    yield from unmoved(weighed, own if own is not None else weighed.weight)
    yield from _wrong_way(kpi)
    yield from _rounded(weighed, scheme.places if scheme else 2)
    if kpi.measure is not None:
        yield from kind_of(kpi.measure).doubts(kpi, kpi.measure, scheme)


def alike(kpis: Sequence[Kpi]) -> Iterator[Finding]:
    """KPIs of one role that measure the same and are held to different targets."""
    for i, second in enumerate(kpis):
        for first in kpis[:i]:
            same = first.measure is not None and first.measure == second.measure
            if same and first.measure and kind_of(first.measure).about == "kpi":
                continue  # each asks for figures of its own
            one, two = (kpi.target.fixed if kpi.target else None for kpi in (first, second))
            if same and one and two and one != two:  # a level and its growth are two things
                yield at(second, "target", "kpi-twice", first=first.id)


def _unextended(workspace: Workspace, kpi: Kpi) -> Iterator[Finding]:
    """Approved extensions of the KPI's limits that cannot be reckoned with: rows they are about
    would be late as if nobody had agreed."""
    parts = parts_of(kpi.measure) if kpi.measure else []
    timed = [part for part in parts if kind_of(part).extendable(part)]
    if not timed or not workspace.definitions.adjustments:
        return
    sources = {measure.of for measure in timed}
    for adjustment, wrong in judged(workspace):
        if wrong and wrong.code == "not-supported-yet" and adjustment.source in sources:
            yield wrong


def _empty(kpi: Kpi) -> Iterator[Finding]:
    """Whatever varies by a column and names no content of it."""
    listed: list[tuple[object, str]] = [(kpi.target.by, "target")] if kpi.target else []
    rule = kpi.score.rule if kpi.score else None
    if kpi.score is not None:
        listed.append((kpi.score.cap_varies, "score/cap"))
    if isinstance(rule, Incidents):
        listed.append((rule.each, "score/incidents/each"))
    if isinstance(rule, Steps):
        listed += [(slope.varies, "score/steps") for slope in rule.slopes]
    for measure in parts_of(kpi.measure) if kpi.measure else ():
        span = span_of(measure)
        limits = all_limits(span.within) if span else ()
        listed += [(by, "measure") for limit in limits for by in (limit.by, limit.times)]
    for by, path in listed:
        if isinstance(by, By) and not by.cases:
            yield at(kpi, path, "by-without-cases", column=by.column)


def _unread(kpi: Kpi) -> list[Finding]:
    """Why the target or the score that stands there is left out: what is then lacking is no second
    mistake."""
    left = [key for key in ("target", "score") if getattr(kpi, key) is None]
    places = [kpi.origin.below(key).place.path for key in left]
    faults = kpi.origin.document.faults
    return [one for one in faults if any(f"{one.place.path}/".startswith(f"{p}/") for p in places)]


def _directions(kpi: Kpi) -> Iterator[Finding]:
    """Slopes on a side that their target does not have."""
    rule = kpi.score.rule if kpi.score else None
    target = kpi.target.fixed if kpi.target else None
    if not isinstance(rule, Steps) or kpi.measure is None:
        return
    if not rule.slopes:
        yield at(kpi, "score", "score-incomplete", what="lose: … | gain: …")
    if rule.gain is not None and target is not None and target.better == "exact":
        what = f"gain: … × target {target}"
        yield at(kpi, "score/steps/gain", "score-incomplete", what=what)


def _bounds(kpi: Kpi) -> Iterator[Finding]:
    if kpi.score is None:
        return
    low, high = bounds(kpi.score, kpi.weight)
    if low is not None and high is not None and low > high:
        yield crossed(kpi.origin.below("score"), low, high)
    rule = kpi.score.rule
    if isinstance(rule, Proportional):
        least, most = rule.clamp.min, rule.clamp.max
        if least is not None and most is not None and least > most:
            yield crossed(kpi.origin.below("score"), least, most)


def _rounded(kpi: Kpi, places: int) -> Iterator[Finding]:
    """Points rounded more finely than they are printed, or so that full ones are not full."""
    rule = kpi.score.rounding if kpi.score else None
    if rule is None or rule.to is None or kpi.advisory:
        return
    if too_fine(rule, places):
        yield at(kpi, "score/round", "round-too-fine", to=plain(rule.to), places=places)
    full = kpi.weight
    if full is not None and (made := rounded_to(full, rule.to, rule.way)) != full:
        yield at(kpi, "score/round", "round-full", full=plain(full), rounded=plain(made))


def _wrong_way(kpi: Kpi) -> Iterator[Finding]:
    """Points that come where fewer is better, and points taken where more is."""
    rule = kpi.score.rule if kpi.score else None
    target = kpi.target.fixed if kpi.target else None
    if not isinstance(rule, Incidents) or target is None or kpi.advisory:
        return
    few = target.better == "lower" or (target.op == "=" and target.bound == 0)
    signs = {sign for sign in map(_sign, _rates(rule)) if sign}
    if (few and signs == {1}) or (target.better == "higher" and signs == {-1}):
        details = {"target": target.text or str(target)}
        yield at(kpi, "score/incidents/each", "incidents-wrong-way", **details)


def _rates(rule: Incidents) -> list[Fraction]:
    if isinstance(rule.each, By):
        return [rate for _, rate in rule.each.cases]
    return [rule.each] if isinstance(rule.each, Fraction) else []


def _sign(rate: Fraction) -> int:
    return (rate > 0) - (rate < 0)

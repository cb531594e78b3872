"""How a KPI is measured, in words: its definition if it has one, else its measure spelled out."""

from collections.abc import Sequence
from fractions import Fraction

from dutybook.grammar.number.quantity import as_percent, lasting
from dutybook.grammar.number.unit import SECONDS
from dutybook.grammar.time.lookback import Lookback
from dutybook.model import Kpi, Measure, Span
from dutybook.model.measure import (
    Conformance,
    Count,
    Duration,
    Pool,
    Quotient,
    Rating,
    Ratio,
    Rows,
    Scale,
    Scheduled,
    Share,
    Valued,
    kind,
)
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.limits import limit, read, target
from dutybook.papers.view import View, figure


def definition(view: View, kpi: Kpi) -> str:
    """What the indicator means."""
    return view.text(kpi.definition) or (measure(view, kpi.measure) if kpi.measure else "")


def data_source(view: View, kpi: Kpi) -> str:
    """Where its rows come from."""
    return view.source(kpi.measure.of) if kpi.measure else ""


def measure(view: View, value: Measure) -> str:
    """A measure in words, with the rows it is limited to."""
    if isinstance(value, Quotient):
        return _quotient(view, value)
    words = _joined(view, value, _body(view, value))
    where = None if isinstance(value, Rating) else value.where
    if where is None or (
        isinstance(value, Scheduled) and where.sql == f"\"duty\" = '{value.duty}'"
    ):
        return words
    return view.say("measure.where", text=words, condition=in_words(view, where.sql, value.of))


def _body(view: View, value: Measure) -> str:
    if isinstance(value, Share):
        return _share(view, value)
    if isinstance(value, Ratio):
        num, den = (in_words(view, part.sql, value.of) for part in (value.num, value.den))
        return view.say("measure.ratio", num=num, den=den)
    if isinstance(value, Valued):
        return view.say(f"measure.{kind(value)}", value=_valued(view, value))
    if isinstance(value, Count):
        return (
            _span(view, "late", value.late, value.of)
            if value.late
            else view.say("measure.count", source=view.source(value.of))
        )
    if isinstance(value, Conformance):
        return _conformance(view, value)
    if isinstance(value, Scheduled):
        return _scheduled(view, value)
    return _rating(view, value) if isinstance(value, Rating) else _quotient(view, value)


def _valued(view: View, value: Valued) -> str:
    """The figure of a row: a column, an expression, or how long something took."""
    timed = value.value
    if not isinstance(timed, Duration):
        return in_words(view, timed.sql, value.of)
    if timed.late:
        words = _span(view, "exceeded", timed.late, value.of)
    else:
        slots = {"from": view.column(timed.from_, value.of), "to": _ends(view, timed.to, value.of)}
        words = view.say("measure.lasting", **slots)
    words = view.say("measure.working_time", text=words) if timed.working else words
    if timed.per is None:
        return words
    per = read(view, timed.per, lasting(timed.per).split()[1])
    partial = view.say(f"score.partial.{timed.partial}")
    return view.say("measure.in_steps", text=words, per=per, partial=partial)


def _conformance(view: View, value: Conformance) -> str:
    """Which procedure, and what of it is checked."""
    sop = view.workspace.definitions.sops.get(value.sop)
    checked = view.joined(view.say(f"measure.checks.{name}") for name in value.check)
    title = view.text(sop.title) if sop else value.sop
    words = view.say("measure.conformance", sop=title, checks=checked)
    return view.say("measure.each_pass", text=words) if value.passes == "each" else words


def _quotient(view: View, value: Quotient) -> str:
    den = value.den
    if isinstance(den, Pool):
        known = view.names("measure.pools")
        who = known.get(den.pool) or view.say("measure.pool_column", column=den.pool)
        return view.say("measure.pool", text=measure(view, value.num), who=who)
    below = figure(den) if isinstance(den, Fraction) else measure(view, den)
    return view.say("measure.quotient", num=measure(view, value.num), den=below)


def _joined(view: View, value: Measure, words: str) -> str:
    """``words`` with the windows they are taken by, how far back they reach, and whose rows."""
    if not isinstance(value, Rows | Scheduled):
        return words
    if isinstance(value, Rows) and value.scope == "team":
        words = view.say("measure.team", text=words)
    if value.over:
        words = view.say("measure.over", text=words, over=_over(view, value.over))
    if isinstance(value, Scheduled) or value.window is None:
        return words
    meet = target(view, value.meet) if value.meet else ""
    window = view.say(f"measure.windows.{value.window}")
    most = "" if value.at_most is None else figure(value.at_most)
    take = "sum_within" if most else value.take
    return view.say(f"measure.take.{take}", text=words, window=window, meet=meet, most=most)


def _over(view: View, over: Lookback) -> str:
    if over.kind == "to_date":
        return view.say(f"measure.to_date.{over.unit}")
    if over.kind == "last":
        return view.say(f"measure.last.{over.unit}", n=over.count)
    return view.say("measure.rolling", hours=figure(Fraction(over.seconds, SECONDS["hour"])))


def _share(view: View, value: Share) -> str:
    if isinstance(value.good, Span):
        return _span(view, "share_span", value.good, value.of)
    return view.say("measure.share_where", condition=in_words(view, value.good.sql, value.of))


def _span(view: View, phrase: str, span: Span, source: str) -> str:
    to = _ends(view, span.to, source)
    slots = {"from": view.column(span.from_, source), "to": to, "limit": limit(view, span.within)}
    return view.say(f"measure.{phrase}", **slots)


def _ends(view: View, columns: Sequence[str], source: str) -> str:
    """The columns something ends with, the first to happen."""
    ends = view.joined(view.column(name, source) for name in columns)
    return view.say("measure.first_of", columns=ends) if len(columns) > 1 else ends


def _scheduled(view: View, value: Scheduled) -> str:
    duty = view.named("duty", value.duty)
    if not value.count:
        return view.say("measure.schedule", duty=duty)
    outcomes = view.joined(view.say(f"measure.outcomes.{outcome}") for outcome in value.count)
    return view.say("measure.schedule_count", duty=duty, outcomes=outcomes)


def _rating(view: View, value: Rating) -> str:
    parts = [_scale(view, value.scale)]
    if value.raters:
        shares = [
            view.say("measure.rater", rater=rater_title(view, rater), weight=as_percent(weight))
            for rater, weight in value.raters
        ]
        parts.append(view.say("measure.raters", raters=view.joined(shares)))
    if value.missing.policy != "wait":
        points = figure(value.missing.default or Fraction(0))
        parts.append(view.say(f"measure.missing_{value.missing.policy}", points=points))
    if value.anonymous:
        parts.append(view.say("measure.anonymous", n=value.anonymous.min))
    return view.joined(parts, "phrase_sep")


def rater_title(view: View, rater: str) -> str:
    """What a kind of rater is called on papers."""
    return view.names("form.raters").get(rater, rater)


def _scale(view: View, scale: Scale) -> str:
    words = (
        view.say("measure.rating_from", min=figure(scale.min), scale=figure(scale.max))
        if scale.min
        else view.say("measure.rating", scale=figure(scale.max))
    )
    step = view.say("measure.rating_step", step=figure(scale.step)) if scale.step else ""
    return view.joined([words, step], "phrase_sep")

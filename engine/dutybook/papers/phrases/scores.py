"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

from collections.abc import Iterator

from dutybook.grammar.number.step import Part
from dutybook.model import Expression, Kpi, Score
from dutybook.model.score import Dependence, Points
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.form import Form
from dutybook.papers.phrases.limits import read
from dutybook.papers.view import View, figure
from dutybook.rule.kinds import kind_of
from dutybook.rule.wording import points_in_words, reads


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    if kpi.score is None:
        return []
    kind = kind_of(kpi.score.rule)
    depends = (_depends(view, line) for line in kpi.score.depends)
    bounds = view.joined([*depends, *_bounds(view, kpi, kpi.score)], "phrase_sep")
    said = kind.words(Form(view), kpi, kpi.score.rule)
    if kind.listed:
        return [*said, *([bounds] if bounds else [])]
    return [view.joined([view.joined(said, "phrase_sep"), bounds], "phrase_sep")]


def _bounds(view: View, kpi: Kpi, value: Score) -> Iterator[str]:
    for name, cut in (("zero_below", value.zero_below), ("zero_above", value.zero_above)):
        if isinstance(cut, Part):
            yield view.say(f"score.{name}_target", value=figure(cut.share, percent=True))
        elif cut is not None:
            yield view.say(f"score.{name}", value=read(view, cut, reads(kpi)))
    if value.floor == "none":
        yield view.say("score.floor_none")
    elif value.floor:
        yield view.say(
            "score.floor_lose" if value.floor < 0 else "score.floor", n=figure(abs(value.floor))
        )
    if value.cap == "none":
        yield view.say("score.cap_none")
    elif value.cap is not None:
        yield view.say("score.cap", n=figure(value.cap))
    elif by := value.cap_varies:
        said = [(key, view.say("score.cap", n=figure(cap))) for key, cap in by.cases]
        words = [view.say("score.person_case", value=key, text=text) for key, text in said]
        if by.otherwise is not None:
            cap = view.say("score.cap", n=figure(by.otherwise))
            words.append(view.say("score.person_other", text=cap))
        cases = view.joined(words, "list_sep")
        yield view.say("score.by_person", column=by.column, cases=cases)


def _depends(view: View, line: Dependence) -> str:
    """What other KPIs change about the points."""

    def points(given: "Points | Expression") -> str:
        if isinstance(given, Expression):
            return in_words(view, given.sql, None)
        return points_in_words(Form(view), given)

    parts = (("points", line.points), ("cap", line.cap), ("floor", line.floor))
    said = [
        view.say(f"score.depends_{name}", points=points(given))
        for name, given in parts
        if given is not None
    ]
    what = view.joined(said, "list_sep")
    if line.when is None:
        return what
    return view.say("score.depends", when=in_words(view, line.when.sql, None), what=what)

"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

from collections.abc import Iterator

from dutybook.grammar.number.step import Part
from dutybook.model import Kpi, Score
from dutybook.papers.phrases.form import Form
from dutybook.papers.phrases.limits import read
from dutybook.papers.view import View, figure
from dutybook.rule.kinds import kind_of
from dutybook.rule.wording import reads


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    if kpi.score is None:
        return []
    kind = kind_of(kpi.score.rule)
    bounds = view.joined(_bounds(view, kpi, kpi.score), "phrase_sep")
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

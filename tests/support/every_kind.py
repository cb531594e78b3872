"""Every printed kind, in the shapes that look different: made once for all the tests of a process."""

from functools import cache
from typing import Any

from evaluated import results
from subjects import PRINTED, USUAL, subject_of
from workspaces import SMALL

from dutybook.grammar.time.period import parse_period
from dutybook.papers.kinds import KINDS
from dutybook.papers.occasion import dated
from dutybook.papers.production.writers import Paper, produce
from dutybook.papers.results import people_of, read_results, units_of
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.roster.due import read_roster
from dutybook.workspace import Workspace, load
from dutybook.write.tree import Element

PAPERS = [
    *((kind, "") for kind in PRINTED),
    ("evaluation-form", "filled"),
    ("evaluation-report", "unit"),
    ("duty-checklist", "2026-10"),
]
"""Every printed kind, and the shapes that look different."""
CASES = [(*paper, "zh-Hans") for paper in PAPERS]
FURTHER = [(*paper, locale) for paper in PAPERS for locale in ("zh-Hant", "en")]


class _Made:
    """A paper as the writers take it."""

    def __init__(self, kind: str, words: dict[str, Any], tree: Element) -> None:
        self.kind = kind
        self.words = words
        self.tree = tree


@cache
def workspace() -> Workspace:
    return load(SMALL)


@cache
def paper(kind: str, shape: str, locale: str) -> Paper:
    view, chosen = View(workspace(), locale), KINDS[kind]
    if shape == "filled":
        doc = chosen.evaluated(view, next(people_of(view, read_results(results()))))  # type: ignore[misc]
    elif shape == "unit":
        doc = chosen.context(view, next(units_of(view, read_results(results()))))
    elif shape:
        roster, role = read_roster(workspace())[0], view.role("stress")
        assert role
        doc = chosen.context(view, dated(workspace(), roster, role, parse_period(shape), None)[0])
    else:
        doc = chosen.context(view, subject_of(view, kind, USUAL[chosen.about]))
    words = {"doc": doc, "t": view.labels.words}
    return _Made(kind, words, render(environment(None), chosen.template, words, kind))


@cache
def written(kind: str, shape: str, locale: str, form: str) -> bytes:
    data, warnings = produce(form, paper(kind, shape, locale), locale, None)
    assert warnings == []
    return data

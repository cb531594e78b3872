"""作业指导书: a procedure on a card, its flow as a picture and its steps as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from dutybook.model import Escalation, Sop, Step
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.drawing.flow import flow
from dutybook.papers.paper import Field, Frame, fields, filled, in_rows, paper
from dutybook.papers.phrases.limits import limit, span
from dutybook.papers.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step; ``branches`` say where it leads, and after which it comes where that is not plain."""

    no: str
    text: str
    branches: Sequence[str]
    owner: str
    within: str
    records: Sequence[str]
    taboos: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRow:
    """A rung: counted from ``start``, ``after`` so long it is told ``to`` somebody."""

    no: str
    start: str
    after: str
    to: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SopCard:
    """What ``sop-card.html.j2`` reads; ``id`` and ``title`` are for a manual's headings."""

    id: str
    title: str
    paper: Frame
    identity: Sequence[Sequence[Field]]
    facts: Sequence[Field]
    pictures: Sequence[Drawing]
    steps: Sequence[StepRow]
    escalation: Sequence[EscalationRow]


def sop_card(view: View, sop: Sop) -> SopCard:
    """The context of ``sop-card.html.j2``."""
    say = view.say
    numbers = {step.id: str(i) for i, step in enumerate(sop.steps, 1)}
    return SopCard(
        id=sop.sop,
        title=view.text(sop.title),
        paper=paper(view, "sop-card", view.text(sop.title)),
        identity=in_rows(
            fields(
                (say("sop.name"), view.text(sop.title)),
                (say("sop.code"), sop.code or ""),
                (say("common.department"), view.department(sop.department)),
                (say("sop.owner"), view.post(sop.owner)),
                (say("sop.effective"), view.day(sop.effective)),
                (say("sop.within"), limit(view, sop.within)),
            )
        ),
        facts=filled(
            (view.say("sop.purpose"), view.text(sop.purpose)),
            (view.say("sop.scope"), view.text(sop.scope)),
            (view.say("sop.trigger"), view.text(sop.trigger)),
            (view.say("sop.escalation"), "" if sop.escalation else say("sop.no_escalation")),
        ),
        pictures=flow(view, sop),
        steps=[_step(view, step, numbers, i) for i, step in enumerate(sop.steps, 1)],
        escalation=[
            _escalation(view, rung, numbers, i) for i, rung in enumerate(sop.escalation, 1)
        ],
    )


def _step(view: View, step: Step, numbers: dict[str, str], number: int) -> StepRow:
    say = view.say
    before = [numbers.get(name, name) for name in step.after]
    plain_order = not before or before == [str(number - 1)]
    after = [] if plain_order else [say("sop.step_after", steps=view.joined(before))]
    branches = [
        say("sop.step_branch", when=view.text(branch.when), step=numbers.get(branch.to, branch.to))
        for branch in step.branches
    ]
    return StepRow(
        no=str(number),
        text=view.text(step.text),
        branches=after + branches,
        owner=view.post(step.owner),
        within=limit(view, step.within),
        records=view.texts(step.records),
        taboos=view.texts(step.taboos),
    )


def _escalation(
    view: View, rung: Escalation, numbers: dict[str, str], number: int
) -> EscalationRow:
    say, step = view.say, rung.from_
    plain = rung.after.limit
    spared = (
        say("sop.escalation_unless", step=numbers.get(rung.unless, rung.unless))
        if rung.unless
        else ""
    )
    return EscalationRow(
        no=str(number),
        start=say("sop.from_step", step=numbers.get(step, step))
        if step
        else say("sop.from_trigger"),
        after=say("sop.escalation_over", after=span(view, plain))
        if plain
        else limit(view, rung.after),
        to=view.post(rung.to),
        text=view.joined(filter(None, (spared, view.text(rung.text))), "phrase_sep"),
    )

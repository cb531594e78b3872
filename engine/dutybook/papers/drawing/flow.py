"""What leads to what in a procedure, drawn as a flow diagram with its words as alternative."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dutybook.model import Sop, Step
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.drawing.flow_layout import Box, Edge
from dutybook.papers.drawing.flow_picture import Look, drawn
from dutybook.papers.phrases.limits import limit
from dutybook.papers.view import View
from dutybook.write.theme import families


def flow(view: View, sop: Sop) -> list[Drawing]:
    """The pictures of a procedure's flow, as many as its steps need, each no taller than a page."""
    edges = tuple(_edges(view, sop.steps))
    look = Look(
        family=families(view.locale, view.workspace.root),
        lang=view.locale,
        start=view.text(sop.trigger) or view.say("sop.start"),
        end=view.say("sop.end"),
    )
    pictures = drawn([_box(view, step, i) for i, step in enumerate(sop.steps)], edges, look)
    alternatives = _Alternatives(view, sop.steps, edges)
    return [
        Drawing(
            picture.svg,
            alternatives.of(picture.steps, i, len(pictures)),
            f"{picture.width:g}",
            f"{picture.height:g}",
        )
        for i, picture in enumerate(pictures, 1)
    ]


def _box(view: View, step: Step, index: int) -> Box:
    below = view.joined([view.post(step.owner), limit(view, step.within)], "list_sep")
    return Box(str(index + 1), view.text(step.text), below)


def _edges(view: View, steps: Sequence[Step]) -> Iterator[Edge]:
    """What leads where: branches; else ``after``; else the order in which the steps are written."""
    places = {step.id: i for i, step in enumerate(steps)}
    labelled = {
        (i, places[branch.to]): view.text(branch.when)
        for i, step in enumerate(steps)
        for branch in step.branches
        if branch.to in places
    }
    for (source, target), label in labelled.items():
        yield Edge(source, target, label)
    reached = {target for _, target in labelled}
    for i, step in enumerate(steps):
        before = [places[name] for name in step.after if name in places]
        follows = i > 0 and not step.after and not (steps[i - 1].branches and i in reached)
        for source in before or ([i - 1] if follows else []):
            if (source, i) not in labelled:
                yield Edge(source, i)


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """The same flow in words, for those who cannot see the picture."""

    view: View
    steps: Sequence[Step]
    edges: Sequence[Edge]

    def of(self, steps: range, number: int, count: int) -> str:
        said = [self._step(i) for i in steps]
        name = "sop.alt" if count == 1 else "sop.alt_part"
        text = self.view.joined(said, "list_sep")
        return self.view.say(name, n=number, count=count, steps=" ".join(text.split()))

    def _step(self, index: int) -> str:
        say, leads = self.view.say, [edge for edge in self.edges if edge.source == index]
        words = [say("sop.alt_step", no=index + 1, text=self.view.text(self.steps[index].text))]
        words += [
            say("sop.step_branch", when=edge.label, step=edge.target + 1)
            if edge.label
            else say("sop.alt_next", step=edge.target + 1)
            for edge in leads
            if edge.label or edge.target != index + 1
        ]
        return self.view.joined([*words, "" if leads else self.view.say("sop.end")], "phrase_sep")

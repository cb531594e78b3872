"""Rows about procedures: steps, what follows what, and whom to call when time runs out."""

from fractions import Fraction

from dutybook.check.context import Context
from dutybook.check.limits import in_words, seconds, written
from dutybook.check.rows import Rows, number, record, row
from dutybook.grammar.prose.figure import matter
from dutybook.model import Sop


def sops(context: Context) -> Rows:
    """One per SOP."""
    for sop in context.workspace.definitions.sops.values():
        yield record(
            context,
            "sops",
            sop,
            owner_role=context.resolve(sop.owner),
            owner_external=context.external(sop.owner),
            limit_text=written(sop.within, sop.origin, "within"),
            limit_seconds=number(seconds(sop.within)),
            steps_seconds=number(longest(sop)),
            step_count=len(sop.steps),
        )


def longest(sop: Sop) -> Fraction:
    """Seconds the limits of steps that must follow each other add up to, on the longest way."""
    own = {step.id: seconds(step.within) or Fraction(0) for step in sop.steps}
    before = {step.id: [s for s in step.after if s in own] for step in sop.steps}
    ends: dict[str, Fraction] = {}
    for _ in sop.steps:  # as many rounds as steps settle any order; a circle simply stops growing
        ends = {
            step: own[step]
            + max((ends.get(s, Fraction(0)) for s in before[step]), default=Fraction(0))
            for step in own
        }
    return max(ends.values(), default=Fraction(0))


def steps(context: Context) -> Rows:
    """One per step; ``owner`` is the SOP's where the step names none."""
    for sop in context.workspace.definitions.sops.values():
        for position, step in enumerate(sop.steps):
            owner = step.owner or sop.owner
            text = step.text.at(context.workspace.locale)
            stated = in_words(text)
            yield record(
                context,
                "steps",
                step,
                sop=sop.sop,
                position=position,
                owner=owner,
                owner_stated=step.owner is not None,
                owner_role=context.resolve(owner),
                owner_external=context.external(owner),
                limit_text=written(step.within, step.origin, "within"),
                limit_seconds=number(seconds(step.within)),
                stated_limit=stated[0] if stated else None,
                stated_seconds=number(stated[1]) if stated else None,
                matter=matter(text),
            )


def step_after(context: Context) -> Rows:
    """One per step that must be done before another."""
    for sop in context.workspace.definitions.sops.values():
        known = {step.id for step in sop.steps}
        for step in sop.steps:
            for before in step.after:
                links = {"sop": sop.sop, "step": step.id, "after": before, "known": before in known}
                yield row(step.origin, "after", **links)


def step_branches(context: Context) -> Rows:
    """One per branch of a step."""
    for sop in context.workspace.definitions.sops.values():
        known = {step.id for step in sop.steps}
        for step in sop.steps:
            for i, branch in enumerate(step.branches):
                yield row(
                    step.origin,
                    "branches",
                    i,
                    "to",
                    sop=sop.sop,
                    step=step.id,
                    condition=context.say(branch.when),
                    target=branch.to,
                    known=branch.to in known,
                )


def escalations(context: Context) -> Rows:
    """One per escalation."""
    for sop in context.workspace.definitions.sops.values():
        known = {step.id for step in sop.steps}
        for i, escalation in enumerate(sop.escalation):
            yield row(
                sop.origin,
                "escalation",
                i,
                sop=sop.sop,
                position=i,
                post=escalation.to,
                post_role=context.resolve(escalation.to),
                external=context.external(escalation.to),
                limit_text=written(escalation.after, sop.origin, "escalation", i, "after"),
                limit_seconds=number(seconds(escalation.after)),
                from_step=escalation.from_,
                from_known=escalation.from_ is None or escalation.from_ in known,
                unless_step=escalation.unless,
                unless_known=escalation.unless is None or escalation.unless in known,
            )

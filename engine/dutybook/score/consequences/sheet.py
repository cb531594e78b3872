"""Consequences that are not points: what follows and how much. Recorded and printed, never
executed."""

from collections.abc import Callable, Iterator

from dutybook.finding import Finding
from dutybook.grammar.expression import columns, parse_expression
from dutybook.model import Consequence
from dutybook.rule.amounts import Found, found
from dutybook.rule.condition import Known
from dutybook.score.consequences.names import Names, NotHereError, UnknownNameError, holds
from dutybook.score.result import Follows, KpiResult, SheetResult

Look = Callable[[Follows, Consequence], Follows | None]
"""What earlier periods make of a consequence whose condition holds in this one."""


def looks_beyond(consequence: Consequence) -> bool:
    """Whether it depends on ranks or on periods before, which are not known sheet by sheet."""
    read = columns(parse_expression(consequence.when.sql)) if consequence.when else set()
    past = consequence.running, consequence.repeated, consequence.escalate
    return bool(read & {"rank", "peers"}) or any(one is not None for one in past)


def consequences_of(
    result: SheetResult, look: Look | None = None
) -> tuple[tuple[Follows, ...], list[Finding]]:
    """What follows from the result, for people to act on; without ``look`` those that depend on
    ranks and earlier periods are left for later."""
    follows: list[Follows] = []
    findings: list[Finding] = []
    scheme = result.rules
    for number, consequence in enumerate(scheme.consequences):
        if look is None and looks_beyond(consequence):
            continue
        try:
            held = _follows(consequence, result)
            seen = (look(one, consequence) if look else one for one in held)
            follows += [one for one in seen if one is not None]
        except UnknownNameError:  # told of the scheme
            follows.append(_recorded(consequence, result, None, decided=False))
        except ValueError as error:
            place = scheme.origin.below("consequences", number).place
            findings.append(Finding("not-supported-yet", place, {"what": str(error)}))
    return tuple(follows), findings


def _follows(consequence: Consequence, result: SheetResult) -> Iterator[Follows]:
    if consequence.each == "unmet":
        for kpi in result.kpis:
            if kpi.met is False and _holds(consequence, Names(result, kpi)):
                yield _recorded(consequence, result, kpi, decided=True)
        return
    held = True if consequence.when is None else holds(consequence.when.sql, Names(result))
    if held is not False:
        yield _recorded(consequence, result, None, decided=held is True)


def _holds(consequence: Consequence, names: Names) -> bool:
    """Whether the condition, if there is one, holds for one unmet KPI."""
    return consequence.when is None or holds(consequence.when.sql, names) is True


def _recorded(
    consequence: Consequence, result: SheetResult, kpi: KpiResult | None, *, decided: bool
) -> Follows:
    text = str(consequence.text) if consequence.text else None
    about = kpi.kpi.id if kpi else None
    amount = _amount(consequence, result, kpi) if decided else Found("")
    shown = amount.shown or (str(consequence.amount) if consequence.amount and not decided else "")
    decided = decided and (consequence.amount is None or bool(amount.shown))  # none found: open
    return Follows(
        consequence.then,
        consequence.id,
        about,
        shown or None,
        text,
        decided,
        amount.worth,
        amount.lines,
    )


def _amount(consequence: Consequence, result: SheetResult, kpi: KpiResult | None) -> Found:
    if consequence.amount is None:
        return Found("")
    columns, names = result.sheet.columns, Names(result, kpi)

    def known(name: str) -> Known:
        try:
            return names(name)
        except NotHereError:
            return None

    return found(consequence.amount, known, lambda name: columns.get(name, ""))

"""What follows from somebody's result, one sentence each; recorded, never executed."""

from dutybook.grammar.number.money import Worth
from dutybook.papers.phrases.amounts import worth
from dutybook.papers.results import Person, RecordedConsequence
from dutybook.papers.view import View


def followed(view: View, person: Person) -> list[str]:
    """Consequences of a sheet: what is done, on which KPI, how much, and why."""
    inside, why = view.within(person.role), _wordings(view, person)
    return [
        _sentence(inside, one, why.get(one.id) or one.text or "")
        for one in person.sheet.consequences
    ]


def _wordings(view: View, person: Person) -> dict[str | None, str]:
    """What the scheme says of each consequence, in the language of the paper; results carry it in
    that of the workspace."""
    scheme = view.workspace.scheme_for(person.role)
    if scheme is None:
        return {}
    rolled = scheme.rollup.consequences if scheme.rollup else ()
    known = (*scheme.consequences, *rolled)
    return {one.id: view.text(one.text) for one in known if one.id and one.text}


def _sentence(view: View, one: RecordedConsequence, why: str) -> str:
    then = view.names("agreement.then").get(one.then, one.then)
    about = view.say("common.note", text=view.named("kpi", one.kpi)) if one.kpi else ""
    amount = _amount(view, one)
    head = view.say("report.follows", then=f"{then}{about}", amount=f" {amount}" if amount else "")
    open_ = "" if one.decided else view.say("status.kpi.undecided")
    rest = view.joined([why, open_], "phrase_sep")
    return view.say("report.follows_why", what=head, why=rest) if rest else head


def _amount(view: View, one: RecordedConsequence) -> str:
    """A settled amount with its unit in words, else as the scheme says it."""
    if one.worth is None:
        return one.amount or ""
    return worth(view, Worth(one.worth, one.unit or ""))

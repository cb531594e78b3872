"""What follows from somebody's result, one sentence each; recorded, never executed."""

from fractions import Fraction

from dutybook.compile.amounts import worth
from dutybook.compile.results import Data, Person
from dutybook.compile.view import View
from dutybook.grammar.money import Worth


def followed(view: View, person: Person) -> list[str]:
    """Consequences of a sheet: what is done, on which KPI, how much, and why."""
    inside = view.within(person.role)
    return [_sentence(inside, one) for one in person.sheet["consequences"]]


def _sentence(view: View, one: Data) -> str:
    then = view.labels.get("agreement.then").get(one["then"], one["then"])
    about = view.say("common.note", text=view.named("kpi", one["kpi"])) if one["kpi"] else ""
    amount = _amount(view, one)
    head = view.say("report.follows", then=f"{then}{about}", amount=f" {amount}" if amount else "")
    open_ = "" if one["decided"] else view.say("status.kpi.undecided")
    rest = view.joined([one["text"] or "", open_], "phrase_sep")
    return view.say("report.follows_why", what=head, why=rest) if rest else head


def _amount(view: View, one: Data) -> str:
    """A settled amount with its unit in words, else as the scheme says it."""
    if one.get("worth") is None:
        return one["amount"] or ""
    return worth(view, Worth(Fraction(one["worth"]), one["unit"] or ""))

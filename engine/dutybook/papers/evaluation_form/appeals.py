"""What a filled form says of appeals: who decided what and when, and what it comes to, beside the
computed figures."""

from collections.abc import Iterator

from dutybook.model.organisation import Ruling
from dutybook.papers.results import Person, shown
from dutybook.papers.view import View


def appeals(view: View, person: Person) -> list[str]:
    """A sentence per appeal, and one for the total after them where any was upheld."""
    return [*_heard(view, person), *_decided(view, person)]


def _heard(view: View, person: Person) -> Iterator[str]:
    names = {kpi.id: view.text(kpi.name) for kpi in person.role.kpis}
    scheme = view.workspace.scheme_for(person.role)
    names |= {item.id: view.text(item.name) for item in (scheme.items if scheme else ())}
    for appeal in person.sheet.appeals:
        yield view.say(
            f"form.appeal_{appeal.decision}",
            id=appeal.id,
            about=names.get(appeal.kpi or "", view.say("form.total")),
            filed=view.day(appeal.filed_on),
            why=appeal.why,
            by=appeal.by or "",
            on=view.day(appeal.decided_on),
            ruling=_ruling(view, appeal.ruling),
        )


def _ruling(view: View, ruling: Ruling) -> str:
    """The decided figures in words."""
    figures = {"points": ruling.points, "value": ruling.value, "total": ruling.total}
    said = {key: shown(value) for key, value in figures.items()} | {"grade": ruling.grade}
    return view.joined(view.say(f"form.ruling_{key}", figure=f) for key, f in said.items() if f)


def _decided(view: View, person: Person) -> Iterator[str]:
    decided = person.sheet.decided
    if decided:
        figures = {
            "total": shown(decided.total),
            "grade": decided.grade,
            "coefficient": shown(decided.coefficient),
        }
        said = (f"{view.say(f'form.{label}')} {f}" for label, f in figures.items() if f)
        yield view.say("form.decided", figures=view.joined(said))

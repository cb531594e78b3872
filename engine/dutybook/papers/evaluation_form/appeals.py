"""What a filled form says of appeals: who decided what and when, and what it comes to, beside the
computed figures."""

from collections.abc import Iterator

from dutybook.grammar.clock import parse_date
from dutybook.papers.results import Person, shown
from dutybook.papers.view import View


def appeals(view: View, person: Person) -> list[str]:
    """A sentence per appeal, and one for the total after them where any was upheld."""
    return [*_heard(view, person), *_decided(view, person)]


def _heard(view: View, person: Person) -> Iterator[str]:
    sheet = person.sheet
    names = {kpi.id: view.text(kpi.name) for kpi in person.role.kpis}
    scheme = view.workspace.scheme_for(person.role)
    names |= {item.id: view.text(item.name) for item in (scheme.items if scheme else ())}
    for appeal in sheet.get("appeals", ()):
        on = appeal["decided_on"]
        yield view.say(
            f"form.appeal_{appeal['decision']}",
            id=appeal["id"],
            about=names.get(appeal["kpi"], view.say("form.total")),
            filed=view.day(parse_date(appeal["filed_on"])),
            why=appeal["why"],
            by=appeal["by"] or "",
            on=view.day(parse_date(on)) if on else "",
            ruling=_ruling(view, appeal["ruling"]),
        )


def _ruling(view: View, ruling: dict[str, str | None]) -> str:
    """The decided figures in words."""
    said = [
        view.say(f"form.ruling_{key}", figure=value if key == "grade" else shown(value))
        for key, value in ruling.items()
        if value is not None
    ]
    return view.joined(said)


def _decided(view: View, person: Person) -> Iterator[str]:
    decided = person.sheet.get("decided")
    if decided:
        parts = {"total": "total", "grade": "grade", "coefficient": "coefficient"}
        said = [
            f"{view.say(f'form.{label}')} {decided[key] if key == 'grade' else shown(decided[key])}"
            for key, label in parts.items()
            if decided.get(key) is not None
        ]
        yield view.say("form.decided", figures=view.joined(said))

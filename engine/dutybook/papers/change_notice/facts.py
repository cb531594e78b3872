"""A definition as facts in words: what the other papers print of it, each with the keys it comes
from, so that old and new can be held against each other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dutybook.model import Agreement, Duty, Kpi, Role, Scheme, Sop
from dutybook.papers.evaluation_form.scheme import grades, method, vetoes
from dutybook.papers.job_description.paper import experience
from dutybook.papers.phrases.amounts import worth
from dutybook.papers.phrases.consequences import consequences, sharing
from dutybook.papers.phrases.form import Form
from dutybook.papers.phrases.limits import limit
from dutybook.papers.phrases.totals import caps
from dutybook.papers.responsibility_agreement.paper import responsibility_agreement
from dutybook.papers.rows import duty_row, kpi_row, superiors
from dutybook.papers.sop_card.paper import sop_card
from dutybook.papers.view import View, figure

Words = str | Sequence[str]
_SHORT: Final = 18

_DUTY: Final = {
    "text": ("text", "job.duty"),
    "area": ("area", "notice.area"),
    "tasks": ("tasks", "notice.tasks"),
    "share": ("share", "job.share"),
    "responsibility": ("responsibility", "job.responsibility"),
    "time": ("within", "job.time"),
    "standards": ("standards", "job.standards"),
    "indicator": ("indicator", "job.indicator"),
    "records": ("records", "job.records"),
}
"""What a row of a duty says: the key it comes from, and the label it is printed under."""
_KPI: Final = {
    "name": ("name", "kpi.name"),
    "weight": ("weight", "kpi.weight"),
    "target": ("target", "kpi.target"),
    "rule": ("score", "kpi.rule"),
}
_STEP: Final = {
    "text": ("text", "sop.step_text"),
    "branches": ("branches", "notice.branches"),
    "owner": ("owner", "sop.step_owner"),
    "within": ("within", "sop.step_within"),
    "records": ("records", "sop.step_records"),
    "taboos": ("taboos", "sop.step_taboos"),
}
_RUNG: Final = {
    "start": ("from", "sop.escalation_from"),
    "after": ("after", "sop.escalation_after"),
    "to": ("to", "sop.escalation_to"),
    "text": ("text", "sop.escalation_text"),
}
_CONSEQUENCE: Final = {
    "when": ("when", "agreement.when"),
    "then": ("then", "agreement.what"),
    "amount": ("amount", "agreement.amount"),
    "text": ("text", "agreement.explained"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a definition says. ``path`` are the keys it comes from, without places in lists;
    ``item`` tells the items of a list apart, and ``name`` is what that item is called on paper."""

    path: tuple[str, ...]
    label: str
    words: tuple[str, ...]
    item: str = ""
    name: str = ""

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        """What it is paired by."""
        return self.path, self.item


def fact(path: str, label: str, words: Words, item: str = "", name: str = "") -> Fact:
    """A fact; ``path`` with slashes."""
    listed = (words,) if isinstance(words, str) else tuple(words)
    return Fact(tuple(path.split("/")), label, tuple(filter(None, listed)), item, name)


def role_facts(view: View, role: Role) -> Iterator[Fact]:
    """What a role's papers print, but for its duties and KPIs."""
    view = view.within(role)
    say, text = view.say, view.text
    yield fact("title", say("common.post"), text(role.title))
    yield fact("code", say("common.code"), role.code or "")
    yield fact("department", say("common.department"), view.department(role.department))
    yield fact("level", say("job.level"), text(role.level))
    yield fact("reports_to", say("job.superior"), superiors(view, role)[0])
    functional = role.reports_to.functional if role.reports_to else ()
    yield fact("reports_to/functional", say("job.functional"), view.posts(functional))
    yield fact("supervises", say("job.subordinates"), view.posts(role.supervises or ()))
    yield fact("headcount", say("job.headcount"), str(role.headcount or ""))
    yield fact("until", say("notice.until"), view.day(role.until))
    yield fact("purpose", say("job.purpose"), view.texts(role.purpose))
    yield fact("authority", say("job.authority"), view.texts(role.authority))
    yield fact("equipment", say("job.equipment"), view.texts(role.equipment))
    yield from _bundles(view, role)
    for pay in role.pay:
        figures = [worth(view, each) for each in pay.worths]
        yield fact("pay", say("notice.pay"), figures, pay.id, text(pay.name))
    for number, duty in enumerate(role.duties, 1):
        yield from _duty(view, duty, number, "duties", say("notice.duty", n=duty.no or number))
    for number, kpi in enumerate(role.kpis, 1):
        yield from _kpi(view, kpi, number, role, "kpis")


def _bundles(view: View, role: Role) -> Iterator[Fact]:
    """Qualifications, conditions, career and training."""
    say, asked = view.say, role.qualifications
    for key in ("education", "major", "age", "sex"):
        yield fact(f"qualifications/{key}", say(f"job.{key}"), view.text(getattr(asked, key)))
    for key in ("certificates", "knowledge", "skills", "traits", "other"):
        yield fact(f"qualifications/{key}", say(f"job.{key}"), view.texts(getattr(asked, key)))
    years = experience(view, asked.experience)
    yield fact("qualifications/experience", say("job.experience"), years)
    for key in ("place", "hours", "environment", "travel", "hazards"):
        yield fact(f"conditions/{key}", say(f"job.{key}"), view.text(getattr(role.conditions, key)))
    ways = (("from_", "from", "career_from"), ("to", "to", "promotion"))
    for attribute, key, label in (*ways, ("rotation", "rotation", "rotation")):
        posts = view.posts(getattr(role.career, attribute))
        yield fact(f"career/{key}", say(f"job.{label}"), posts)
    hours = role.training.hours
    per = view.say(f"per.{role.training.per}")
    said = view.say("training_hours", per=per, n=figure(hours)) if hours is not None else ""
    yield fact("training/hours", say("job.training_hours"), said)
    yield fact("training/topics", say("job.training_topics"), view.texts(role.training.topics))


def _duty(
    view: View, duty: Duty, number: int, path: str, name: str, of: str = ""
) -> Iterator[Fact]:
    row = duty_row(view, duty, number)
    named = view.joined((name, _short(row.text)), "colon")
    yield from _row(view, row, _DUTY, path, of + duty.id, named)


def _short(text: str) -> str:
    """Enough of a sentence to know it by."""
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _kpi(view: View, kpi: Kpi, number: int, role: Role, path: str) -> Iterator[Fact]:
    row = kpi_row(view, kpi, number, role.total_weight)
    name = view.say("notice.kpi", name=row.name)
    yield from _row(view, row, _KPI, path, kpi.id, name)
    said = Form(view).measure(kpi.measure) if kpi.measure else ""
    label = view.say("notice.definition")
    yield fact(f"{path}/definition", label, view.text(kpi.definition), kpi.id, name)
    yield fact(f"{path}/measure", view.say("kpi.measure"), said, kpi.id, name)


def _row(
    view: View, row: Any, fields: dict[str, tuple[str, str]], path: str, item: str, name: str
) -> Iterator[Fact]:
    """The cells of a row of some paper."""
    for cell, (key, label) in fields.items():
        yield fact(f"{path}/{key}", view.say(label), getattr(row, cell), item, name)


def sop_facts(view: View, sop: Sop) -> Iterator[Fact]:
    """What a procedure's card prints."""
    say, card = view.say, sop_card(view, sop)
    yield fact("title", say("sop.name"), view.text(sop.title))
    yield fact("code", say("sop.code"), sop.code or "")
    yield fact("department", say("common.department"), view.department(sop.department))
    yield fact("owner", say("sop.owner"), view.post(sop.owner))
    yield fact("within", say("sop.within"), limit(view, sop.within))
    for key in ("purpose", "scope", "trigger"):
        yield fact(key, say(f"sop.{key}"), view.text(getattr(sop, key)))
    for step, row in zip(sop.steps, card.steps, strict=True):
        yield from _row(view, row, _STEP, "steps", step.id, say("notice.step", n=row.no))
    for rung in card.escalation:
        name = say("notice.rung", n=rung.no)
        yield from _row(view, rung, _RUNG, "escalation", rung.no, name)


def agreement_facts(view: View, agreement: Agreement) -> Iterator[Fact]:
    """What an agreement prints."""
    say, sheet = view.say, responsibility_agreement(view, agreement)
    yield fact("title", say("notice.title"), sheet.title)
    term = next((f.text for f in sheet.identity if f.label == say("agreement.term")), "")
    yield fact("term", say("agreement.term"), term)
    yield fact("parties", say("notice.parties"), [party.name for party in sheet.parties])
    for one in sheet.definitions:
        yield fact("definitions", say("agreement.definitions"), one.meaning, one.term, one.term)
    for target, row in zip(agreement.targets, sheet.targets, strict=True):
        named = say("notice.kpi", name=row.name)
        yield from _row(view, row, _KPI, "targets", target, named)
    for party in sheet.parties:
        rights = view.texts(agreement.rights.get(party.id, ()))
        yield fact("rights", say("agreement.rights"), rights, party.id, party.name)
        for number, duty in enumerate(agreement.obligations.get(party.id, ()), 1):
            name = say("notice.obligation", party=party.name, n=number)
            yield from _duty(view, duty, number, "obligations", name, f"{party.id}/")
    for item in sheet.consequences:
        name = say("notice.consequence", n=item.no)
        yield from _row(view, item, _CONSEQUENCE, "consequences", item.no, name)
    yield fact("void_if", say("agreement.void"), sheet.void_if)


def scheme_facts(view: View, scheme: Scheme) -> Iterator[Fact]:
    """What evaluation forms print of a scheme."""
    say = view.say
    yield fact("title", say("notice.title"), view.text(scheme.title))
    yield fact("total", say("notice.total"), method(view, scheme))
    yield fact("adjustments", say("notice.caps"), caps(view, scheme))
    yield fact("distribution", say("notice.sharing"), sharing(view, scheme))
    yield fact("appeal_within", say("notice.appeal"), limit(view, scheme.appeal_within))
    for grade in grades(view, scheme):
        name = say("notice.grade", name=grade.title or grade.grade)
        yield fact("grades/when", say("notice.range"), grade.range, grade.grade, name)
        coefficient = grade.coefficient
        label = say("notice.coefficient")
        yield fact("grades/coefficient", label, coefficient, grade.grade, name)
    roles = [role for role in view.roles if view.workspace.scheme_for(role) is scheme]
    for role in roles[:1]:
        for number, item in enumerate(scheme.items, 1):
            yield from _kpi(view, item, number, role, "items")
    seen = {veto.id: veto for role in roles for veto in vetoes(view, scheme, role)}
    for veto in seen.values():
        words = view.joined([veto.text, veto.effect], "phrase_sep")
        yield fact("veto", say("notice.veto"), words, veto.id)
    follows = [line for role in roles for line in consequences(view.within(role), scheme, role)]
    yield fact("consequences", say("agreement.consequences"), list(dict.fromkeys(follows)))


FACTS: Final[dict[str, Callable[[View, Any], Iterator[Fact]]]] = {
    "role": role_facts,
    "sop": sop_facts,
    "agreement": agreement_facts,
    "scheme": scheme_facts,
}

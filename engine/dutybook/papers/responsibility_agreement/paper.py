"""目标管理责任书: what two parties agree on, to sign and seal."""

from dutybook.model import Agreement, Consequence, Role
from dutybook.papers.paper import Data, fields, paper
from dutybook.papers.phrases.consequences import happens, how_much
from dutybook.papers.rows import duty_row, kpi_row
from dutybook.papers.view import View, one_line


def responsibility_agreement(view: View, agreement: Agreement) -> Data:
    """The context of ``responsibility-agreement.html.j2``."""
    say, title = view.say, one_line(view.text(agreement.title))
    frame = paper(view, "responsibility-agreement", title) | {"heading": title}
    targets = _targets(view, agreement)
    parties = [_party(view, agreement, key, i) for i, key in enumerate(agreement.parties)]
    return {
        "paper": frame,
        "identity": _identity(view, agreement),
        "parties": parties,
        "definitions": [
            {"no": str(i), "term": view.text(each.term), "meaning": view.text(each.meaning)}
            for i, each in enumerate(agreement.definitions, 1)
        ],
        "targets": targets,
        "weighted": "yes" if any(row["weight"] for row in targets) else "",
        "rights": [
            {"party": party["name"], "texts": view.texts(agreement.rights[party["id"]])}
            for party in parties
            if agreement.rights.get(party["id"])
        ],
        "obligations": [
            {"party": party["name"], "duties": _duties(view, agreement, party["id"])}
            for party in parties
            if agreement.obligations.get(party["id"])
        ],
        "consequences": [
            _consequence(view, agreement, item, i)
            for i, item in enumerate(agreement.consequences, 1)
        ],
        "void_if": view.texts(agreement.void_if),
        "copies": say("agreement.copies", n=agreement.copies) if agreement.copies else "",
        "signatures": view.texts(agreement.signatures)
        or [say("agreement.party", side=p["side"], name=p["name"]) for p in parties],
    }


def _identity(view: View, agreement: Agreement) -> list[dict[str, str]]:
    say, term = view.say, agreement.term
    days = {"from": view.day(term.from_), "to": view.day(term.to)} if term else {}
    return fields(
        (say("agreement.code"), agreement.code or ""),
        (say("common.department"), view.department(agreement.department)),
        (say("agreement.term"), say("agreement.days", **days) if days else ""),
    )


def _party(view: View, agreement: Agreement, key: str, index: int) -> dict[str, str]:
    """A party: which side it is, what it is called, and the post that stands for it."""
    say, names = view.say, view.labels.get("agreement.names")
    sides = view.labels.get("agreement.sides")
    own = one_line(view.text(view.workspace.organisation.organisation))
    post = view.post(agreement.parties[key])
    return {
        "id": key,
        "side": sides[index] if index < len(sides) else str(index + 1),
        "name": say(f"agreement.names.{key}", organisation=own) if key in names else post,
        "post": say("agreement.represented", post=post),
    }


def _parts(view: View, target: str) -> tuple[Role | None, str]:
    post, _, kpi = target.partition("/")
    return view.role(post), kpi


def _targets(view: View, agreement: Agreement) -> list[Data]:
    """A row for each KPI agreed on; one that no role has (``dutybook check`` says so) is named."""
    rows = []
    for number, target in enumerate(agreement.targets, 1):
        role, name = _parts(view, target)
        kpi = next((kpi for kpi in role.kpis if kpi.id == name), None) if role else None
        if role and kpi:
            row = kpi_row(view.within(role), kpi, number, role.total_weight)
            rows.append(row | {"post": view.text(role.title)})
        else:
            empty = dict.fromkeys(("weight", "target", "measure", "rule", "source", "post"), "")
            rows.append({"no": str(number), "name": target} | empty)
    several = len({row["post"] for row in rows if row["post"]}) > 1
    return [row | {"post": row["post"] if several else ""} for row in rows]


def _duties(view: View, agreement: Agreement, party: str) -> list[Data]:
    return [duty_row(view, duty, i) for i, duty in enumerate(agreement.obligations[party], 1)]


def _consequence(view: View, agreement: Agreement, item: Consequence, number: int) -> Data:
    """When something follows, what and how much."""
    say = view.say
    role = next((_parts(view, target)[0] for target in agreement.targets), None)
    view = view.within(role) if role else view
    return {
        "no": str(number),
        "when": happens(view, item),
        "then": say(f"agreement.then.{item.then}"),
        "amount": how_much(view, item),
        "text": view.text(item.text),
    }

"""目标管理责任书: what two parties agree on, to sign and seal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from dutybook.model import Agreement, Consequence, Role
from dutybook.papers.paper import Field, Frame, fields, paper
from dutybook.papers.phrases.consequences import happens, how_much
from dutybook.papers.rows import DutyRow, KpiRow, duty_row, kpi_row
from dutybook.papers.view import View, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow(KpiRow):
    """A KPI agreed on, and whose it is where posts differ."""

    post: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party: which side it is, what it is called, and the post that stands for it."""

    id: str
    side: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What a word means in the agreement."""

    no: str
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What a party may do."""

    party: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Obligations:
    """What a party has to do."""

    party: str
    duties: Sequence[DutyRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceRow:
    """When something follows, what and how much."""

    no: str
    when: str
    then: str
    amount: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityAgreement:
    """What ``responsibility-agreement.html.j2`` reads; ``id`` and ``title`` are for a manual."""

    id: str
    title: str
    paper: Frame
    identity: Sequence[Field]
    parties: Sequence[Party]
    definitions: Sequence[Definition]
    targets: Sequence[TargetRow]
    weighted: bool
    rights: Sequence[Rights]
    obligations: Sequence[Obligations]
    consequences: Sequence[ConsequenceRow]
    void_if: Sequence[str]
    copies: str
    signatures: Sequence[str]


def responsibility_agreement(view: View, agreement: Agreement) -> ResponsibilityAgreement:
    """The context of ``responsibility-agreement.html.j2``."""
    say, title = view.say, one_line(view.text(agreement.title))
    frame = paper(view, "responsibility-agreement", title)
    targets = _targets(view, agreement)
    parties = [_party(view, agreement, key, i) for i, key in enumerate(agreement.parties)]
    return ResponsibilityAgreement(
        id=agreement.agreement,
        title=title,
        paper=replace(frame, heading=title),
        identity=_identity(view, agreement),
        parties=parties,
        definitions=[
            Definition(str(i), view.text(each.term), view.text(each.meaning))
            for i, each in enumerate(agreement.definitions, 1)
        ],
        targets=targets,
        weighted=any(row.weight for row in targets),
        rights=[
            Rights(party.name, view.texts(agreement.rights[party.id]))
            for party in parties
            if agreement.rights.get(party.id)
        ],
        obligations=[
            Obligations(party.name, _duties(view, agreement, party.id))
            for party in parties
            if agreement.obligations.get(party.id)
        ],
        consequences=[
            _consequence(view, agreement, item, i)
            for i, item in enumerate(agreement.consequences, 1)
        ],
        void_if=view.texts(agreement.void_if),
        copies=say("agreement.copies", n=agreement.copies) if agreement.copies else "",
        signatures=view.texts(agreement.signatures)
        or [say("agreement.party", side=p.side, name=p.name) for p in parties],
    )


def _identity(view: View, agreement: Agreement) -> list[Field]:
    say, term = view.say, agreement.term
    days = {"from": view.day(term.from_), "to": view.day(term.to)} if term else {}
    return fields(
        (say("agreement.code"), agreement.code or ""),
        (say("common.department"), view.department(agreement.department)),
        (say("agreement.term"), say("agreement.days", **days) if days else ""),
    )


def _party(view: View, agreement: Agreement, key: str, index: int) -> Party:
    say, names = view.say, view.names("agreement.names")
    sides = view.series("agreement.sides")
    own = one_line(view.text(view.workspace.organisation.organisation))
    post = view.post(agreement.parties[key])
    return Party(
        key,
        sides[index] if index < len(sides) else str(index + 1),
        say(f"agreement.names.{key}", organisation=own) if key in names else post,
        say("agreement.represented", post=post),
    )


def _parts(view: View, target: str) -> tuple[Role | None, str]:
    post, _, kpi = target.partition("/")
    return view.role(post), kpi


def _targets(view: View, agreement: Agreement) -> list[TargetRow]:
    """A row for each KPI agreed on; one that no role has (``dutybook check`` says so) is named."""
    rows = []
    for number, target in enumerate(agreement.targets, 1):
        role, name = _parts(view, target)
        kpi = next((kpi for kpi in role.kpis if kpi.id == name), None) if role else None
        if role and kpi:
            row = kpi_row(view.within(role), kpi, number, role.total_weight)
            rows.append(TargetRow(**asdict(row), post=view.text(role.title)))
        else:
            rows.append(TargetRow(no=str(number), name=target))
    several = len({row.post for row in rows if row.post}) > 1
    return rows if several else [replace(row, post="") for row in rows]


def _duties(view: View, agreement: Agreement, party: str) -> list[DutyRow]:
    return [duty_row(view, duty, i) for i, duty in enumerate(agreement.obligations[party], 1)]


def _consequence(
    view: View, agreement: Agreement, item: Consequence, number: int
) -> ConsequenceRow:
    say = view.say
    role = next((_parts(view, target)[0] for target in agreement.targets), None)
    view = view.within(role) if role else view
    return ConsequenceRow(
        no=str(number),
        when=happens(view, item),
        then=say(f"agreement.then.{item.then}"),
        amount=how_much(view, item),
        text=view.text(item.text),
    )

"""A target agreement: what it binds a post to, rights and duties of both sides, consequences."""

import re
from collections.abc import Sequence
from typing import Any, Final

from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk, noted
from dutybook.intake.drafts.duty import duties
from dutybook.intake.figures import figures
from dutybook.intake.lines.line import Line
from dutybook.intake.outline import Document, Entry, Part, Post

_TAIL: Final = " 。;；,，.、:："
_EACH: Final = re.compile(r"每.{0,6}(?:一项|项).{0,12}(?:未|不能|没有)|(?:未|不能)完成其中一项")
_SIGNED: Final = re.compile(r"签署|签字|签章|盖章")
_PARTIES: Final = {
    "rights": "responsible",
    "company_rights": "company",
    "obligations": "responsible",
    "company_obligations": "company",
}


def responsible(desk: Desk, document: Document, post: Post) -> str:
    """The post that an agreement binds, in the paper's words; empty where it names none."""
    texts = [line.text for part in post.parts for line in _lines(part)]
    for form in desk.vocabulary.duties.responsible:
        for text in texts:
            if (match := form.search(text)) and not re.search(r"[xX*]{2}", match[1]):
                return match[1].strip(_TAIL)
    return ""


def _lines(part: Part) -> list[Line]:
    return [line for entry in part.entries for line in entry.lines] + [
        line for line, _ in part.asides
    ]


def agreement(desk: Desk, post: Post, title: str, identity: str, role: Data) -> Data:
    """The agreement's data; its targets are the KPIs of ``role``."""
    data: Data = {"agreement": identity, "title": title, "parties": _parties(desk, role)}
    if (
        not desk.posts.find(desk.vocabulary.duties.company[0])
        and data["parties"]["company"] in desk.vocabulary.duties.company
    ):
        noted(data, desk.review("party-unknown", printed=data["parties"]["company"], key="parties"))
    targets = [f"{role['role']}/{kpi['id']}" for kpi in role.get("kpis", ())]
    if targets:
        data["targets"] = targets
    for part in post.parts:
        desk.use(part.headings, f"{identity}/heading")
        if part.kind in ("rights", "company_rights"):
            _rights(desk, data, part, identity)
        elif part.kind in ("obligations", "company_obligations"):
            _obligations(desk, data, part, identity)
        elif part.kind == "rewards":
            _consequences(desk, data, part, identity)
        elif part.kind in ("closing", "appraisal", ""):
            _closing(desk, data, part.entries, identity)
        for line, why in part.asides:
            _definition(desk, data, line, identity)
            desk.set_aside([line], why)
    return _ordered(data)


def _parties(desk: Desk, role: Data) -> dict[str, str]:
    for name in desk.vocabulary.duties.company:
        if found := desk.posts.find(name):
            return {"company": found, "responsible": role["role"]}
    return {"company": desk.vocabulary.duties.company[1], "responsible": role["role"]}


def _rights(desk: Desk, data: Data, part: Part, where: str) -> None:
    party = _PARTIES[part.kind]
    texts = [" ".join(desk.words(line) for line in e.lines).strip(_TAIL) for e in part.entries]
    if texts:
        data.setdefault("rights", {}).setdefault(party, []).extend(t for t in texts if t)
    desk.use(_lines(part), f"{where}/rights")


def _obligations(desk: Desk, data: Data, part: Part, where: str) -> None:
    party = _PARTIES[part.kind]
    listed: list[Any] = data.setdefault("obligations", {}).setdefault(party, [])
    entries = [e for e in part.entries if e.line.role != "field"]
    listed += duties(desk, entries, where, f"{party}-duty", len(listed))
    if not listed:
        del data["obligations"][party]


def _consequences(desk: Desk, data: Data, part: Part, where: str) -> None:
    for entry in part.entries:
        text = " ".join(desk.words(line) for line in entry.lines).strip()
        if any(word in simple(text) for word in desk.vocabulary.duties.void):
            data.setdefault("void_if", []).append(text)
        elif kind := _kind(desk, text):
            one: Data = {"id": f"consequence-{len(data.get('consequences', ())) + 1}"}
            if _EACH.search(simple(text)):
                one["each"] = "unmet"
            data.setdefault("consequences", []).append(one | {"then": kind, "text": text})
        else:
            noted(data, desk.review("consequence-unread", printed=text))
        desk.use(entry.lines, f"{where}/consequences")


def _kind(desk: Desk, text: str) -> str:
    rows = desk.vocabulary.duties.consequences
    return next((kind for kind, words in rows if any(w in simple(text) for w in words)), "")


def _closing(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    """Copies, what ends it, signatures, meanings of words; the rest is form."""
    for entry in entries:
        for line in entry.lines:
            text = desk.words(line).strip()
            found = [
                f for f in figures(line.text, desk.vocabulary) if f.kind == "copies" and f.value
            ]
            if found:
                data["copies"] = int(found[0].value)
            elif line.role == "item" and any(w in line.text for w in desk.vocabulary.duties.void):
                data.setdefault("void_if", []).append(text)
            elif _SIGNED.search(line.text) and len(line.text) < 24:
                data.setdefault("signatures", []).append(text.strip(_TAIL))
            elif not _definition(desk, data, line, where):
                continue
            desk.use([line], f"{where}/closing")


def _definition(desk: Desk, data: Data, line: Line, where: str) -> bool:
    """A word and what it means."""
    match = desk.vocabulary.duties.definition.match(line.text)
    if not match or "指" not in line.text[:30]:
        return False
    term = desk.stretch(line.body + match.start(1), line.body + match.end(1))
    meaning = desk.stretch(line.body + match.start(2), line.body + match.end(2))
    data.setdefault("definitions", []).append({"term": term, "meaning": meaning.strip(" :：")})
    desk.use([line], f"{where}/definitions")
    return True


_ORDER: Final = (
    "agreement", "title", "department", "reference", "review", "parties", "term", "definitions",
    "targets", "rights", "obligations", "consequences", "void_if", "copies", "signatures",
)  # fmt: skip


def _ordered(data: Data) -> Data:
    return {key: data[key] for key in _ORDER if key in data}

"""A post's paper to a role."""

import re
from collections.abc import Sequence
from typing import Any, Final

from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk, noted
from dutybook.intake.drafts.duty import duties, heading, same_matter, split_indicator, standards
from dutybook.intake.drafts.kpi import kpis
from dutybook.intake.drafts.qualification import qualifications
from dutybook.intake.figures import figures, has_figure
from dutybook.intake.lines.line import Line
from dutybook.intake.outline import Document, Entry, Part, Post

_TAIL: Final = " 。;；,，.、:："
_LISTED: Final = re.compile(r"[、,，;；/]")
_QUALIFIED: Final = frozenset(
    {
        "education",
        "experience",
        "skills",
        "knowledge",
        "traits",
        "major",
        "certificates",
        "age",
        "sex",
        "other",
    }
)
_BASIC: Final = frozenset(
    {"code", "title", "department", "level", "superior", "subordinate", "effective", "headcount"}
)
_BLANK: Final = re.compile(r"\[[^\]]*\]|_{2,}|[xX×*]{2,}")
_LEAST_SHARED: Final = 4
_DUTIES: Final = {"duties": "duty", "obligations": "obligation"}


def role(desk: Desk, document: Document, post: Post, title: str, identity: str) -> Data:
    """The data of one role."""
    data: Data = {"role": identity, "title": title}
    fields = post.fields()
    _basics(desk, data, fields, identity)
    _texts(desk, data, post, identity)
    notes = _qualifications(desk, data, post, identity)
    _duties(desk, data, post, identity)
    _kpis(desk, data, post, identity)
    _others(desk, data, post, identity)
    noted(data, *notes, *desk.mend_notes())
    if not data.get("duties") and not data.get("kpis"):
        noted(data, desk.review("role-empty"))
    return _ordered(data)


# ---------------------------------------------------------------------- what stands at the top
def _basics(desk: Desk, data: Data, fields: dict[str, Line], where: str) -> None:
    for key, line in fields.items():
        value = desk.words(line).strip(_TAIL)
        if key not in _BASIC or not value or _BLANK.fullmatch(value):
            continue
        _basic(desk, data, key, value)
    lines = [line for key, line in fields.items() if key in _BASIC]
    desk.use([line for line in lines if line.text.strip()], f"{where}/basics")
    desk.set_aside([line for line in lines if not line.text.strip()], "empty-field")


def _basic(desk: Desk, data: Data, key: str, value: str) -> None:
    if key in ("code", "level"):
        data[key] = value
    elif key == "department":
        if re.fullmatch(r"[^\\/:*?\"<>|.\s][^\\/:*?\"<>|]{0,59}", value):
            data[key] = value
    elif key == "superior":
        _post(desk, data, "reports_to", value)
    elif key == "subordinate":
        for name in _LISTED.split(value):
            _post(desk, data, "supervises", name.strip())
    elif key == "effective":
        found = [f for f in figures(simple(value), desk.vocabulary) if f.kind == "date" and f.value]
        if found:
            data["effective"] = found[0].value
    elif key == "headcount" and (match := re.search(r"\d+", simple(value))):
        data["headcount"] = int(match[0])


def _post(desk: Desk, data: Data, key: str, name: str) -> None:
    """A reference to a post, where it is known; else a note."""
    if not name or name in ("无", "无下级", "None"):
        return
    found = desk.posts.find(name)
    if not found:
        noted(data, desk.review("post-unknown", printed=name, key=key))
    elif key == "supervises":
        data.setdefault(key, []).append(found)
    else:
        data[key] = found


def _texts(desk: Desk, data: Data, post: Post, where: str) -> None:
    """Purpose and scope; a field of that name counts too."""
    texts = []
    for part in post.parts:
        for entry in part.entries:
            field = entry.line.role == "field" and entry.line.word in ("purpose", "scope")
            if field or (part.kind in ("purpose", "scope") and entry.line.role == "item"):
                texts += [desk.words(line) for line in entry.lines]
                desk.use(entry.lines, f"{where}/purpose")
    if texts:
        data["purpose"] = texts[0] if len(texts) == 1 else texts


def _qualifications(desk: Desk, data: Data, post: Post, where: str) -> list[Data]:
    entries = [e for part in post.parts for e in part.entries if _qualifies(part, e)]
    blank = [e.line for e in entries if not e.line.text.strip()]
    desk.set_aside(blank, "empty-field")
    found, notes = qualifications(desk, [e for e in entries if e.line.text.strip()], where)
    if found:
        data["qualifications"] = found
    return notes


def _qualifies(part: Part, entry: Entry) -> bool:
    if entry.line.role == "field":
        return entry.line.word in _QUALIFIED
    return part.kind == "qualifications"


# ---------------------------------------------------------------------- duties and KPIs
def _items(part: Part) -> list[Entry]:
    return [entry for entry in part.entries if entry.line.role in ("item", "record")]


def _duties(desk: Desk, data: Data, post: Post, where: str) -> None:
    made: list[Data] = []
    for part in post.parts:
        if part.kind == "standards":
            after = _count(made, "standard")
            made += standards(desk, _items(part), _title(desk, part), where, after)
        elif part.kind in _DUTIES or (not part.kind and _task_rows(part)):
            prefix = _DUTIES.get(part.kind, "duty")
            made += duties(desk, _items(part), where, prefix, _count(made, prefix))
    if desk.mends:  # a machine ran the columns of the form into each other
        for duty in made:
            split_indicator(desk, duty)
    if made:
        data["duties"] = made


def _count(made: Sequence[Data], prefix: str) -> int:
    return sum(duty["id"].startswith(f"{prefix}-") for duty in made)


def _title(desk: Desk, part: Part) -> str:
    return heading(desk, part.headings[0]) if part.headings else "工作标准"


def _task_rows(part: Part) -> bool:
    return any(c.column in ("duty", "detail") for e in part.entries for c in e.line.cells)


def _kpis(desk: Desk, data: Data, post: Post, where: str) -> None:
    made: list[Data] = []
    for part in post.parts:
        rows = [
            e
            for e in part.entries
            if e.line.role in ("item", "record") or e.line.word in ("goal", "standard")
        ]
        if part.kind == "kpis" and rows:
            made += kpis(desk, rows, where, len(made))
            _goals(desk, data, rows)
        elif part.kind == "" and any(
            c.column in ("weight", "rule", "target") for e in rows for c in e.line.cells
        ):
            made += kpis(desk, [e for e in rows if e.line.cells], where, len(made))
    if made:
        data["kpis"] = made
        noted(data, desk.review("measure-missing", key="kpis"))


def _goals(desk: Desk, data: Data, rows: Sequence[Entry]) -> None:
    """A goal's limit and rhythm belong to the duty that speaks of the same matter."""
    for entry in rows:
        if entry.line.role != "field":
            continue
        text = simple(" ".join(desk.words(line) for line in entry.lines))
        found = [
            f for f in figures(text, desk.vocabulary) if f.kind in ("limit", "schedule") and f.value
        ]
        duty = _matched(data.get("duties", []), text) if found else None
        for figure in found:
            key = "within" if figure.kind == "limit" else "schedule"
            if duty is None:
                noted(data, desk.review("figure-unplaced", printed=figure.text, key=key))
            elif key not in duty:
                duty[key] = figure.value
                noted(duty, desk.review("matched-goal", printed=figure.text))
            elif duty[key] != figure.value:
                noted(duty, desk.review("figure-unplaced", printed=figure.text, key=key))


def _matched(made: Sequence[Data], text: str) -> Data | None:
    """The one duty that shares most words with a goal, where it is clear which."""
    scored = sorted(
        ((same_matter(duty["text"], text), i) for i, duty in enumerate(made)), reverse=True
    )
    if not scored or scored[0][0] < _LEAST_SHARED:
        return None
    return made[scored[0][1]]


# ---------------------------------------------------------------------- the rest
def _others(desk: Desk, data: Data, post: Post, where: str) -> None:
    for part in post.parts:
        entries = [
            e
            for e in part.entries
            if e.line.role != "field" or e.line.word not in _BASIC | _QUALIFIED
        ]
        desk.use(part.headings, f"{where}/heading")
        for line, why in part.asides:
            desk.set_aside([line], why)
        if maker := _MAKERS.get(part.kind):
            maker(desk, data, entries, where)
        elif part.kind in ("closing", "summary"):
            _closing(desk, entries, part.kind)
        else:
            _fields(desk, data, entries, where)


def _list(key: str) -> Any:
    def make(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
        texts = [" ".join(desk.words(line) for line in e.lines).strip(_TAIL) for e in entries]
        if texts:
            data.setdefault(key, []).extend(text for text in texts if text)
        desk.use([line for e in entries for line in e.lines], f"{where}/{key}")

    return make


def _training(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    topics = [t for e in entries for line in e.lines if (t := desk.words(line).strip(_TAIL))]
    if topics:
        data.setdefault("training", {}).setdefault("topics", []).extend(topics)
    desk.use([line for e in entries for line in e.lines], f"{where}/training")


def _posting(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    texts = [t for e in entries for line in e.lines if (t := desk.words(line).strip(_TAIL))]
    if texts:
        data["posting"] = {"benefits": texts}
    desk.use([line for e in entries for line in e.lines], f"{where}/posting")


def _conditions(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    texts = [t for e in entries for line in e.lines if (t := desk.words(line).strip(_TAIL))]
    if texts:
        data["conditions"] = {"environment": "；".join(texts)}
    desk.use([line for e in entries for line in e.lines], f"{where}/conditions")


def _pitfalls(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    """错误 and 应对 in turn; what stands below either belongs to it."""
    made: list[dict[str, list[str]]] = []
    for entry in entries:
        text = [t for line in entry.lines if (t := desk.words(line).strip())]
        if entry.line.word == "remedy" and made:
            made[-1]["remedy"] += text
        elif (
            entry.line.word == "error"
            or not made
            or (entry.line.role == "item" and made[-1]["remedy"] and not _listed(entry))
        ):
            if text:
                made.append({"error": text, "remedy": []})
        else:
            made[-1]["remedy"] += text
        desk.use(entry.lines, f"{where}/pitfalls")
    rows = [
        {"error": " ".join(m["error"]), "remedy": _one(m["remedy"])} for m in made if m["remedy"]
    ]
    if rows:
        data["pitfalls"] = rows
    _pitfall_figures(desk, data, made)


def _pitfall_figures(desk: Desk, data: Data, made: Sequence[dict[str, list[str]]]) -> None:
    """Errors without a remedy, hours of training and other figures: for a person to place."""
    for one in made:
        if not one["remedy"]:
            printed = " ".join(one["error"])
            noted(data, desk.review("figure-unplaced", printed=printed, key="pitfalls"))
        for figure in figures(simple(" ".join([*one["error"], *one["remedy"]])), desk.vocabulary):
            key = "training" if figure.kind == "training" else "duties"
            noted(data, desk.review("figure-unplaced", printed=figure.text, key=key))


def _listed(entry: Entry) -> bool:
    return entry.line.number is not None and entry.line.number.style in ("1.", "(1)")


def _one(texts: list[str]) -> Any:
    return texts[0] if len(texts) == 1 else texts


def _contacts(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    """Shares of time inside and outside, as a form prints them."""
    for entry in entries:
        text = desk.words(entry.line)
        shares = re.findall(r"(\d+)\s*[%％]", text)
        kinds = ("internal", "external")
        contacts = {
            kind: {"share": f"{share}%"} for kind, share in zip(kinds, shares, strict=False)
        }
        if contacts:
            data["contacts"] = contacts
            noted(
                data,
                desk.review(
                    "unsure",
                    printed=text,
                    read="、".join(f"{k} {v['share']}" for k, v in contacts.items()),
                ),
            )
        desk.use(entry.lines, f"{where}/contacts")


def _closing(desk: Desk, entries: Sequence[Entry], why: str) -> None:
    for entry in entries:
        for line in entry.lines:
            if line.number or has_figure(line.text):
                desk.leave([line], why)
            else:
                desk.set_aside([line], why)


def _fields(desk: Desk, data: Data, entries: Sequence[Entry], where: str) -> None:
    """Fields that any part may hold; everything else waits for a person."""
    for entry in entries:
        line, value = entry.line, desk.words(entry.line).strip(_TAIL)
        if line.role != "field":
            continue
        if not value or line.word == "sign":
            desk.set_aside([line], "empty-field" if not value else "signature")
        elif line.word in ("internal", "external"):
            names = [n.strip() for n in _LISTED.split(value) if n.strip()]
            data.setdefault("contacts", {}).setdefault(line.word, {})["with"] = names
            desk.use([line], f"{where}/contacts")
        elif line.word in ("place", "hours"):
            data.setdefault("conditions", {})[line.word] = value
            desk.use([line], f"{where}/conditions")
        elif line.word == "career":
            desk.use([line], f"{where}/career")
            _careers(desk, data, value)


def _careers(desk: Desk, data: Data, value: str) -> None:
    for name in _LISTED.split(value):
        if name.strip():
            found = desk.posts.find(name.strip())
            if found:
                data.setdefault("career", {}).setdefault("to", []).append(found)
            else:
                noted(data, desk.review("post-unknown", printed=name.strip(), key="career.to"))


_MAKERS: Final = {
    "authority": _list("authority"),
    "rights": _list("authority"),
    "equipment": _list("equipment"),
    "training": _training,
    "posting": _posting,
    "conditions": _conditions,
    "pitfalls": _pitfalls,
    "contacts": _contacts,
}
_ORDER: Final = (
    "role", "title", "code", "department", "level", "reports_to", "supervises", "headcount",
    "effective", "reference", "review", "purpose", "contacts", "qualifications", "authority",
    "equipment", "conditions", "career", "training", "pitfalls", "posting", "duties", "kpis",
)  # fmt: skip


def _ordered(data: Data) -> Data:
    return {key: data[key] for key in _ORDER if key in data}

"""Fields of forms and rows of tables of KPIs in the sample files: what must be found, and how much is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from importmeasure import bare, figures
from samplefiles import bare as unmarked
from samplefiles import rows_of

from dutybook.intake.drafts.draft import Draft
from dutybook.intake.vocabulary import Vocabulary

_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "code": ("code",),
    "department": ("department",),
    "level": ("level",),
    "superior": ("reports_to", "review"),
    "subordinate": ("supervises", "review"),
    "headcount": ("headcount",),
    "effective": ("effective",),
    "purpose": ("purpose",),
    "internal": ("contacts",),
    "external": ("contacts",),
    **dict.fromkeys(
        ("education", "experience", "skills", "knowledge", "traits", "major", "certificates",
         "age", "sex", "other"),
        ("qualifications",),
    ),
    "place": ("conditions", "posting"),
    "hours": ("conditions",),
    "career": ("career",),
}  # fmt: skip
_LABELLED: Final = re.compile(r"^\W*([^：:|]{2,10}?)\W*[：:]\W*(.+)$")
_NAME: Final = re.compile(r"⟦([^⟧]*)⟧")
_FIGURE: Final = re.compile(r"\{(\w+)=([^|{}]*)\|[^{}]*\}")
_BLANK: Final = ("<", "^", "")


def fields(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Every labelled field of a sample as (key, value): ``label：value``, or a cell and the next."""
    words = {bare(word): key for word, key in vocabulary.fields.items()}
    found = []
    for label, value in _pairs(unmarked(text)):
        key = words.get(bare(label))
        if key in _PLACES and value.strip():
            found.append((key, value))
    return found


_TAG: Final = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for row in rows_of(text):
        if isinstance(row, str):
            if match := _LABELLED.match(row):
                yield match[1], match[2]
            continue
        for cells in row:
            kept = [cell for cell in cells if cell not in _BLANK]
            yield from pairwise(kept)


def field_found(key: str, value: str, drafts: Sequence[Draft]) -> bool:
    """Whether a field's value stands where its key belongs, or is listed there for a person."""
    want = bare(value)
    return any(
        want in bare(str(draft.data.get(place, ""))) or _years(want, draft.data.get(place))
        for draft in drafts
        for place in _PLACES[key]
    )


def _years(want: str, held: Any) -> bool:
    """3年以上保洁经验 as years: 3 and field: 保洁经验."""
    stated = held.get("experience", {}) if isinstance(held, Mapping) else {}
    years, of = str(stated.get("years", "")), bare(str(stated.get("field", "")))
    return bool(years) and years in want and of in want


def kpi_rows(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Rows of a table of KPIs: the name, and the figures that stand after it."""
    starts = [*_NAME.finditer(text)]
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return [
        (unmarked(match[1]), [(f[1], f[2]) for f in _FIGURE.finditer(text[match.end() : end])])
        for match, end in zip(starts, ends, strict=True)
    ]


def row_found(name: str, wanted: Sequence[tuple[str, str]], drafts: Sequence[Draft]) -> bool:
    """Whether a KPI of that name is there with every figure of its row at its key."""
    for draft in drafts:
        for kpi in (*draft.data.get("kpis", ()), *draft.data.get("targets", ())):
            if bare(kpi["name"]) == bare(name):
                made = {(key, value.replace(" ", "")) for key, value in figures([_of(draft, kpi)])}
                return all((key, value.replace(" ", "")) in made for key, value in wanted)
    return False


def _of(draft: Draft, kpi: Mapping[str, Any]) -> Draft:
    return Draft(draft.kind, draft.id, draft.title, {"kpis": [kpi]}, draft.source, draft.ordinal)


def flattened(text: str) -> str:
    """A sample's text with all line breaks lost: cells run together where the rows are numbered,
    else with a blank between them, as a paste from Word or Excel leaves it."""
    parts = []
    for row in rows_of(_TAG.sub(" ", unmarked(text))):
        if isinstance(row, str):
            parts.append(row.removeprefix("! ").lstrip("# ").strip())
            continue
        cells = [cell for line in row for cell in line if cell not in _BLANK]
        parts.append(("" if row[-1][0].isdigit() else " ").join(cells))
    return " ".join(" ".join(parts).split())

"""The stress role: nothing it says may be lost in any format of any paper that should say it."""

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from crowd import FILES, crowded, procedure
from extract import squeezed, words
from pypdf import PdfReader

from dutybook.build import Report, Request, build
from dutybook.compile.view import View
from dutybook.compile.wording import limit, schedule
from dutybook.workspace import Workspace, load
from workspaces import write_files

KINDS = (
    "job-description", "duty-checklist", "evaluation-form", "job-posting", "sop-card",
    "responsibility-agreement",
)  # fmt: skip
ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]+")
"""Set from right to left, in forms that join: a PDF gives them back in another order."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("crowd")
    write_files(root, FILES)
    workspace = load(root)
    assert workspace.findings == ()
    return workspace


@pytest.fixture(scope="module")
def reports(workspace: Workspace) -> dict[str, Report]:
    out = workspace.root / "out"
    return {kind: build(workspace, Request(kinds=(kind,), out=out / kind)) for kind in KINDS}


def texts(value: Any) -> Iterator[str]:
    """Every text below ``value``; keys and ids are no texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NO_TEXT:
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


NO_TEXT = {
    "id", "role", "department", "reports_to", "within", "schedule", "responsibility", "effective",
    "revised", "share", "career", "training", "experience", "employment", "posted", "apply_by",
    "measure", "score", "covers", "headcount", "posting", "sop", "owner", "after",
}  # fmt: skip


def expected(workspace: Workspace, kind: str) -> list[str]:
    """What a kind has to say of the role, the procedure or the agreement."""
    role, view = crowded(), View(workspace, "zh-Hans")
    duties, kpis = role["duties"], role["kpis"]
    model = view.role("crowded")
    assert model
    times = [schedule(view, duty.schedule) for duty in model.duties]
    times += [limit(view, duty.within) for duty in model.duties]
    said = {
        "job-description": [*texts({k: v for k, v in role.items() if k != "posting"}), *times],
        "duty-checklist": [
            *(duty["text"] for duty in duties),
            *(text for duty in duties for text in (duty["standards"][0]["text"], duty["standards"][1])),
            *times,
        ],
        "evaluation-form": [text for kpi in kpis for text in (kpi["name"], kpi["definition"], kpi["target"])],
        "job-posting": [
            *(duty["text"] for duty in duties),
            *texts(role["qualifications"]),
            *role["posting"]["benefits"],
            *role["posting"]["notes"],
            *role["posting"]["contact"].values(),
        ],
        "sop-card": list(texts(procedure())),
        "responsibility-agreement": [text for kpi in kpis for text in (kpi["name"], kpi["target"])],
    }  # fmt: skip
    return list(dict.fromkeys(said[kind]))


PAPERS = [
    (kind, form)
    for kind in KINDS
    for form in ("html", "pdf", "docx", "xlsx", "json")
    if form in ("html", "pdf", "docx") or (kind, form) in {("evaluation-form", "xlsx"), ("job-posting", "json")}
]  # fmt: skip


@pytest.mark.parametrize(("kind", "form"), PAPERS)
def test_nothing_is_lost(
    workspace: Workspace, reports: dict[str, Report], kind: str, form: str
) -> None:
    report = reports[kind]
    (name,) = [
        p
        for p in report.written
        if p.startswith(kind) and p.endswith(f".{form}") and "empty" not in p
    ]
    data = (report.out / name).read_bytes()
    lacking = lacking_glyphs(report) if form == "pdf" else frozenset()
    found = printed(words(form, data) if form != "json" else unescaped(data), frozenset(), form)
    wanted = [printed(squeezed(text), lacking, form) for text in expected(workspace, kind)]
    assert len(wanted) > 40
    lost = [
        text for text in wanted if not (text in found or (form == "pdf" and parted(text, found)))
    ]
    assert lost == [], f"{len(lost)} of {len(wanted)}: {lost[:5]}"


def parted(text: str, found: str) -> bool:
    """Whether ``text`` is there in two pieces: a cell taller than a page goes on after the others."""
    return any(text[:i] in found and text[i:] in found for i in range(1, len(text)))


def unescaped(data: bytes) -> str:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        else:
            for item in (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, list)
                else ()
            ):
                yield from strings(item)

    return squeezed("\n".join(strings(json.loads(data))))


def printed(text: str, lacking: frozenset[str], form: str) -> str:
    """``text`` as a format shows it: in PDF a box with its code for a character without a glyph."""
    if form != "pdf":
        return text
    shown = "".join(f"{ord(c):04X}" if c in lacking else c for c in text)
    return ARABIC.sub("", "".join(c for c in shown if unicodedata.category(c) not in ("Mn", "Cf")))


def lacking_glyphs(report: Report) -> frozenset[str]:
    found = [finding for finding in report.findings if finding.code == "glyph-missing"]
    return frozenset("".join(str(finding.details["character"]) for finding in found))


@pytest.mark.parametrize("kind", KINDS)
def test_missing_glyphs_are_told_once(reports: dict[str, Report], kind: str) -> None:
    told = [str(finding.details["character"]) for finding in reports[kind].findings]
    lacking = "".join(told)
    assert 1 <= len(told) <= 2
    assert len(set(lacking)) == len(lacking)
    assert set("😀👩👧ภ") <= set(lacking)
    assert not set("𠮷龘한か") & set(lacking)
    assert {finding.code for finding in reports[kind].findings} == {"glyph-missing"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_leaves_the_page(reports: dict[str, Report], kind: str) -> None:
    """Every glyph of every page stands between its edges."""
    report = reports[kind]
    (name,) = [
        p for p in report.written if p.startswith(kind) and p.endswith(".pdf") and "empty" not in p
    ]
    for number, page in enumerate(PdfReader(io.BytesIO((report.out / name).read_bytes())).pages, 1):
        box, outside = page.mediabox, []

        def note(
            text: str,
            at: list[float],
            place: list[float],
            *_: Any,
            box: Any = box,
            outside: list[Any] = outside,
        ) -> None:
            x = at[0] * place[4] + at[2] * place[5] + at[4]
            y = at[1] * place[4] + at[3] * place[5] + at[5]
            if text.strip() and not (0 <= x <= float(box.width) and 0 <= y <= float(box.height)):
                outside.append((text, x, y))

        page.extract_text(visitor_text=note)
        assert outside == [], (number, outside[:3])


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
@pytest.mark.parametrize("kind", ["job-description", "duty-checklist", "evaluation-form"])
def test_a_role_that_says_nothing_gets_its_papers(
    reports: dict[str, Report], kind: str, form: str
) -> None:
    data = (reports[kind].out / f"{kind}/empty.{form}").read_bytes()
    assert squeezed("压力测试部") in words(form, data)

"""The stress role: nothing it says may be lost in any format of any paper that should say it."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from crowd import FILES, PERSON, agreement, crowded, procedure
from extract import pages_inside, squeezed, words
from officefiles import complaints
from workspaces import write_files

from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import parse_period
from dutybook.papers.phrases.limits import limit, schedule
from dutybook.papers.production import Report, Request, build
from dutybook.papers.results import Results, read_results
from dutybook.papers.view import View
from dutybook.report.papers import for_papers
from dutybook.report.words import Words
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace, load

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Case:
    """A paper that has to carry what the crowded definitions say: how it is asked for, and which of
    the files written it is."""

    kind: str
    file: str
    formats: tuple[str, ...]
    asked: dict[str, Any] = field(default_factory=dict)
    scored: bool = False


DOCUMENTS = ("html", "pdf", "docx")
OCTOBER = {"period": parse_period("2026-10"), "roles": ("crowded",)}
TWO_WEEKS = {"period": parse_period("2026-10-24..2026-11-06"), "roles": ("crowded",)}
UNIT = {"period": parse_period("2026-10"), "departments": ("压力测试部",)}
CASES = {
    "job-description": Case("job-description", "crowded", DOCUMENTS),
    "duty-checklist": Case("duty-checklist", "crowded", (*DOCUMENTS, "xlsx")),
    "dated-checklist": Case("duty-checklist", "crowded-2026-10-24..2026-11-06-P1", (*DOCUMENTS, "xlsx"),
                            TWO_WEEKS | {"employees": ("P1",)}),
    "evaluation-form": Case("evaluation-form", "crowded", (*DOCUMENTS, "xlsx")),
    "filled-form": Case("evaluation-form", "2026-10/P1-crowded", (*DOCUMENTS, "xlsx"), OCTOBER, True),
    "person-report": Case("evaluation-report", "2026-10/P1-crowded", (*DOCUMENTS, "json"), OCTOBER, True),
    "unit-report": Case("evaluation-report", "2026-10/压力测试部", DOCUMENTS, UNIT, True),
    "job-posting": Case("job-posting", "crowded", (*DOCUMENTS, "json")),
    "sop-card": Case("sop-card", "crowded-procedure", DOCUMENTS),
    "responsibility-agreement": Case("responsibility-agreement", "crowded-deal", DOCUMENTS),
    "duty-manual": Case("duty-manual", "压力测试部", DOCUMENTS),
    "calendar": Case("calendar", "crowded-2026-Q4", ("ics",), {"roles": ("crowded",), "period": parse_period("2026-Q4")}),
}  # fmt: skip
ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]+")
"""Set from right to left, in forms that join: a PDF gives them back in another order (the words
themselves are looked at in ``tests/write/test_scripts.py``)."""
THAI_TWICE = re.compile("([\u0e00-\u0e7f])\\1")
"""Typst gives some consonants with a mark over them twice."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("crowd")
    write_files(root, FILES)
    workspace = load(root)
    assert workspace.findings == ()
    return workspace


def scores(workspace: Workspace) -> Results:
    words, catalogue = Words.load(None, "zh-Hans"), Catalogue.load(None, "zh-Hans")
    with evaluate(workspace, parse_period("2026-10")) as run:
        return read_results(for_papers(run, words, catalogue, {}, trends=False))


@pytest.fixture(scope="module")
def report(workspace: Workspace) -> Callable[[str], Report]:
    """The build of a case: each once, and only when a test asks for it."""
    scored = cache(lambda: scores(workspace))

    @cache
    def built(name: str) -> Report:
        case = CASES[name]
        asked = case.asked | ({"results": scored()} if case.scored else {})
        out = workspace.root / "out" / name
        return build(workspace, Request(kinds=(case.kind,), out=out, **asked))

    return built


def written(report: Report, name: str, form: str) -> bytes:
    return (report.out / CASES[name].kind / f"{CASES[name].file}.{form}").read_bytes()


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
    "measure", "score", "covers", "headcount", "posting", "sop", "owner", "after", "to",
}  # fmt: skip


def expected(workspace: Workspace, name: str) -> list[str]:
    """What a paper has to say of the role, the procedure, the agreement or the scores."""
    role, view = crowded(), View(workspace, "zh-Hans")
    duties, kpis = role["duties"], role["kpis"]
    model = view.role("crowded")
    assert model
    times = [schedule(view, duty.schedule) for duty in model.duties]
    times += [limit(view, duty.within) for duty in model.duties]
    limits = [
        limit(view, step.within) for step in workspace.definitions.sops["crowded-procedure"].steps
    ]
    listed = [
        text
        for duty in duties
        for text in (duty["text"], duty["standards"][0]["text"], duty["standards"][1])
    ]
    described = [*texts({k: v for k, v in role.items() if k != "posting"}), *times]
    judged = [text for kpi in kpis for text in (kpi["name"], kpi["definition"], kpi["target"])]
    aimed = [text for kpi in kpis for text in (kpi["name"], kpi["target"])]
    stepped = [*texts(procedure()), *limits]
    agreed = [
        *aimed,
        *texts({key: agreement()[key] for key in ("definitions", "rights", "obligations")}),
    ]
    said = {
        "job-description": described,
        "duty-checklist": [*listed, *times],
        "dated-checklist": [*listed, PERSON],
        "evaluation-form": judged,
        "filled-form": [*judged, PERSON],
        "person-report": [*aimed, PERSON],
        "unit-report": [*(kpi["name"] for kpi in kpis), PERSON],
        "job-posting": [
            *(duty["text"] for duty in duties),
            *texts(role["qualifications"]),
            *role["posting"]["benefits"],
            *role["posting"]["notes"],
            *role["posting"]["contact"].values(),
        ],
        "sop-card": stepped,
        "responsibility-agreement": agreed,
        "duty-manual": [*described, *listed, *judged, *stepped, *agreed, PERSON],
        "calendar": [*listed, *(text for duty in duties for text in duty["records"])],
    }  # fmt: skip
    return [text for text in dict.fromkeys(said[name]) if text]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_crowded_paper_is_whole(
    workspace: Workspace, report: Callable[[str], Report], name: str
) -> None:
    """One test for all of a paper, so that each is made once, whoever runs the tests."""
    made = report(name)
    wanted = expected(workspace, name)
    assert len(wanted) > 40
    for form in CASES[name].formats:
        lost = list(missing(wanted, written(made, name, form), form, lacking_glyphs(made)))
        assert lost == [], f"{form}: {len(lost)} of {len(wanted)}: {lost[:5]}"
        if form in ("docx", "xlsx"):
            assert complaints(made.out / CASES[name].kind / f"{CASES[name].file}.{form}") == []
    if "pdf" in CASES[name].formats:
        glyphs_are_told_once(made)
        assert pages_inside(written(made, name, "pdf"))  # no word leaves its page


def missing(wanted: list[str], data: bytes, form: str, boxed: frozenset[str]) -> Iterator[str]:
    """What of ``wanted`` a reader does not find."""
    lacking = boxed if form == "pdf" else frozenset()
    found = printed(words(form, data) if form != "json" else unescaped(data), frozenset(), form)
    for text in wanted:
        looked_for = printed(squeezed(text), lacking, form)
        if looked_for not in found and not (form == "pdf" and parted(looked_for, found)):
            yield text


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
    shown = ARABIC.sub("", "".join(c for c in shown if unicodedata.category(c) not in ("Mn", "Cf")))
    return THAI_TWICE.sub(r"\1", shown)


def lacking_glyphs(report: Report) -> frozenset[str]:
    found = [finding for finding in report.findings if finding.code == "glyph-missing"]
    return frozenset("".join(str(finding.details["character"]) for finding in found))


def glyphs_are_told_once(report: Report) -> None:
    """Each character once for each paper, and nothing else is found."""
    told: dict[str, str] = {}
    for finding in report.findings:
        if finding.code == "paper-not-needed":
            continue  # of the role that says nothing
        assert finding.code == "glyph-missing"
        title, found = str(finding.details["title"]), str(finding.details["character"])
        assert not set(found) & set(told.get(title, ""))
        told[title] = told.get(title, "") + found
    assert set("".join(told.values())) == set("𓀀\ue000")


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
@pytest.mark.parametrize("kind", ["job-description", "duty-checklist", "evaluation-form"])
def test_a_role_that_says_nothing_gets_its_papers_where_they_are_asked_for(
    workspace: Workspace, tmp_path: Path, kind: str, form: str
) -> None:
    asked = Request(kinds=(kind,), roles=("empty",), formats=(form,), out=tmp_path)
    data = (build(workspace, asked).out / f"{kind}/empty.{form}").read_bytes()
    assert squeezed("压力测试部") in words(form, data)

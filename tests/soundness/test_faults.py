"""Small slips in definitions: check finds them, and evaluation never takes them for full marks."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from scenarios import Scenario, scenarios

from dutybook.check.report import check
from dutybook.finding import DutybookError, Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.ground import grounds
from dutybook.grammar.time.period import parse_period
from dutybook.score.evaluation import evaluate
from dutybook.score.result import Evaluation
from dutybook.workspace import load

ALL = list(scenarios())
NAMES = [one.name for one in ALL]
ASIDE = {"kpi-without-duty", "duty-without-kpi", "orphan-role"}
"""What is said of every office so small."""


@dataclass
class Ran:
    """A scenario that was written; what check and evaluation say of it is asked once."""

    scenario: Scenario
    folder: Path
    emptied: Path

    @cached_property
    def checked(self) -> list[Finding]:
        """With nothing but the headings of its logs: whatever check says, it says without rows."""
        with closed(self.scenario.locked):
            return checked(self.emptied)

    @cached_property
    def evaluated(self) -> tuple[Evaluation | None, list[Finding]]:
        with closed(self.scenario.locked):
            return evaluated(self.folder, self.scenario.period)


@pytest.fixture(scope="module", params=ALL, ids=NAMES)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder, emptied = (tmp_path_factory.mktemp(name) for name in ("scenario", "emptied"))
    request.param.write(folder)
    request.param.write_emptied(emptied)
    return Ran(request.param, folder, emptied)


def test_check_says_it(ran: Ran) -> None:
    found = ran.checked
    wanted = [line.split(" ") for line in ran.scenario.check]
    assert sorted(f.code for f in found) == sorted(code for code, *_ in wanted), told(found)
    for code, *words in wanted:
        assert any(f.code == code and matches(f, words) for f in found), (code, words, told(found))


def test_evaluation_comes_to(ran: Ran) -> None:
    scenario = ran.scenario
    evaluation, found = ran.evaluated
    if scenario.says is not None:
        assert sorted({f.code for f in found}) == sorted(scenario.says), told(found)
    if scenario.result:
        assert evaluation is not None, told(found)
        assert outcome(evaluation, scenario.result) == scenario.result, told(found)


def test_what_rests_on_definitions_or_people_is_said_without_logs(ran: Ran) -> None:
    """By check, on the same folder with its logs emptied: the code itself, or the rule that asks
    about the same thing."""
    said, known = resting(ran.evaluated[1]), {f.code for f in ran.checked}
    assert {code for code in said if not ({code, *grounds()[code].said_by} & known)} == set()
    assert {code for code in said if grounds()[code].doubt} == set()


@pytest.mark.parametrize("code", sorted(c for c, one in grounds().items() if one.early))
def test_every_code_that_rests_on_definitions_or_people_has_a_scenario(code: str) -> None:
    """One that evaluation says it in (unless only check does), while check says it, or the rule
    that asks about the same thing, with the logs emptied. Read from the scenarios: that each says
    just these codes is what their own tests assert."""
    ground = grounds()[code]
    asked = {code, *ground.said_by}
    met = [one for one in ALL if asked & {line.partition(" ")[0] for line in one.check}]
    if not ground.doubt:
        met = [one for one in met if code in (one.says or ())]
    assert met, code


def test_every_code_of_the_engine_says_what_it_rests_on() -> None:
    entries = Catalogue.load().entries
    own = {code for code, entry in entries.items() if entry.query is None}
    assert own == set(grounds())
    rules = {code for code, entry in entries.items() if entry.query is not None}
    assert {rule for one in grounds().values() for rule in one.said_by} <= rules


def checked(folder: Path) -> list[Finding]:
    catalogue = Catalogue.load(folder)
    found = check(load(folder), catalogue, date(2026, 11, 1)).findings
    grave = [f for f in found if catalogue.severity(f) != "info"]
    return [f for f in grave if f.code not in ASIDE]


def evaluated(folder: Path, period: str) -> tuple[Evaluation | None, list[Finding]]:
    workspace = load(folder)
    try:
        with evaluate(workspace, parse_period(period)) as run:
            return run.evaluation, [*workspace.findings, *run.evaluation.findings]
    except DutybookError as error:
        return None, list(error.findings)


def resting(found: Iterable[Finding]) -> set[str]:
    """Codes that check could have said; what stands in a log, check does not open."""
    ours = (f for f in found if not f.place.file.startswith("logs/"))
    return {f.code for f in ours if grounds()[f.code].early}


@contextmanager
def closed(names: Iterable[str]) -> Iterator[None]:
    """Files of these names cannot be opened, as where somebody else may not read them."""
    opened, refused = os.open, tuple(names)

    def guarded(path: Any, *args: Any, **how: Any) -> int:
        if refused and str(path).endswith(refused):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **how)

    with patch.object(os, "open", guarded):
        yield


def matches(finding: Finding, words: list[str]) -> bool:
    place = f"{finding.place.file} {finding.place.path}"
    text = " ".join([place, *map(str, finding.details.values())])
    return all(word in text for word in words)


def told(found: Iterable[Finding]) -> list[str]:
    return [f"{f.code} {f.place.file}{f.place.path} {dict(f.details)}" for f in found]


def outcome(evaluation: Evaluation, asked: dict[str, Any]) -> dict[str, Any]:
    """What E1's (first) sheet came to, as far as asked for."""
    sheet = next(s for s in evaluation.sheets if s.sheet.employee == "E1")
    kpis = {r.kpi.id: r for r in (*sheet.kpis, *sheet.items)}
    found: dict[str, Any] = {
        "total": text(sheet.total), "status": sheet.status, "grade": sheet.grade or "",
        "consequences": [(f"{f.then} {f.amount or ''}".strip() + ("" if f.decided else " ?"))
                         for f in sheet.consequences],
        "points": {k: text(kpis[k].points) for k in asked.get("points", {}) if k in kpis},
        "values": {k: f"{kpis[k].status} {kpis[k].value.value}" for k in asked.get("values", {})},
        "coefficient": text(sheet.pay_coefficient),
        "conserved": {
            part.source: f"{part.read} {part.counted} {part.rejected}"
            for part in evaluation.conservation if part.source in asked.get("conserved", {})
        },
    }  # fmt: skip
    return {key: found[key] for key in asked}


def text(number: object) -> str:
    return (
        ""
        if number is None
        else f"{Decimal(str(float(str(number)) if '/' not in str(number) else 0)):f}".removesuffix(
            ".0"
        )
    )

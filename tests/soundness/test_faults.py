"""Small slips in definitions: check finds them, and evaluation never takes them for full marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

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

    @cached_property
    def checked(self) -> list[Finding]:
        return checked(self.folder)

    @cached_property
    def evaluated(self) -> tuple[Evaluation | None, list[Finding]]:
        return evaluated(self.folder, self.scenario.period)


@pytest.fixture(scope="module", params=ALL, ids=NAMES)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("scenario")
    request.param.write(folder)
    return Ran(request.param, folder)


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


def test_what_rests_on_definitions_or_people_is_said_without_logs(ran: Ran, tmp_path: Path) -> None:
    """By check, on the same folder with its logs emptied: the code itself, or the rule that asks
    about the same thing."""
    said = resting(ran.evaluated[1])
    if not said:
        return  # whatever check says, nothing is missing
    ran.scenario.write_emptied(tmp_path)
    known = {f.code for f in checked(tmp_path)}
    silent = {code for code in said if not ({code, *grounds()[code].said_by} & known)}
    assert silent == set()


def test_every_code_that_rests_on_definitions_or_people_has_a_scenario() -> None:
    """Read from the scenarios: that each says just these codes is what their own tests assert."""
    wanted = {code for code, one in grounds().items() if one.rests_on in ("definition", "people")}
    met = {line.partition(" ")[0] for scenario in ALL for line in scenario.check}
    met |= {code for scenario in ALL for code in scenario.says or ()}
    assert wanted - met == set()


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
    return {f.code for f in ours if grounds()[f.code].rests_on in ("definition", "people")}


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

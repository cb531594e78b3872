"""What keeps a KPI from being scored is said at its line and never guessed."""

from typing import Any

import pytest
from office import Office, codes, result

SPAN = {"from": "received_at", "to": "answered_at", "within": "2 h"}
SHARE = {"share": {"of": "calls", "good": SPAN}}
COUNT = {"count": {"of": "calls"}}
STEPS = {"from": "target", "per": "1 pp", "lose": 1}


@pytest.mark.parametrize(
    ("measure", "rest"),
    [
        (SHARE, {}),
        (SHARE, {"score": "pass"}),
        (SHARE, {"score": "proportional", "target": "= 1"}),
        (SHARE, {"score": "proportional", "target": "≥ 0"}),
        (SHARE, {"score": {"steps": STEPS}, "target": "≥ 1"}),
        (SHARE, {"score": "rating", "target": "≥ 1"}),
        (SHARE, {"score": {"incidents": {"each": -1}}, "target": "≥ 1"}),
        (COUNT, {"score": {"incidents": {"each": -1, "from": 3}}}),
        (COUNT, {"score": {"incidents": {"free": 1}}}),
        (COUNT, {"score": {"incidents": {"each": -1, "table": {"0": 1}}}}),
        (COUNT, {"score": {"incidents": {"table": {"0": 1}, "repeat": {}}}}),
        (SHARE, {"score": {"interpolate": {"points": {"80%": 0, "100%": 10}}}}),
        (SHARE, {"score": {"steps": {**STEPS, "per": "1%", "partial": "up"}}, "target": "≥ 1"}),
        (
            SHARE,
            {
                "score": {"steps": {**STEPS, "per": "1% of target", "partial": "up"}},
                "target": "= 0",
            },
        ),
        (
            SHARE,
            {
                "score": {
                    "steps": {"from": "target", "per": "1 pp", "lose_above": 1, "partial": "up"}
                },
                "target": "≥ 1",
            },
        ),
        (SHARE, {"score": {"bands": [{"when": "≥ 0", "steps": {**STEPS, "partial": "up"}}]}}),
        (SHARE, {"score": {"bands": [{"when": "≥ 0", "steps": {**STEPS, "from": "90%"}}]}}),
        (
            SHARE,
            {"score": {"pass": {}, "zero_below": "60% of target"}, "target": "between 50% and 90%"},
        ),
        (
            SHARE,
            {"score": {"bands": [{"when": "≥ 0", "points": 1}], "zero_below": "60% of target"}},
        ),
    ],
)
def test_rules_that_lack_something(
    office: Office, measure: dict[str, Any], rest: dict[str, Any]
) -> None:
    office.kpi(measure, 100, **rest)
    office.rows(",E1,complaint,2026-10-01 08:00,2026-10-01 09:00")
    evaluation = office.evaluate()
    found = result(evaluation)
    assert codes(evaluation) == ["score-incomplete"]
    assert (found.status, found.value.value, found.points) == ("not_evaluable", 1, None)
    assert evaluation.sheets[0].status == "incomplete"

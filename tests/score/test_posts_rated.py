"""Somebody with two posts that are rated by KPIs of the same name."""

from typing import Any

import pytest
from office import Office, codes

HEAD = "no,employee,received_at,kpi,rater,value,role"
RATED: dict[str, Any] = {
    "id": "k", "name": "协作", "weight": 100, "target": "≥ 60", "score": "rating",
    "measure": {"rating": {"of": "calls", "scale": 100, "raters": {"superior": "100%"}}},
}  # fmt: skip


@pytest.fixture
def two(office: Office) -> Office:
    """E1 holds the posts of clerk and driver, E2 is a clerk."""
    office.source["columns"]["role"] = "text"
    office.role["kpis"] = [RATED]
    office.more = [{"role": "driver", "title": "司机", "kpis": [RATED]}]
    office.people = (
        "employee,name,role,from,to,fte\nE1,甲,clerk,,,0.5\nE1,甲,driver,,,0.5\nE2,乙,clerk,,,1\n"
    )
    return office


def totals(office: Office) -> tuple[dict[tuple[str, str], Any], list[str]]:
    evaluation = office.evaluate()
    found = {(s.sheet.employee, s.sheet.role.role): s.total for s in evaluation.sheets}
    return found, codes(evaluation)


def test_ratings_that_name_the_post_count_for_it_alone(two: Office) -> None:
    two.rows(
        ",E1,2026-10-05,k,superior,80,clerk", ",E1,2026-10-05,k,superior,70,司机",
        ",E2,2026-10-05,k,superior,90,", head=HEAD,
    )  # fmt: skip
    found = {("E1", "clerk"): 80, ("E1", "driver"): 70, ("E2", "clerk"): 90}
    assert totals(two) == (found, [])


@pytest.mark.parametrize("column", [True, False])
def test_one_that_does_not_is_asked_about_and_counts_for_neither(two: Office, column: bool) -> None:
    if not column:
        del two.source["columns"]["role"]
    head = HEAD if column else HEAD.removesuffix(",role")
    end = "," if column else ""
    two.rows(f",E1,2026-10-05,k,superior,80{end}", f",E2,2026-10-05,k,superior,90{end}", head=head)
    found = {("E1", "clerk"): None, ("E1", "driver"): None, ("E2", "clerk"): 90}
    assert totals(two) == (found, ["rating-post-unclear"])


def test_posts_held_one_after_the_other_need_no_name(two: Office) -> None:
    two.people = "employee,name,role,from,to\nE1,甲,clerk,,2026-10-15\nE1,甲,driver,2026-10-16,\nE2,乙,clerk,,\n"
    two.rows(
        ",E1,2026-10-05,k,superior,80,", ",E1,2026-10-25,k,superior,70,",
        ",E2,2026-10-05,k,superior,90,", head=HEAD,
    )  # fmt: skip
    assert totals(two)[0] == {("E1", "clerk"): 80, ("E1", "driver"): 70, ("E2", "clerk"): 90}

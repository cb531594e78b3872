"""Data are delivered by source, site and period: silence of a site is not silence of its people."""

from typing import Any

import pytest
from office import Office, codes, result

HEAD = "no,employee,received_at"
PEOPLE = "employee,name,role,from,to,site\nE1,甲,clerk,,,北\nE2,乙,clerk,,,南\nE3,丙,clerk,,,南\n"


@pytest.fixture
def sites(office: Office) -> Office:
    """One clerk in the north, two in the south; every complaint costs 5 points of 30."""
    office.people = PEOPLE
    office.kpi({"count": {"of": "calls"}}, 30, target="≤ 0", score={"incidents": {"each": -5}})
    return office


def points(office: Office) -> dict[str, Any]:
    evaluation = office.evaluate()
    return {f"E{n}": result(evaluation, f"E{n}").points for n in (1, 2, 3)}


def test_a_site_without_rows_has_no_data_a_person_has_none_to_lose(sites: Office) -> None:
    sites.rows(",E2,2026-10-05 08:00", head=HEAD)
    evaluation = sites.evaluate()
    assert (codes(evaluation), result(evaluation).status) == (["log-site-silent"], "no_data")
    assert points(sites) == {"E1": None, "E2": 25, "E3": 30}
    (finding,) = evaluation.findings
    assert finding.details == {"source": "calls", "site": "北", "period": "2026-10"}


@pytest.mark.parametrize("where", ["source", "settings"])
@pytest.mark.parametrize(
    ("stated", "north", "code"),
    [
        ({"北": "2026-10-31"}, 30, []),
        ({"北": "2026-10-30"}, None, ["log-site-not-complete"]),
        ("2026-10-31", 30, []),
        ({"南": "2026-10-31"}, None, ["log-site-silent"]),
    ],
)
def test_what_is_said_of_a_site_counts(
    sites: Office, where: str, stated: Any, north: int | None, code: list[str]
) -> None:
    if where == "source":
        sites.source["complete_to"] = stated
    else:
        sites.config["delivered"] = {"calls": stated}
    sites.rows(",E2,2026-10-05 08:00", head=HEAD)
    assert points(sites) == {"E1": north, "E2": 25, "E3": 30}
    evaluation = sites.evaluate()
    assert codes(evaluation) == code
    if code == ["log-site-not-complete"]:
        place = evaluation.findings[0].place
        assert (
            place.file == {"source": "rules/sources/calls.yaml", "settings": "dutybook.yaml"}[where]
        )


def test_sources_without_sites_and_logs_without_rows_are_as_ever(sites: Office) -> None:
    sites.people = "employee,name,role,from,to\nE1,甲,clerk,,\nE2,乙,clerk,,\nE3,丙,clerk,,\n"
    sites.rows(",E2,2026-10-05 08:00", head=HEAD)
    assert points(sites) == {"E1": 30, "E2": 25, "E3": 30}
    sites.people = PEOPLE
    sites.rows(",E2,2026-09-05 08:00", head=HEAD)
    assert codes(sites.evaluate()) == ["log-outside-period"]
    assert points(sites) == {"E1": None, "E2": None, "E3": None}


def test_whoever_moved_needs_the_rows_of_both_sites(sites: Office) -> None:
    sites.people = (
        "employee,name,role,from,to,site\nE1,甲,clerk,,2026-10-15,北\nE1,甲,clerk,2026-10-16,,南\n"
        "E2,乙,clerk,,,南\nE3,丙,clerk,,,东\n"
    )
    sites.rows(",E2,2026-10-05 08:00", ",E3,2026-10-05 08:00", head=HEAD)
    assert points(sites) == {"E1": None, "E2": 25, "E3": 25}  # nothing came from the north
    sites.people += "E4,丁,clerk,,,北\n"
    sites.rows(",E2,2026-10-05 08:00", ",E3,2026-10-05 08:00", ",E4,2026-10-05 08:00", head=HEAD)
    assert points(sites)["E1"] == 30


def test_delivery_of_an_unknown_source(sites: Office) -> None:
    sites.config["delivered"] = {"call": "2026-10-31"}
    (finding,) = sites.write().findings
    assert (finding.code, finding.place.file) == ("delivered-unknown-source", "dutybook.yaml")


DUTY = {"id": "d", "text": "交报表", "schedule": "every day by 17:00", "owed_by": "post"}


@pytest.fixture
def posts(office: Office) -> Office:
    """A daily report that every site's post owes."""
    office.people = PEOPLE
    office.role["duties"] = [DUTY]
    office.kpi({"schedule": {"duty": "d", "of": "calls"}}, 100, target="≥ 90%", score="pass")
    office.source["complete_to"] = "2026-10-31"
    return office


def value(office: Office, employee: str) -> tuple[Any, Any]:
    found = result(office.evaluate(), employee).value
    return found.numerator, found.denominator


def test_a_post_owes_once_at_each_site(posts: Office) -> None:
    days = range(1, 32)
    posts.rows(
        *(f",E{2 + day % 2},2026-10-{day:02d} 08:00" for day in days),
        *(f",E1,2026-10-{day:02d} 08:00" for day in days if day % 2), head=HEAD,
    )  # fmt: skip
    assert value(posts, "E1") == (16, 31)
    assert value(posts, "E2") == value(posts, "E3") == (31, 31)


def test_whoever_moved_answers_for_each_site_while_there(posts: Office) -> None:
    posts.people = (
        "employee,name,role,from,to,site\nE1,甲,clerk,,2026-10-10,北\nE1,甲,clerk,2026-10-11,,南\n"
        "E2,乙,clerk,,,北\nE3,丙,clerk,,,南\n"
    )
    posts.rows(
        *(f",E1,2026-10-{day:02d} 08:00" for day in range(1, 21)),
        *(f",E2,2026-10-{day:02d} 08:00" for day in range(11, 32)), head=HEAD,
    )  # fmt: skip
    assert value(posts, "E2") == (31, 31)
    assert value(posts, "E3") == (10, 31)
    assert value(posts, "E1") == (20, 31)


@pytest.mark.parametrize(
    ("stated", "chief", "told"), [(None, None, ["log-site-silent"]), ({"北": "2026-10-31"}, 25, [])]
)
def test_a_team_at_several_sites_needs_the_rows_of_each(
    sites: Office, stated: Any, chief: int | None, told: list[str]
) -> None:
    """The chief sits in the south, where rows came from; of the north, of which there is no word,
    nobody knows what happened."""
    sites.people = (
        "employee,name,role,from,to,site,superior\nE9,丁,chief,,,南,\n"
        "E1,甲,clerk,,,北,E9\nE2,乙,clerk,,,南,E9\nE3,丙,clerk,,,南,E9\n"
    )
    team = {
        "id": "team",
        "name": "班组投诉",
        "weight": 30,
        "target": "≤ 0",
        "measure": {"count": {"of": "calls", "scope": "team"}},
        "score": {"incidents": {"each": -5}},
    }
    sites.more = [{"role": "chief", "title": "主管", "kpis": [team]}]
    if stated:
        sites.source["complete_to"] = stated
    sites.rows(",E2,2026-10-05 08:00", head=HEAD)
    evaluation = sites.evaluate()
    assert result(evaluation, "E9", "team").points == chief
    assert codes(evaluation) == told

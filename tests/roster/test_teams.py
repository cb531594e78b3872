"""Who is below whom, on which days: what people.csv says, else what the posts say."""

from datetime import date

import pytest

from dutybook.finding import Place
from dutybook.model import Role
from dutybook.model.role import ReportsTo
from dutybook.roster.attendance.days import Stretch
from dutybook.roster.people import Assignment
from dutybook.roster.teams import Teams
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

ORIGIN = Origin(Document("roles/a.yaml", 0, {}, ""))
YEAR = date(2026, 1, 1), date(2027, 1, 1)
JULY = date(2026, 7, 1)


def role(name: str, above: str | None = None) -> Role:
    return Role(name, Text.of(f"{name}岗"), ORIGIN, reports_to=ReportsTo(above) if above else None)


ROLES = {one.role: one for one in (role("boss"), role("lead", "boss岗"), role("clerk", "lead"))}


def person(
    employee: str, post: str, superior: str = "", site: str = "", days: Stretch = YEAR
) -> Assignment:
    place = Place("people.csv", 2, 1)
    return Assignment(employee, employee, post, *days, place, superior=superior, site=site)


def below(people: list[Assignment], superior: str, *days: Stretch) -> dict[str, list[Stretch]]:
    return Teams(people, ROLES).subordinates(superior, days or (YEAR,))


def test_everyone_below_and_never_oneself() -> None:
    people = [person("B", "boss"), person("L", "lead", "B"), person("C", "clerk", "L")]
    assert list(below(people, "B")) == ["C", "L"]
    assert list(below(people, "L")) == ["C"]
    assert below(people, "C") == {}


def test_where_people_csv_is_silent_the_post_decides_by_id_or_title() -> None:
    people = [person("B", "boss"), person("L", "lead"), person("C", "clerk")]
    assert list(below(people, "B")) == ["C", "L"]


def test_of_two_in_the_superior_post_the_one_at_the_same_site() -> None:
    people = [
        person("L1", "lead", "B", "东区"),
        person("L2", "lead", "B", "西区"),
        person("C1", "clerk", site="东区"),
        person("C2", "clerk", site="南区"),
    ]
    assert list(below(people, "L1")) == ["C1"]
    assert list(below(people, "L2")) == []
    assert list(below(people, "B")) == ["C1", "L1", "L2"]


def test_only_the_days_on_which_both_are_there() -> None:
    people = [
        person("L", "lead", days=(date(2026, 3, 1), JULY)),
        person("M", "lead", days=(JULY, YEAR[1])),
        person("C", "clerk"),
    ]
    assert below(people, "L") == {"C": [(date(2026, 3, 1), JULY)]}
    assert below(people, "M") == {"C": [(JULY, YEAR[1])]}
    assert below(people, "L", (JULY, YEAR[1])) == {}


def test_stretches_of_one_person_are_joined() -> None:
    people = [
        person("C", "clerk", "L", days=(YEAR[0], JULY)),
        person("C", "clerk", "L", days=(JULY, YEAR[1])),
    ]
    assert below(people, "L") == {"C": [YEAR]}


@pytest.mark.parametrize("length", [2, 3, 60])
def test_superiors_in_a_circle_come_to_an_end(length: int) -> None:
    people = [person(f"E{n}", "clerk", f"E{(n + 1) % length}") for n in range(length)]
    found = below(people, "E0")
    assert "E0" not in found
    assert len(found) == min(length - 1, 49)  # no organisation is deeper


def test_who_names_themselves_has_no_superior() -> None:
    assert below([person("B", "boss", "B"), person("C", "clerk", "B")], "B") == {"C": [YEAR]}

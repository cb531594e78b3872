"""How a scheme weighs: points of groups, weights of their own members, what a KPI is scored out of,
and what settles a longer period."""

from dataclasses import replace
from fractions import Fraction

import pytest

from dutybook.grammar.number.target import parse_target
from dutybook.grammar.time.period import parse_period
from dutybook.model import Kpi, Role, Scheme
from dutybook.model.scheme import Grade, Group, Rollup
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

F = Fraction
ORIGIN = Origin(Document("rules/schemes/a.yaml", 0, {}, ""))
SCHEME = Scheme(
    "a",
    ORIGIN,
    groups=(
        Group("service", points=F(60)),
        Group("team", weight=F(1, 4), members=F(100)),
        Group("empty"),
    ),
)


def kpi(weight: int | None, group: str | None = None) -> Kpi:
    return Kpi(
        "k", Text.of("指标"), ORIGIN, group=group, weight=None if weight is None else F(weight)
    )


@pytest.mark.parametrize(
    ("scale", "wanted"), [(100, [60, 25, 0]), (1000, [60, 250, 0]), (10, [60, F(5, 2), 0])]
)
def test_a_group_has_points_or_a_share_of_the_scale(scale: int, wanted: list[F]) -> None:
    scheme = replace(SCHEME, scale=F(scale))
    assert [scheme.points_of(group) for group in scheme.groups] == wanted


@pytest.mark.parametrize(
    ("given", "weight", "own"),
    [
        (kpi(30, "service"), 30, None),  # its weight is already points
        (kpi(30), 30, None),
        (kpi(40, "team"), 10, 40),  # 40 of 100 inside a group that is worth 25
        (kpi(None, "team"), None, None),  # an adjustment
        (kpi(20, "nobody's"), 20, None),
    ],
)
def test_weights_inside_a_group_become_points_of_the_total(
    given: Kpi, weight: int | None, own: int | None
) -> None:
    weighed = SCHEME.weighed(given)
    assert weighed.weight == weight
    assert SCHEME.own_full(weighed) == own


def test_every_kpi_may_be_scored_out_of_the_same() -> None:
    scheme = replace(SCHEME, kpi_full=F(100))
    assert scheme.own_full(scheme.weighed(kpi(40, "team"))) == 100
    assert scheme.own_full(scheme.weighed(kpi(30, "service"))) == 100
    assert scheme.own_full(scheme.weighed(kpi(None))) is None


@pytest.mark.parametrize(
    ("weight", "base", "scores"), [(0, None, False), (0, 100, True), (1, None, True)]
)
def test_without_weights_and_base_there_is_no_total(
    weight: int, base: int | None, scores: bool
) -> None:
    scheme = replace(SCHEME, base=None if base is None else F(base))
    assert scheme.scores([kpi(weight)]) is scores


def test_a_role_weighs_what_its_kpis_weigh() -> None:
    role = Role("r", Text.of("岗"), ORIGIN, kpis=(kpi(60), kpi(None), kpi(40)))
    assert role.total_weight == 100
    assert replace(role, kpis=(kpi(None),)).total_weight == 0


def test_a_longer_period_goes_by_the_roll_ups_own_rules() -> None:
    month, year = (
        (Grade(name, parse_target(when)),) for name, when in (("A", "≥ 90"), ("优", "≥ 85"))
    )
    scheme = replace(SCHEME, grades=month, rollup=Rollup(grades=year))
    assert scheme.rolled.grades == year
    assert replace(scheme, rollup=Rollup()).rolled.grades == month
    assert (scheme.rolled.veto, scheme.rolled.consequences) == ((), ())
    assert scheme.rolled.origin.path == "/rollup"


@pytest.mark.parametrize(
    ("period", "from_", "count"),
    [("2026", None, 12), ("2026-Q4", None, 3), ("2026", "quarter", 4), ("2026-10", None, 0)],
)
def test_what_a_period_is_made_of(period: str, from_: str | None, count: int) -> None:
    scheme = replace(SCHEME, rollup=Rollup(from_=from_))  # type: ignore[arg-type]
    parts = scheme.parts(parse_period(period))
    assert len(parts) == count
    assert replace(scheme, rollup=None).parts(parse_period(period)) == ()
    if parts:
        assert (parts[0].start, parts[-1].end) == (
            parse_period(period).start,
            parse_period(period).end,
        )

"""How a scheme makes a total, in words: base, groups, own full points, sets of items, caps."""

from collections.abc import Iterator

from dutybook.model import Group, Scheme
from dutybook.model.scheme import Capped, ItemSet
from dutybook.papers.view import View, figure, one_line


def foundation(view: View, scheme: Scheme) -> Iterator[str]:
    """What the total starts from and how KPIs become part of it."""
    if scheme.base is not None:
        yield view.say("form.base", n=figure(scheme.base))
    if scheme.kpi_full is not None:
        yield view.say("form.kpi_full", n=figure(scheme.kpi_full))
    if scheme.groups:
        groups = (_group(view, scheme, group) for group in scheme.groups)
        yield view.say("form.groups", groups=view.joined(groups, "list_sep"))


def _group(view: View, scheme: Scheme, group: Group) -> str:
    title = one_line(view.text(group.title)) or group.id
    points = figure(scheme.points_of(group))
    parts = [view.say("form.group", group=title, n=points)]
    if group.members is not None:
        parts.append(view.say("form.group_members", n=figure(group.members)))
    if group.floor == "none":
        parts.append(view.say("score.floor_none"))
    elif group.floor:
        parts.append(view.say("score.floor", n=figure(group.floor)))
    if group.cap == "none":
        parts.append(view.say("score.cap_none"))
    elif group.cap is not None:
        parts.append(view.say("score.cap", n=figure(group.cap)))
    return view.joined(parts, "phrase_sep")


def caps(view: View, scheme: Scheme) -> list[str]:
    """Bounds on bonus and penalty items: of the sets first, then of all of them."""
    sets = [_set(view, one) for one in scheme.adjustments.sets]
    return [*sets, *_caps(view, scheme.adjustments)]


def _set(view: View, one: ItemSet) -> str:
    names = view.joined(one_line(view.named("kpi", item)) for item in one.of)
    rule = view.joined(_caps(view, one), "phrase_sep")
    return view.say("form.set", items=names, rule=rule)


def _caps(view: View, bounds: Capped) -> Iterator[str]:
    if bounds.bonus_cap is not None:
        yield view.say("form.bonus_cap", n=figure(bounds.bonus_cap))
    if bounds.penalty_cap is not None:
        yield view.say("form.penalty_cap", n=figure(bounds.penalty_cap))
    if bounds.take == "highest":
        yield view.say("form.highest")

"""How a scheme makes a total, in words: base, groups, full points, sets of items, caps, rounding.

The figures are those of the sums that the evaluation and the spreadsheet add up by.
"""

from collections.abc import Iterator

from dutybook.model import Group, Scheme
from dutybook.papers.phrases.form import Form
from dutybook.papers.view import View, figure, one_line
from dutybook.rule.sums import Caps, SetSum, group_sum, settled, sums_of, whole_of
from dutybook.rule.wording import rounding_in_words


def foundation(view: View, scheme: Scheme) -> Iterator[str]:
    """What the total starts from, how KPIs become part of it, and how it is rounded."""
    whole = whole_of(scheme)
    if whole.base is not None:
        yield view.say("form.base", n=figure(whole.base))
    if scheme.kpi_full is not None:
        yield view.say("form.kpi_full", n=figure(scheme.kpi_full))
    if scheme.groups:
        groups = (_group(view, scheme, group) for group in scheme.groups)
        yield view.say("form.groups", groups=view.joined(groups, "list_sep"))
    yield from rounding_in_words(Form(view), whole.rounding, "form.round")


def _group(view: View, scheme: Scheme, group: Group) -> str:
    title = one_line(view.text(group.title)) or group.id
    points, bounds = settled(scheme.points_of(group), scheme), group_sum(scheme, group, ())
    parts = [view.say("form.group", group=title, n=figure(points))]
    if group.members is not None:
        parts.append(view.say("form.group_members", n=figure(group.members)))
    if bounds.floor is None:
        parts.append(view.say("score.floor_none"))
    elif bounds.floor:
        parts.append(view.say("score.floor", n=figure(bounds.floor)))
    if bounds.cap is None:
        parts.append(view.say("score.cap_none"))
    elif group.cap is not None:
        parts.append(view.say("score.cap", n=figure(bounds.cap)))
    return view.joined(parts, "phrase_sep")


def caps(view: View, scheme: Scheme) -> list[str]:
    """Bounds on bonus and penalty items: of the sets first, then of all of them."""
    sums = sums_of(scheme, ())
    return [*(_set(view, one) for one in sums.sets), *_caps(view, sums)]


def _set(view: View, one: SetSum) -> str:
    names = view.joined(one_line(view.named("kpi", item)) for item in one.of)
    rule = view.joined(_caps(view, one), "phrase_sep")
    return view.say("form.set", items=names, rule=rule)


def _caps(view: View, bounds: Caps) -> Iterator[str]:
    if bounds.bonus_cap is not None:
        yield view.say("form.bonus_cap", n=figure(bounds.bonus_cap))
    if bounds.penalty_cap is not None:
        yield view.say("form.penalty_cap", n=figure(bounds.penalty_cap))
    if bounds.take == "highest":
        yield view.say("form.highest")

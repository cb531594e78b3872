"""Amounts of consequences in words: what a fine, a bonus or a coefficient comes to."""

from dutybook.grammar.number.money import Worth
from dutybook.model.amount import Amount, Curve, Range
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.limits import target
from dutybook.papers.view import View, figure


def amount(view: View, given: Amount | None) -> str:
    """“200元”, “4% ~ 6%”, “（失分 − 10）× 50，最多500元” …"""
    if given is None:
        return ""
    if given.fixed is not None:
        return worth(view, given.fixed)
    if given.between is not None:
        return _given(view, given.between)
    if given.by is not None:
        cases = [_case(view, content, each) for content, each in given.by.cases]
        if given.by.otherwise is not None:
            other = worth(view, given.by.otherwise)
            cases.append(view.say("amount.otherwise", amount=other))
        return view.joined(cases, "list_sep")
    if given.curve is not None:
        return curve(view, given.curve)
    if given.compute is None:
        return given.text
    words = in_words(view, given.compute.sql, None)
    parts = [view.say("amount.computed", expression=words, unit=_unit(view, given.unit))]
    if given.least is not None:
        parts.append(view.say("amount.at_least", amount=worth(view, given.least)))
    if given.most is not None:
        parts.append(view.say("amount.at_most", amount=worth(view, given.most)))
    return view.joined(parts, "phrase_sep")


def worth(view: View, given: Worth) -> str:
    """Money, a share, or a plain figure."""
    if not given.money:
        return str(given)
    number = str(given).removesuffix(f" {given.unit}")
    return view.say("amount.money", number=number, unit=_unit(view, given.unit))


def curve(view: View, given: Curve) -> str:
    """By bands, or along straight lines."""
    of = in_words(view, given.of, None)
    bands = [_case(view, target(view, when), each) for when, each in given.bands]
    points = [_case(view, figure(at), each) for at, each in given.points]
    rule = "amount.bands" if bands else "amount.line"
    return view.say(rule, of=of, cases=view.joined(bands or points, "list_sep"))


def _given(view: View, given: Worth | Range) -> str:
    if isinstance(given, Worth):
        return worth(view, given)
    low, high = (worth(view, end) for end in given)
    return view.say("amount.between", low=low, high=high)


def _case(view: View, when: str, each: Worth | Range) -> str:
    return view.say("amount.case", when=when, amount=_given(view, each))


def _unit(view: View, unit: str) -> str:
    return view.names("amount.units").get(unit, unit)

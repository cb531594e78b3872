"""What follows from a result, in words: consequences with their conditions and amounts, how many
may take a grade, and who is ranked against whom."""

from dutybook.grammar.expression import columns, parse_expression
from dutybook.model import Consequence, Role, Scheme
from dutybook.model.values import Condition
from dutybook.papers.phrases.amounts import amount
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.view import View, figure


def consequences(view: View, scheme: Scheme, role: Role) -> list[str]:
    """A sentence for each consequence of a scheme that may meet ``role``."""
    return [_sentence(view, one) for one in scheme.consequences if applies(one.when, scheme, role)]


def applies(when: Condition | None, scheme: Scheme, role: Role) -> bool:
    """Whether a condition reads only what ``role`` has: the evaluation leaves out the others."""
    known = {kpi.id for kpi in (*role.kpis, *scheme.items)}
    names = columns(parse_expression(when.sql)) if when else set()
    return all(name.split(".")[1] in known for name in names if name.startswith("kpi."))


def _sentence(view: View, one: Consequence) -> str:
    what = view.say(
        "following.what",
        then=view.say(f"agreement.then.{one.then}"),
        amount=how_much(view, one),
    )
    text = view.text(one.text)
    when, what = happens(view, one), view.joined([what.strip(), text], "phrase_sep")
    return view.say("following.sentence", when=when, what=what)


def happens(view: View, one: Consequence) -> str:
    """When something follows: the condition, and how often it has to hold."""
    parts = [view.say("agreement.each_unmet")] if one.each else []
    if one.when:
        parts.append(in_words(view, one.when.sql, None))
    if one.running is not None:
        parts.append(view.say("following.running", n=one.running))
    if one.repeated is not None:
        again = one.repeated
        parts.append(view.say("following.repeated", within=again.within, n=again.times))
    return view.joined(parts, "phrase_sep")


def how_much(view: View, one: Consequence) -> str:
    """The amount, and what becomes of it where the same happens again."""
    parts = [amount(view, one.amount)] if one.amount else []
    if one.escalate is not None:
        rule = one.escalate
        times = "double" if rule.factor == 2 else "times"
        how = "compound" if rule.compound else "again"
        grown = view.say(f"following.{times}", n=figure(rule.factor))
        parts.append(view.say(f"following.{how}", within=rule.within, grown=grown))
    return view.joined(parts, "phrase_sep")


def sharing(view: View, scheme: Scheme) -> list[str]:
    """Who is ranked against whom, and the most that may take each grade."""
    if scheme.rank is None:
        return []
    within, ties = _unit(view, scheme.rank.within), scheme.rank.ties
    lines = [
        view.say("following.quota", grade=quota.grade, share=figure(quota.at_most, percent=True),
                 within=within)
        for quota in scheme.distribution
    ] or [view.say("following.ranked", within=within)]  # fmt: skip
    if ties and scheme.distribution:
        lines.append(view.say(f"following.ties_{ties}"))
    if scheme.rank.peers.self_ == "excluded":
        lines.append(view.say("following.peers_others"))
    return lines


def _unit(view: View, within: str) -> str:
    known = view.names("following.within")
    return known.get(within) or view.say("following.within_column", column=within)

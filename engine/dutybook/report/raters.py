"""Ratings in a trace and in the contract: who was heard, who is waited for; single anonymous
ratings are never told."""

from collections.abc import Iterator
from typing import Any

from dutybook.grammar.number.quantity import as_percent, plain
from dutybook.model.measure import Rating
from dutybook.report.words import Words
from dutybook.rule.line import as_shown
from dutybook.tally.value import Value


def ratings_in_words(measure: Rating, value: Value, words: Words) -> Iterator[str]:
    """One sentence for each kind of rater."""
    for one in value.ratings:
        slots = {
            "rater": _title(words, one.rater),
            "weight": as_percent(one.weight),
            "mean": as_shown(one.mean),
            "count": one.count,
        }
        word = "rater" if one.count == 1 else "rater_several" if one.count else "rater_default"
        yield words.say("measures", word, **slots)
    policy = measure.missing.policy if value.value is not None else "wait"
    for absent in value.lacking:
        slots = {
            "rater": _title(words, absent.rater),
            "count": absent.count,
            "needs": absent.needs,
        }
        word = "lacking_few" if absent.count else "lacking"
        then = "" if policy == "default" else words.say("measures", f"missing_{policy}")
        yield words.say("measures", word, **slots) + then
    if any(one.count > 1 and measure.hides(one.rater) for one in value.ratings):
        yield words.say("measures", "anonymous")


def raters_data(measure: Rating, value: Value) -> dict[str, Any]:
    """What the contract says of a rating: exact means per kind of rater, and who is missing."""
    heard = [
        {
            "rater": one.rater,
            "weight": plain(one.weight),
            "mean": plain(one.mean),
            "count": one.count,
            "anonymous": measure.hides(one.rater),
        }
        for one in value.ratings
    ]
    lacking = [
        {"rater": one.rater, "count": one.count, "needs": one.needs} for one in value.lacking
    ]
    return {"raters": heard, "lacking": lacking}


def _title(words: Words, rater: str) -> str:
    return words.say("raters", rater)

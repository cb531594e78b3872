"""What people wrote on a form that came back, as the next printing shows it."""

from collections.abc import Mapping, Sequence

from dutybook.grammar.time.clock import parse_date
from dutybook.papers.evaluation_form.context import Answer
from dutybook.papers.results import SheetScore, WrittenRemark
from dutybook.papers.view import View

COMMENTS = ("superior", "plan", "employee")
"""The parts that are prose, in the order they are printed."""


def written(view: View, sheet: SheetScore) -> dict[str, list[str]]:
    """Lines by the part of the form they stand in."""
    return {one.part: in_words(view, one) for one in sheet.remarks if one.part != "answer"}


def in_words(view: View, one: WrittenRemark) -> list[str]:
    """The lines of a remark; days and answers in the words of the paper."""
    if one.part == "date":
        return [day_in_words(view, one.text)]
    if one.part == "answer":
        return [view.say(f"form.{one.text}")] if one.text in ("agree", "disagree") else [one.text]
    return one.text.split("\n")


def day_in_words(view: View, text: str) -> str:
    """A day as papers print it; what is none as it was written."""
    try:
        return view.day(parse_date(text))
    except ValueError:
        return text


def answered(sheet: SheetScore) -> Answer:
    """Whether the employee agrees."""
    said: Mapping[str, Answer] = {"agree": "yes", "disagree": "no"}
    return next((said.get(one.text, "") for one in sheet.remarks if one.part == "answer"), "")


def signed(lines: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """What stands below each of ``count`` signatures."""
    return [" ".join(lines.get(f"signed-{number}", ())) for number in range(1, count + 1)]

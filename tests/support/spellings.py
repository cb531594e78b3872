"""Which spellings of a unit each small language takes: every word tried in every form."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.check.limits import in_words
from dutybook.grammar.number.money import parse_worth
from dutybook.grammar.number.quantity import change
from dutybook.grammar.number.step import Step, parse_distance, parse_step
from dutybook.grammar.time.lead import parse_lead
from dutybook.grammar.time.limit import parse_limit
from dutybook.grammar.time.lookback import parse_lookback
from dutybook.grammar.time.month import parse_span
from dutybook.grammar.time.period import parse_period
from dutybook.grammar.time.schedule import parse_schedule

KEPT: Final = Path(__file__).parents[1] / "grammar/spellings.yaml"
FORMS: Final[dict[str, Callable[[str], Any]]] = {
    "3 {}": parse_limit,
    "3 working {}": parse_limit,
    "3个工作{}": parse_limit,
    "半{}内": parse_limit,
    "lead 3{}": parse_lead,
    "span 3{}": parse_span,
    "last 3 {}": parse_lookback,
    "近3个{}": parse_lookback,
    "rolling 3 {}": parse_lookback,
    "{}累计": parse_lookback,
    "rolling 3 {} to 2026-12": parse_period,
    "截至2026-12的3{}": parse_period,
    "every {}": parse_schedule,
    "每{}": parse_schedule,
    "twice a {}": parse_schedule,
    "每{}两次": parse_schedule,
    "step 3{}": parse_step,
    "distance 3{}": parse_distance,
    "change 3{}": change,
    "worth 200{}": parse_worth,
    "worth {}200": parse_worth,
    "worth 200 {}": parse_worth,
    "done within 3 {}.": lambda text: (in_words(text) or (None,))[-1],
    "在3{}内完成": lambda text: (in_words(text) or (None,))[-1],
}
"""One form per place a unit is read; the first word of some only tells them apart."""
_LABELS: Final = ("lead ", "span ", "step ", "distance ", "change ", "worth ")


def results(words: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Per form: what it reads, and the words it reads so. Words that it refuses are left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for form, parse in FORMS.items():
        template = next((form[len(one) :] for one in _LABELS if form.startswith(one)), form)
        read: dict[str, list[str]] = {}
        for word in words:
            try:
                value = parse(template.format(word))
            except ValueError:
                continue
            if value is not None:
                read.setdefault(_shown(value), []).append(word)
        found[form] = read
    return found


def _shown(value: Any) -> str:
    """What was read, in a word or two."""
    if isinstance(value, Step):
        return f"{value.size} {value.unit}"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def kept() -> dict[str, Any]:
    """``words`` and ``forms`` as the grammars of version 0.1.0 read them."""
    data: dict[str, Any] = yaml.safe_load(KEPT.read_text("utf-8"))
    return data

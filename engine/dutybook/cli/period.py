"""Which period, and as of when: the options that commands about scores share."""

from datetime import date

import click

from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.time.clock import parse_date
from dutybook.grammar.time.period import Period, parse_period

period_option = click.option(
    "--period",
    "period_text",
    required=True,
    help="2026-10, 2026-Q4, 2026, 2026-10-08..2026-11-07, rolling-3-months-to-2026-10.",
)
as_of_option = click.option(
    "--as-of", "as_of_text", help="The last day that counts (default: the scheme's cut-off)."
)
now_option = click.option(
    "--now",
    is_flag=True,
    help="Of a closed period: what it would come to now, not what was signed (as --as-of does).",
)


def read_period(text: str) -> Period:
    """The period, or a finding."""
    try:
        return parse_period(text)
    except ValueError:
        raise DutybookError(Finding("bad-period", Place("--period"), {"value": text})) from None


def read_as_of(text: str | None) -> date | None:
    """The day, or a finding."""
    try:
        return parse_date(text) if text else None
    except ValueError:
        raise DutybookError(Finding("bad-as-of", Place("--as-of"), {"value": text})) from None

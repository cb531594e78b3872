"""How long ahead a calendar reminds: ``documents.reminders`` of dutybook.yaml over the shipped
``templates/reminders.yaml``."""

from collections.abc import Mapping
from datetime import timedelta

from dutybook.grammar.time.clock import clock
from dutybook.grammar.time.lead import parse_lead
from dutybook.resources import builtin
from dutybook.words.file import read
from dutybook.workspace import Workspace

_DAY = timedelta(days=1)


class Reminders:
    """Leads by how often something is due (``day`` … ``year``) or what it is (``training`` …)."""

    def __init__(self, workspace: Workspace) -> None:
        shipped = read(builtin("templates") / "reminders.yaml")
        own = workspace.organisation.documents.reminders
        self.leads: Mapping[str, str] = {**shipped, **own}

    def minutes(self, every: str, timed: bool) -> int | None:
        """Minutes from the event's start, negative before it, at which to remind; None: never.
        What is due by a day's end is announced at the hour ``at``, as many whole days ahead."""
        ahead = parse_lead(self.leads[every])
        if ahead is None:
            return None
        start = -ahead if timed else clock(self.leads["at"]) - ahead // _DAY * _DAY
        return int(start.total_seconds()) // 60

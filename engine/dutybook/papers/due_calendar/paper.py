"""到期日历: due dates, training, targets and agreements of a post or a person, as events.

Every event says its days and times as ISO text, and words in the paper's locale; what turns them
into iCalendar is ``write/calendar/ics.py``. A duty whose due days follow a plain rule is one
repeating event, but only where that rule gives exactly its due days: what depends on working days
is written day by day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import cast

from dutybook.grammar.number.unit import MONTHS
from dutybook.grammar.time.occurrence import occurrences
from dutybook.grammar.time.schedule import Every, Schedule
from dutybook.papers.due_calendar.recurrence import rule_of
from dutybook.papers.due_calendar.reminders import Reminders
from dutybook.papers.due_list import note
from dutybook.papers.occasion import Dated
from dutybook.papers.paper import paper
from dutybook.papers.phrases.limits import due_time, limit, target
from dutybook.papers.view import View, figure, one_line
from dutybook.roster.due import Due
from dutybook.write.calendar.events import DueCalendar, DueEvent

_ALWAYS = date(2000, 1, 1)
"""The date of what has none: nothing here reads the clock."""


def calendar(view: View, about: Dated) -> DueCalendar | None:
    """The calendar of a post or a person; None where nothing is due."""
    made = _Events(view, about)
    dated = [*made.training(), *made.targets(), *made.cut_offs(), *made.agreements()]
    held = (e for e in dated if about.concerns(date.fromisoformat(e.start)))
    events = [*made.duties(), *held]
    if not events:
        return None
    frame = paper(view, "calendar", view.text(about.role.title), about.role.effective)
    person = view.say("common.note", text=one_line(about.person.name)) if about.person else ""
    return DueCalendar(
        heading=frame.heading + person,
        organisation=frame.organisation,
        timezone=view.workspace.organisation.timezone,
        stamp=(about.role.effective or _ALWAYS).isoformat(),
        events=sorted(events, key=lambda event: (event.start, event.uid)),
    )


class _Events:
    """The events of one calendar, kind by kind."""

    def __init__(self, view: View, about: Dated) -> None:
        self.view = view
        self.about = about
        self.reminders = Reminders(view.workspace)
        person = [about.person.employee] if about.person else []
        self.owner = "-".join([about.role.role, *person])

    def duties(self) -> Iterator[DueEvent]:
        """What is due: repeating where a rule gives the days, else one event each."""
        ordered = sorted(self.about.dues, key=lambda due: (_name(due), due.due))
        for name, group in groupby(ordered, key=_name):
            dues = list(group)
            rule = rule_of(dues)
            for due in dues[:1] if rule else dues:
                event = self._due(due, name)
                if rule:
                    clock = event.start[10:]
                    left_out = [day.isoformat() + clock for day in rule.without]
                    event = replace(event, rule=rule.rule, without=left_out)
                yield event

    def training(self) -> Iterator[DueEvent]:
        """Hours of training, due by the end of each period."""
        training, period = self.about.role.training, self.about.period
        if training.hours is None:
            return
        hours = self.view.say(
            "training_hours", per=self.view.say(f"per.{training.per}"), n=figure(training.hours)
        )
        for occurrence in occurrences(Schedule(training.per), period.start, period.end):
            day = occurrence.end - timedelta(days=1)
            topics = self.view.joined(self.view.texts(training.topics))
            yield self._event("training", f"training-{day}", day, "training",
                              self.view.say("calendar.training", hours=hours), topics)  # fmt: skip

    def targets(self) -> Iterator[DueEvent]:
        """Days from which a KPI has another target."""
        for kpi in self.about.role.kpis:
            for day, each in kpi.target.dated if kpi.target else ():
                if day in self.about.period:
                    name = self.view.text(kpi.name)
                    words = self.view.say(
                        "calendar.target", kpi=name, target=target(self.view, each)
                    )
                    yield self._event("target", f"target-{kpi.id}-{day}", day, "target", words)

    def cut_offs(self) -> Iterator[DueEvent]:
        """Days on which the data of an evaluation period are closed."""
        role = self.about.role
        scheme = self.view.workspace.scheme_for(role)
        if scheme is None or not scheme.cut_off or not role.kpis or scheme.period not in MONTHS:
            return
        first, end = self.about.period.start, self.about.period.end
        schedule = Schedule(cast(Every, scheme.period))
        for occurrence in occurrences(schedule, first - timedelta(days=31), end):
            day = occurrence.end + timedelta(days=scheme.cut_off - 1)
            if day in self.about.period:
                last = occurrence.end - timedelta(days=1)
                words = self.view.say("calendar.cut_off", last=self.view.day(last))
                yield self._event("cut_off", f"cut-off-{day}", day, "cut_off", words)

    def agreements(self) -> Iterator[DueEvent]:
        """Last days of agreements the post is a party to."""
        for agreement in self.view.workspace.definitions.agreements.values():
            posts = {self.view.role(post) for post in agreement.parties.values()}
            bound = any(post and post.role == self.about.role.role for post in posts)
            if agreement.term and bound and agreement.term.to in self.about.period:
                day, key = agreement.term.to, f"agreement-{agreement.agreement}"
                words = self.view.say("calendar.agreement", title=self.view.text(agreement.title))
                yield self._event("agreement", f"{key}-{day}", day, "agreement", words)

    def _due(self, due: Due, name: str) -> DueEvent:
        schedule, records = due.duty.schedule, self.view.texts(due.duty.records)
        described = [
            note(self.view, due),
            limit(self.view, due.duty.within),
            *self.view.texts(standard.text for standard in due.duty.standards),
            self.view.say("calendar.records", records=self.view.joined(records)) if records else "",
        ]
        return self._event(
            "duty",
            f"duty-{name}-{_which(due)}",
            due.day,
            schedule.every if schedule else "day",
            one_line(self.view.text(due.duty.text)),
            "\n".join(filter(None, described)),
            due_time(due.due),
        )

    def _event(
        self,
        kind: str,
        key: str,
        day: date,
        every: str,
        words: str,
        more: str = "",
        clock: str = "",
    ) -> DueEvent:
        """One event; ``every`` says how long ahead it is announced."""
        post = self.view.text(self.about.role.title)
        return DueEvent(
            uid=f"{key}-{self.owner}",
            start=f"{day.isoformat()}T{clock}:00" if clock else day.isoformat(),
            summary=words,
            description=more,
            categories=[self.view.say(f"calendar.kinds.{kind}"), post],
            alarm=self.reminders.minutes(every, bool(clock)),
        )


def _name(due: Due) -> str:
    parts = (due.agreement.agreement if due.agreement else "", due.duty.id, due.site)
    return "-".join(filter(None, parts))


def _which(due: Due) -> str:
    """What tells one due day of a duty from all others, however it is moved: the window's first
    day, or the day planned, where a window has several (days 10 and 25 of a month); and the time,
    where a day has several."""
    schedule = due.duty.schedule
    if schedule and schedule.clocks:
        return f"{due.start}-{due.due:%H%M}"
    several = schedule and (len(schedule.days) > 1 or schedule.rrule)
    return str(due.planned if several else due.start)

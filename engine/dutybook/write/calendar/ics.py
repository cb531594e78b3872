"""iCalendar (RFC 5545): a calendar to subscribe to or import, with reminders.

Nothing reads the clock: an event is stamped with the date its definition took effect, and its UID
stays the same for as long as it means the same, so that importing again replaces and never doubles.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vRecur

from dutybook.write.calendar.events import DueCalendar, DueEvent

_PRODUCT: Final = "-//Dutybook//Dutybook//ZH"


def write(context: Mapping[str, DueCalendar], locale: str, root: Path | None) -> bytes:
    """The calendar that is the ``doc`` of ``context``."""
    doc = context["doc"]
    zone = ZoneInfo(doc.timezone)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", doc.heading)
    calendar.add("x-wr-timezone", doc.timezone)
    house = sha256(doc.organisation.encode()).hexdigest()[:12]
    for event in doc.events:
        calendar.add_component(_event(event, doc.stamp, zone, house))
    days = [date.fromisoformat(event.start[:10]) for event in doc.events]
    calendar.add_missing_timezones(days[0], days[-1] + timedelta(days=366))
    return bytes(calendar.to_ical())


def _event(data: DueEvent, stamp: str, zone: ZoneInfo, house: str) -> Event:
    event = Event()
    event.add("uid", f"{_plain(data.uid)}@{house}.dutybook")
    event.add("dtstamp", datetime.combine(date.fromisoformat(stamp), time(), UTC))
    event.add("dtstart", _moment(data.start, zone))
    event.add("summary", data.summary)
    if data.description:
        event.add("description", data.description)
    event.add("categories", data.categories)
    event.add("transp", "TRANSPARENT")  # something to do by then, not a time that is taken
    if data.rule:
        event.add("rrule", vRecur.from_ical(data.rule))
        for day in data.without:
            event.add("exdate", _moment(day, zone))
    if data.alarm is not None:
        event.add_component(_alarm(data.summary, data.alarm))
    return event


def _alarm(words: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(minutes=minutes))
    return alarm


def _moment(text: str, zone: ZoneInfo) -> date | datetime:
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def _plain(text: str) -> str:
    """ASCII for a UID: what is not is written as its code."""
    kept = (c.isascii() and (c.isalnum() or c in "-_.") for c in text)
    return "".join(c if keep else f"~{ord(c):x}" for c, keep in zip(text, kept, strict=True))

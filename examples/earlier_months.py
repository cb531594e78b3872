"""August and September 2026 of the example organisation: two plain months before October, so that
there is a past to compare with. Someone gets better, someone worse, someone leaves."""

import calendar
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import repair_desk
from log_files import at, word, zoned

YEAR = 2026
MONTHS = (8, 9)

# Who works on what: category, how many a month, minutes allowed, share late in each month.
WORK = {
    "E004": [("inquiry", 36, 30, 0.03, 0.0), ("access_pass", 18, 30, 0.0, 0.05),
             ("complaint", 11, 1440, 0.0, 0.0)],
    "E005": [("inquiry", 34, 30, 0.16, 0.12), ("access_pass", 15, 30, 0.1, 0.05),
             ("complaint", 20, 1440, 0.06, 0.04)],
    "E006": [("inquiry", 26, 120, 0.08, 0.05), ("repair", 22, 120, 0.06, 0.06),
             ("complaint", 10, 120, 0.1, 0.0)],
    "E007": [("inquiry", 25, 120, 0.0, 0.08), ("repair", 20, 120, 0.05, 0.12),
             ("complaint", 9, 120, 0.0, 0.1)],
    "E018": [("inquiry", 24, 120, 0.06, 0.0), ("repair", 18, 120, 0.05, 0.0)],
    "E013": [("move_in", 5, 30, 0.0, 0.0), ("access_pass", 13, 15, 0.0, 0.0),
             ("renovation", 7, 15, 0.0, 0.1), ("transfer", 4, 30, 0.0, 0.0),
             ("visitor", 27, 10, 0.05, 0.0), ("complaint", 8, 1440, 0.0, 0.0)],
    "E014": [("move_in", 4, 30, 0.0, 0.0), ("access_pass", 10, 15, 0.0, 0.1),
             ("renovation", 6, 15, 0.0, 0.0), ("visitor", 25, 10, 0.03, 0.0),
             ("complaint", 8, 1440, 0.0, 0.0)],
    "E015": [("key", 28, 5, 0.08, 0.04), ("file", 22, 3, 0.1, 0.05)],
    "E016": [("ic_card", 30, 20, 0.0, 0.03), ("file", 16, 10, 0.0, 0.0)],
    "E017": [("visitor", 56, 10, 0.02, 0.0), ("goods", 23, 10, 0.0, 0.05)],
}  # fmt: skip

LAST_DAY = {("E018", 9): 14}
"""Who left within a month."""

# Tickets that nobody would make up by chance: month, day, hour, then as in the file.
SINGLE = [
    (8, 12, 9, "E002", "complaint", "phone", 20, "major"),
    (9, 10, 14, "E002", "complaint", "counter", 3, "major"),
    (8, 20, 11, "E018", "service_attitude", "phone", 1, "minor"),
    (9, 16, 15, "E007", "service_attitude", "phone", 1, "minor"),
    (8, 27, 10, "E004", "opinion", "praise_letter", 0, ""),
    (9, 22, 10, "E006", "opinion", "praise_letter", 0, ""),
]

# Employee, KPI, rater, ratings of August, ratings of September.
RATINGS = [
    ("E002", "staff-supervision", "self", [90], [90]),
    ("E002", "staff-supervision", "superior", [86], [88]),
    ("E002", "management-proposals", "superior", [80], [84]),
    ("E003", "front-desk-efficiency", "self", [92], [94]),
    ("E003", "front-desk-efficiency", "superior", [84], [85]),
    ("E003", "team-conduct", "superior", [86], [88]),
    ("E004", "business-knowledge", "superior", [91], [92]),
    ("E004", "owner-relations", "customer", [94, 90, 96], [95, 97, 91, 93]),
    ("E005", "business-knowledge", "superior", [72], [80]),
    ("E005", "owner-relations", "customer", [80, 85], [84, 88, 83]),
    ("E006", "owner-satisfaction", "customer", [90, 88, 92], [94, 93, 97]),
    ("E006", "professional-ability", "superior", [84], [88]),
    ("E006", "teamwork", "peer", [88, 86], [90, 92]),
    ("E006", "teamwork", "superior", [86], [90]),
    ("E007", "owner-satisfaction", "customer", [94, 92], [90, 87]),
    ("E007", "professional-ability", "superior", [90], [85]),
    ("E007", "teamwork", "peer", [90, 92], [84, 86]),
    ("E007", "teamwork", "superior", [90], [86]),
    ("E018", "owner-satisfaction", "customer", [86, 84], [88, 85]),
    ("E018", "professional-ability", "superior", [81], [80]),
    ("E018", "teamwork", "peer", [85, 80], [82, 84]),
    ("E018", "teamwork", "superior", [82], [82]),
    ("E013", "complaint-satisfaction", "customer", [88, 84, 90], [91, 86]),
    ("E014", "complaint-satisfaction", "customer", [86, 90], [84, 88]),
]

# Month, day, employee, item, points, reason; all of them minor.
DEDUCTIONS = [
    (8, 6, "E005", "discipline", "1", "迟到一次"),
    (8, 11, "E015", "file", "3", "归档路址漏记"),
    (8, 19, "E017", "visitor", "1", "登记要素不全"),
    (8, 25, "E013", "renovation", "1", "装修押金单漏签名"),
    (9, 3, "E016", "ic_card", "2", "制卡信息有误"),
    (9, 8, "E014", "access_pass", "1.5", "登记漏项"),
    (9, 17, "E015", "key", "2", "借出未登记"),
    (9, 24, "E010", "discipline", "1", "未佩戴工牌"),
]

# Every month: employee, duty, day, hour, errors in August, errors in September.
MONTHLY = [
    ("E002", "staff-training", 27, 15, "", ""),
    ("E003", "owner-feedback", 4, 16, "2", "1"),
    ("E013", "fee-follow-up", 9, 16, "", ""),
    ("E013", "fee-follow-up", 25, 17, "", ""),
    ("E014", "fee-follow-up", 10, 11, "", ""),
    ("E014", "fee-follow-up", 24, 15, "", ""),
]

# January to September, for the budgets that run through the year: one summary late, in May.
BUDGETED = [
    ("E016", "monthly-report", 3, 10, "0"),
    ("E015", "dispatch-entry", 4, 11, "0"),
    ("E015", "monthly-summary", 5, 15, "0"),
    ("E015", "fee-notices", 9, 9, ""),
]

FIRST_WEEK, LAST_WEEK = date(YEAR, 6, 29), date(YEAR, 9, 21)
"""Mondays of the weeks whose Thursdays lie in the third quarter."""

ASK = [("接起", 0), ("询问", 1), ("核对用法", 3), ("给出办法", 5)]
LATER = [("约定回电", 6), ("着手解决", 8), ("回电", 80), ("登记", 85)]


@dataclass
class Past:
    """One month with its own dice."""

    month: int
    dice: random.Random

    @property
    def days(self) -> int:
        """How many days the month has."""
        return calendar.monthrange(YEAR, self.month)[1]

    def pick(self, august: object, september: object) -> object:
        """What is said of this month."""
        return (august, september)[MONTHS.index(self.month)]

    def tickets(self) -> Iterator[list[str]]:
        """Ordinary tickets of everyone, in order of time."""
        rows = []
        for employee, kinds in WORK.items():
            last = LAST_DAY.get((employee, self.month), self.days)
            for category, count, allowed, *late in kinds:
                share = float(str(self.pick(*late)))
                for _ in range(count * last // self.days):
                    done = 1.2 + self.dice.random() if self.dice.random() < share else (
                        0.2 + 0.7 * self.dice.random())  # fmt: skip
                    rows.append((self._moment(last), employee, category, round(allowed * done)))
        for number, (moment, employee, category, minutes) in enumerate(sorted(rows), 1):
            done_at = at(moment + timedelta(minutes=max(1, minutes)))
            channel = self.dice.choice(["phone", "counter", "app"])
            repeated = word(category == "complaint" and self.dice.random() < 0.03)
            key = f"T-{self.month}{number:03d}"
            yield [key, employee, category, channel, at(moment), done_at, done_at, "", repeated]
        yield from self._single()

    def _single(self) -> Iterator[list[str]]:
        for number, (month, day, hour, employee, category, channel, hours, severity) in enumerate(
            SINGLE, 901
        ):
            if month == self.month:
                start = datetime(YEAR, month, day, hour)  # noqa: DTZ001 local time
                done = at(start + timedelta(hours=hours)) if hours else ""
                key = f"T-{month}{number}"
                yield [key, employee, category, channel, at(start), done, done, severity, "false"]

    def ratings(self, superiors: Mapping[str, str]) -> Iterator[list[str]]:
        """One line per rating, towards the end of the month."""
        for employee, kpi, rater, august, september in RATINGS:
            by = {"self": employee, "superior": superiors.get(employee, "E003")}.get(rater, "")
            last = LAST_DAY.get((employee, self.month), self.days - 1)
            for number, value in enumerate(august if self.month == MONTHS[0] else september):
                rated = f"{YEAR}年{self.month}月{last - number}日"
                yield [employee, kpi, rater, by, str(value), rated]

    def fees(self) -> Iterator[tuple[str, str, date, str, str]]:
        """A bill per household of the two areas."""
        for area, households, august, september in (("A", 120, 0.03, 0.02), ("B", 90, 0.08, 0.07)):
            unpaid = float(str(self.pick(august, september)))
            for house in range(1, households + 1):
                if (area, house, self.month) == ("A", 1, 9):
                    continue  # its bill came with October's
                due = self.dice.choice(["180.00", "236.50", "312.80"])
                paid = "0.00" if self.dice.random() < unpaid else due
                yield (
                    f"{area}{house:03d}-{self.month:02d}",
                    area,
                    date(YEAR, self.month, 1),
                    due,
                    paid,
                )

    def calls(self) -> Iterator[tuple[str, list[dict[str, str]]]]:
        """First calls by the book, but for one each month."""
        for number in range(1, 11):
            start = self._moment(self.days)
            clerk = ("E006", "E007")[number % 2]
            steps = [*ASK, *LATER] if number % 5 == 0 else [*ASK, ("登记", 6)]
            steps = [step for step in steps if number != 7 or step[0] != "核对用法"]
            events = []
            for step, minute in steps:
                event = {"concept:name": step, "org:resource": clerk}
                event["time:timestamp"] = zoned(start, minute)
                if step == "约定回电":
                    event["promised"] = zoned(start, 120)
                events.append(event)
            yield f"C-{self.month}{number:02d}", events

    def _moment(self, last: int) -> datetime:
        day, hour = self.dice.randint(1, last), self.dice.randrange(8, 18)
        minute = self.dice.randrange(60)
        return datetime(YEAR, self.month, day, hour, minute)  # noqa: DTZ001 local time


def submissions(past: Sequence[Past]) -> Iterator[list[str]]:
    """What was handed in from January to September: budgets of the year and of the quarter, and the
    two months' own reports, journals and opinions; and the repair desk's of all three months."""
    entries = [*_budgeted(), *repair_desk.analyses()]
    monday = FIRST_WEEK
    while monday <= LAST_WEEK:
        entries += _week(monday)
        monday += timedelta(days=7)
    for month in past:
        for employee, duty, day, hour, *errors in MONTHLY:
            due = f"{YEAR}-{month.month:02d}-{10 if day < 15 else 25}"
            names = due if duty == "fee-follow-up" else ""
            moment = datetime(YEAR, month.month, day, hour, 20)  # noqa: DTZ001 local time
            entries.append((moment, employee, duty, names, str(month.pick(*errors))))
        for day in range(1, month.days + 1):
            moment = datetime(YEAR, month.month, day, 8, 10)  # noqa: DTZ001 local time
            entries.append((moment, "E006", "desk-cleanliness", "", ""))
    entries.sort()
    for number, (moment, employee, duty, names, errors) in enumerate(entries, 1):
        yield [f"P-{number:04d}", employee, duty, at(moment), names, errors]


Entry = tuple[datetime, str, str, str, str]


def _budgeted() -> Iterator[Entry]:
    for month in range(1, 10):
        for employee, duty, day, hour, errors in BUDGETED:
            late = (month, duty) == (5, "monthly-summary")
            moment = datetime(YEAR, month, day + late, hour, 5 * month)  # noqa: DTZ001 local time
            yield moment, employee, duty, "", errors


def _week(monday: date) -> Iterator[Entry]:
    """A journal each on Friday, seven opinions each; one of them falls short once."""
    for employee in ("E013", "E014"):
        noon = datetime(monday.year, monday.month, monday.day, 12)  # noqa: DTZ001 local time
        if (employee, monday) != ("E014", date(YEAR, 8, 10)):
            yield noon + timedelta(days=4, hours=6), employee, "work-journal", "", ""
        short = (employee, monday) == ("E013", date(YEAR, 9, 14))
        for n in range(6 if short else 7):
            moment = noon + timedelta(days=n % 6, minutes=7 * n)
            yield moment, employee, "collect-opinions", monday.isoformat(), ""


def deductions() -> Iterator[list[str]]:
    """Deductions as inspectors wrote them."""
    for number, (month, day, employee, item, points, reason) in enumerate(DEDUCTIONS, 1):
        found = f"{YEAR}-{month:02d}-{day:02d} 14:00"
        yield [f"K-{month}{number:02d}", employee, item, found, points, "minor", reason]

"""What the service centre, the front desks, the projects, the developer's customer relations, the
outsourced services and the sales department did from August to October 2026. Nothing is left to
dice: how many were late, missing or bad is said per month, so that scores can be worked out by
hand."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from log_files import at, word

YEAR = 2026
MONTHS = (8, 9, 10)
Three = tuple[int, int, int]
"""Of August, September and October."""

NONE: Three = (0, 0, 0)
WORKDAY = 1440
"""Minutes of a case that has until the close of the next workday."""

DAYS_OFF = {date(YEAR, 9, 25), *(date(YEAR, 10, day) for day in range(1, 8))}
MAKE_UP = {date(YEAR, 9, 20), date(YEAR, 10, 10)}

# Employee: category, how many a month, minutes allowed, how many of them late.
WORK: dict[str, list[tuple[str, int, int, Three]]] = {
    "E024": [("complaint", 30, 120, (1, 0, 0)), ("repair", 24, 30, (1, 0, 1)),
             ("inquiry", 20, 120, NONE), ("opinion", 8, 120, NONE)],
    "E025": [("visitor", 40, 10, NONE)],
    "E026": [("complaint", 40, 120, (3, 2, 1))],
    "E027": [("complaint", 20, WORKDAY, (1, 0, 2))],
    "E028": [("complaint", 12, 120, (0, 1, 0)), ("repair", 20, 30, (1, 0, 2))],
    "E029": [("inquiry", 40, 30, (1, 2, 0)), ("repair", 15, 30, (0, 1, 0))],
    "E030": [("complaint", 45, 120, (1, 0, 3))],
    "E034": [("inquiry", 30, 120, (1, 0, 1)), ("complaint", 6, 120, NONE)],
    "E035": [("inquiry", 26, 120, (0, 1, 3)), ("complaint", 5, 120, NONE)],
    "E036": [("inquiry", 28, 120, NONE), ("repair", 8, 120, (0, 1, 0))],
    "E037": [("inquiry", 24, 120, (2, 1, 1)), ("complaint", 4, 120, NONE)],
    "E038": [("inquiry", 30, 120, NONE), ("complaint", 8, 120, (0, 0, 1))],
    "E039": [("inquiry", 22, 120, (1, 0, 0))],
    "E040": [("inquiry", 20, 120, NONE), ("complaint", 7, 120, (1, 2, 1))],
    "E041": [("inquiry", 25, 120, (0, 3, 0))],
    "E042": [("inquiry", 34, 120, (0, 0, 1))],
    "E043": [("inquiry", 21, 120, NONE), ("complaint", 5, 120, NONE)],
    "E044": [("inquiry", 26, 120, NONE), ("complaint", 9, 120, (0, 0, 0))],
    "E045": [("inquiry", 30, 120, (1, 1, 4)), ("repair", 6, 120, NONE)],
    "E046": [("inquiry", 18, 120, NONE), ("complaint", 4, 120, (0, 1, 0))],
    "E049": [("complaint", 10, WORKDAY, (0, 1, 0)), ("incident", 1, 10, (0, 0, 1))],
    "E050": [("complaint", 12, WORKDAY, NONE)],
    "E052": [("complaint", 16, WORKDAY, (1, 0, 1))],
    "E053": [("complaint", 14, 120, (0, 1, 0))],
    "E057": [("complaint", 11, 120, NONE)],
    "E058": [("complaint", 18, WORKDAY, (0, 2, 1))],
    "E059": [("complaint", 9, WORKDAY, NONE)],
    "E060": [("complaint", 13, WORKDAY, (1, 0, 0))],
    "E061": [("access_pass", 22, 15, (1, 0, 2)), ("move_in", 5, 30, NONE)],
    "E062": [("incident", 2, 10, NONE)],
    "E063": [("inquiry", 24, WORKDAY, (0, 1, 2))],
    "E064": [("repair", 30, 2 * WORKDAY, (2, 1, 1))],
    "E065": [("complaint", 4, 120, NONE)],
    "E066": [("complaint", 10, 120, (0, 0, 1))],
}  # fmt: skip

# Employee, duty, when (`day`, `workday`, `week` or a day of the month), hour, what was not done
# (month, which one of the month), and the months in which it was done a day late.
ALWAYS: tuple[tuple[int, int], ...] = ()
HANDED_IN: list[
    tuple[str, str, str | int, int, tuple[tuple[int, int], ...], tuple[int, ...]]
] = [
    ("E024", "community-activity", 22, 15, ALWAYS, ()),
    ("E025", "attendance-report", 1, 10, ALWAYS, ()),
    ("E026", "complaint-statistics", 4, 16, ALWAYS, (9,)),
    ("E026", "plans", 26, 17, ALWAYS, ()),
    ("E028", "estate-rounds", "workday", 16, ((8, 3), (10, 5), (10, 6)), ()),
    ("E028", "activities", 20, 15, ALWAYS, ()),
    ("E029", "call-backs", 25, 16, ALWAYS, ()),
    ("E030", "call-backs", 26, 16, ALWAYS, ()),
    ("E031", "file-report", 5, 11, ALWAYS, (9,)),
    ("E032", "fire", 18, 10, ALWAYS, ()),
    ("E032", "lawn-spring-winter", 9, 10, ((9, 1),), ()),
    ("E033", "weekly-report", "week", 16, ((8, 2),), ()),
    ("E034", "attendance", 1, 9, ALWAYS, ()),
    ("E036", "fee-collection", 4, 17, ALWAYS, ()),
    ("E037", "tenancy-records", 5, 15, ALWAYS, (8,)),
    ("E038", "self-check", 27, 15, ALWAYS, ()),
    ("E041", "fees", 5, 16, ALWAYS, (10,)),
    ("E045", "files", 24, 16, ((9, 1),), ()),
    ("E046", "feedback", 27, 16, ALWAYS, ()),
    ("E047", "weekly-meeting", "week", 10, ((10, 1),), ()),
    ("E047", "company-report", 27, 15, ALWAYS, ()),
    ("E048", "weekly-meeting", "week", 10, ((8, 1), (9, 4)), ()),
    ("E048", "company-report", 28, 16, ALWAYS, (8,)),
    ("E049", "budget", 27, 14, ALWAYS, ()),
    ("E050", "monthly-report", 4, 11, ALWAYS, (8,)),
    ("E050", "meetings", "week", 9, ALWAYS, ()),
    ("E050", "visits", 27, 16, ALWAYS, ()),
    ("E051", "weekly-meeting", "week", 11, ((9, 2),), ()),
    ("E051", "monthly-report", 5, 10, ALWAYS, ()),
    ("E051", "monthly-coordination", 19, 14, ALWAYS, ()),
    ("E051", "arrears-meeting", 12, 14, ALWAYS, ()),
    ("E053", "rounds", "workday", 15, ((8, 9), (9, 2), (10, 1)), ()),
    ("E053", "morning-meeting", "workday", 8, ((9, 5), (10, 3)), ()),
    ("E053", "appraisal", 27, 17, ALWAYS, ()),
    ("E054", "weekly-check", "week", 14, ((10, 3),), ()),
    ("E054", "monthly-check", 25, 14, ALWAYS, ()),
    ("E055", "renovation", "week", 15, ALWAYS, ()),
    ("E056", "renovation", "week", 15, ((8, 3), (10, 2)), ()),
    ("E057", "opinion-survey", 21, 10, ALWAYS, ()),
    ("E057", "home-visits", 23, 10, ((9, 1),), ()),
    ("E058", "meetings", "week", 9, ALWAYS, ()),
    ("E058", "interviews", 20, 15, ALWAYS, ()),
    ("E059", "complaint-review", 4, 15, ALWAYS, ()),
    ("E059", "meetings", "week", 10, ((9, 3),), ()),
    ("E060", "complaint-review", 5, 16, ALWAYS, (9,)),
    ("E060", "meetings", "week", 10, ALWAYS, ()),
    ("E061", "daily-check", "day", 16, ((8, 6), (9, 10), (10, 2), (10, 20)), ()),
    ("E061", "morning-follow-up", "day", 8, ((9, 1), (10, 9)), ()),
    ("E061", "occupancy-table", 4, 11, ALWAYS, ()),
    ("E062", "client-goals", 3, 16, ALWAYS, ()),
    ("E063", "partners", 28, 11, ALWAYS, ()),
    ("E064", "daily-cleaning", "day", 17, ((8, 1), (9, 7)), ()),
    ("E064", "monthly-check", 29, 16, ((10, 1),), ()),
    ("E065", "monthly-analysis", 25, 10, ALWAYS, ()),
    ("E066", "quality", 22, 10, ALWAYS, ()),
    ("E067", "customer-database", 4, 17, ALWAYS, ()),
    ("E068", "market-data", 24, 17, ALWAYS, ()),
]  # fmt: skip
ERRORS: Mapping[tuple[str, str], Three] = {("E067", "customer-database"): (1, 0, 2)}

# Employee, item, how many were looked at each month, how many of them were bad.
CHECKS: list[tuple[str, str, int, Three]] = [
    ("E024", "staff_survey", 40, (2, 3, 1)), ("E024", "appraisal", 50, (1, 1, 0)),
    ("E024", "procedure_check", 60, (4, 5, 3)), ("E024", "customer_survey", 100, (2, 3, 4)),
    ("E024", "owner_survey", 120, (8, 9, 7)), ("E024", "feedback", 80, (3, 5, 2)),
    ("E024", "service_level", 100, (1, 2, 2)), ("E024", "attendance", 210, (138, 151, 140)),
    ("E024", "file_check", 80, (0, 0, 1)),
    ("E025", "training", 24, NONE), ("E025", "pre_post", 3, NONE),
    ("E025", "staff_survey", 30, (2, 2, 4)), ("E025", "service_check", 100, (3, 2, 3)),
    ("E025", "procedure_check", 50, (3, 4, 5)), ("E025", "call_back", 60, (0, 1, 0)),
    ("E025", "customer_survey", 90, (3, 4, 3)), ("E025", "owner_survey", 90, (2, 1, 1)),
    ("E026", "customer_survey", 100, (9, 7, 12)), ("E026", "training", 20, (0, 1, 0)),
    ("E027", "supplier_check", 40, (3, 2, 5)), ("E027", "owner_survey", 80, (6, 5, 9)),
    ("E029", "call_back", 50, (0, 2, 1)), ("E029", "file_check", 40, (0, 0, 1)),
    ("E030", "call_back", 30, (0, 0, 2)), ("E031", "file_check", 60, (1, 0, 0)),
    ("E032", "site_check", 60, (2, 4, 3)), ("E033", "file_check", 50, (0, 1, 2)),
    ("E034", "training", 4, NONE), ("E035", "training", 4, (0, 1, 0)),
    ("E036", "training", 4, NONE), ("E037", "training", 4, (1, 0, 0)),
    ("E038", "training", 4, NONE), ("E039", "training", 4, (0, 0, 1)),
    ("E040", "training", 4, NONE), ("E041", "training", 4, (0, 1, 1)),
    ("E042", "training", 4, NONE), ("E043", "training", 4, NONE),
    ("E044", "training", 4, NONE), ("E044", "service_check", 40, (1, 0, 1)),
    ("E045", "training", 4, (1, 0, 1)), ("E046", "training", 4, NONE),
    ("E047", "procedure_check", 50, (3, 4, 2)), ("E047", "supplier_check", 20, (1, 1, 2)),
    ("E048", "procedure_check", 50, (5, 4, 6)), ("E048", "supplier_check", 16, (0, 2, 1)),
    ("E049", "owner_survey", 150, (9, 7, 6)), ("E049", "call_back", 40, (1, 3, 1)),
    ("E050", "supplier_check", 30, (2, 1, 4)), ("E052", "supplier_check", 40, (2, 5, 3)),
    ("E052", "training", 20, (0, 1, 2)), ("E054", "service_check", 60, (3, 4, 6)),
    ("E054", "handover", 12, (0, 1, 0)), ("E055", "owner_survey", 90, (6, 8, 10)),
    ("E055", "handover", 30, (1, 0, 2)), ("E055", "training", 15, (0, 0, 1)),
    ("E056", "owner_survey", 90, (10, 9, 8)), ("E056", "handover", 24, (0, 1, 0)),
    ("E056", "training", 15, (1, 0, 0)), ("E057", "call_back", 44, (0, 1, 1)),
    ("E058", "site_check", 40, (1, 3, 2)), ("E059", "training", 12, (0, 1, 0)),
    ("E060", "training", 12, NONE), ("E061", "call_back", 70, (1, 0, 3)),
    ("E062", "service_check", 120, (5, 4, 9)), ("E062", "budget", 10, (0, 1, 2)),
    ("E062", "staff_kept", 20, (0, 1, 0)), ("E063", "handover", 50, (1, 0, 2)),
    ("E065", "customer_survey", 100, (8, 11, 9)), ("E066", "call_back", 60, (2, 5, 1)),
    ("E066", "file_check", 50, (0, 1, 2)), ("E067", "service_check", 50, (4, 2, 5)),
    ("E068", "file_check", 40, (1, 3, 2)), ("E068", "training", 2, (0, 0, 1)),
]  # fmt: skip

# Employee, KPI, rater, ratings in August, September and October.
Ratings = tuple[list[int], list[int], list[int]]
RATINGS: list[tuple[str, str, str, Ratings]] = [
    ("E027", "superior-rating", "superior", ([86], [88], [84])),
    ("E029", "owner-rating", "customer", ([94, 90], [92, 95], [96, 91])),
    ("E030", "owner-rating", "customer", ([88, 90], [90, 86], [84, 88])),
    ("E031", "superior-rating", "superior", ([90], [92], [88])),
    ("E033", "superior-rating", "superior", ([88], [85], [90])),
    *(
        (f"E{34 + n:03d}", "service-quality", "customer",
         ([94 - n % 5, 96 - n % 4], [95 - n % 4, 92 - n % 3], [93 - n % 6, 97 - n % 7]))
        for n in range(12)
    ),
    ("E046", "service-quality", "customer", ([90, 93], [94, 88], [91, 95])),
    *(
        (f"E{34 + n:03d}", "teamwork", "superior", ([90 - n % 7], [86 + n % 6], [92 - n % 8]))
        for n in range(13)
    ),
    ("E047", "superior-rating", "superior", ([88], [90], [91])),
    ("E048", "superior-rating", "superior", ([82], [80], [78])),
    ("E050", "key-owner-rating", "customer", ([95], [93], [96])),
    ("E051", "superior-rating", "superior", ([85], [87], [86])),
    ("E052", "superior-rating", "superior", ([88], [84], [89])),
    ("E057", "superior-rating", "superior", ([91], [92], [88])),
    ("E064", "manners", "superior", ([86], [90], [])),  # not rated in October yet
    ("E065", "superior-rating", "superior", ([90], [88], [92])),
    ("E068", "customer-satisfaction", "customer", ([92, 95], [90, 88], [94, 91])),
    ("E068", "time-management", "superior", ([85], [88], [82])),
]  # fmt: skip

# Employee, KPI, month, figure: what a superior knows and nobody logs.
ENTERED = [("E062", "cost-used", 10, "0.97")]

# Area: households, how many did not pay.
FEES: Mapping[str, tuple[int, Three]] = {
    "D": (80, (2, 3, 5)), "E": (60, (1, 2, 1)), "F": (70, (4, 3, 2)), "G": (90, (3, 6, 4)),
    "H": (100, (4, 5, 3)), "J": (100, (7, 6, 9)), "K": (85, (2, 4, 3)), "L": (75, (1, 1, 5)),
    "N": (64, (2, 5, 3)), "M": (210, (8, 9, 7)),
}  # fmt: skip

# Month, day, employee, item, points, severity, reason.
DEDUCTIONS = [
    (8, 12, "E035", "discipline", "1", "minor", "迟到一次"),
    (8, 21, "E041", "service_attitude", "2", "minor", "答复敷衍"),
    (9, 4, "E037", "discipline", "1", "minor", "未着制服"),
    (9, 16, "E045", "discipline", "1", "minor", "擅自离岗"),
    (10, 13, "E040", "service_attitude", "1", "minor", "用语不当"),
    (10, 21, "E036", "fee_books", "3", "major", "收款录错户，造成退款损失"),
    (10, 27, "E053", "discipline", "1", "minor", "晨会迟到"),
]

# Calls and visits of the desk of the service centre: how many, of which too late or after more than
# three rings.
COUNTER: Mapping[str, tuple[int, Three]] = {"visit": (40, (1, 2, 0)), "call": (50, (2, 0, 3))}

# Orders of key accounts: how many, followed up late, with an error; the amount of each.
ORDERS: tuple[tuple[int, int, int, int], ...] = (
    (20, 1, 0, 25_600),
    (18, 2, 1, 27_100),
    (21, 0, 1, 22_800),
)


def tickets() -> Iterator[list[str]]:
    """Cases of everyone, in order of time."""
    rows = sorted(_cases(), key=lambda row: (row[4], row[1], row[2], row[5]))
    for number, row in enumerate(rows, 1):
        yield [f"D-{number:04d}", *row[1:]]


def _cases() -> Iterator[list[str]]:
    for nth, month in enumerate(MONTHS):
        days = _workdays(month)
        for employee, kinds in WORK.items():
            for category, count, allowed, late in kinds:
                for n in range(count):
                    start = _moment(days[(5 * n + len(category)) % len(days)], 9 + n % 7, 7 * n)
                    yield _case(employee, category, start, n, _takes(allowed, n, n < late[nth]))


def _case(employee: str, category: str, start: datetime, n: int, took: timedelta) -> list[str]:
    done = at(start + took)
    channel = ("phone", "counter", "app")[n % 3]
    severity = "complex" if category == "repair" and n % 8 == 7 else ""
    closed = "" if (employee, category, n) == ("E024", "complaint", 29) else done
    return ["", employee, category, channel, at(start), done, closed, severity, word(False)]


def _takes(allowed: int, n: int, late: bool) -> timedelta:
    if allowed >= WORKDAY:
        return timedelta(days=9) if late else timedelta(minutes=90 + 10 * (n % 9))
    return timedelta(minutes=2 * allowed if late else max(1, allowed * (2 + n % 6) // 10))


def submissions() -> Iterator[list[str]]:
    """What was handed in, in order of time."""
    rows: list[tuple[datetime, str, str, str]] = []
    for employee, duty, when, hour, undone, late in HANDED_IN:
        for nth, month in enumerate(MONTHS):
            errors = ERRORS.get((employee, duty))
            for n, day in enumerate(_days(when, month), 1):
                if (month, n) not in undone:
                    moment = _moment(day + timedelta(days=month in late), hour, 20 + n)
                    rows.append((moment, employee, duty, str(errors[nth]) if errors else ""))
    for number, (moment, employee, duty, found) in enumerate(sorted(rows), 1):
        yield [f"DS-{number:04d}", employee, duty, at(moment), "", found]


def _days(when: str | int, month: int) -> list[date]:
    every = [date(YEAR, month, d) for d in range(1, calendar.monthrange(YEAR, month)[1] + 1)]
    if when == "day":
        return every
    if when == "workday":
        return _workdays(month)
    if when == "week":  # on Fridays, in the month that has the week's Thursday
        return [day + timedelta(days=1) for day in every if day.weekday() == 3]
    return [date(YEAR, month, int(when))]


def _workdays(month: int) -> list[date]:
    days = range(1, calendar.monthrange(YEAR, month)[1] + 1)
    every = [date(YEAR, month, day) for day in days]
    return [d for d in every if d in MAKE_UP or (d.weekday() < 5 and d not in DAYS_OFF)]


def checks() -> Iterator[list[str]]:
    """Checks, surveys, appraisals and activities, one a month each."""
    for nth, month in enumerate(MONTHS):
        for number, (employee, item, count, bad) in enumerate(CHECKS, 1):
            held = date(YEAR, month, 15 + number % 12).isoformat()
            key = f"DC-{month:02d}{number:03d}"
            yield [key, employee, item, held, str(count), str(count - bad[nth]), ""]


def ratings(superiors: Mapping[str, str]) -> Iterator[list[str]]:
    """One line per rating, towards the end of the month."""
    for employee, kpi, rater, months in RATINGS:
        by = superiors.get(employee, "") if rater == "superior" else ""
        for month, given in zip(MONTHS, months, strict=True):
            for n, value in enumerate(given):
                yield [employee, kpi, rater, by, str(value), f"{YEAR}年{month}月{28 - n}日"]


def entered() -> Iterator[list[str]]:
    """Figures that a superior knows and nobody logs, with the ratings: one line each."""
    for employee, kpi, month, value in ENTERED:
        yield [employee, kpi, "superior", "", value, f"{YEAR}年{month}月30日"]


def deductions() -> Iterator[list[str]]:
    """Deductions as inspectors wrote them."""
    for number, (month, day, employee, item, points, severity, reason) in enumerate(DEDUCTIONS, 1):
        found = f"{YEAR}-{month:02d}-{day:02d} 15:00"
        yield [f"DK-{number:03d}", employee, item, found, points, severity, reason]


def fees() -> Iterator[tuple[str, str, date, str, str]]:
    """A bill per household and month; households of an area pay the same."""
    for nth, month in enumerate(MONTHS):
        for area, (households, unpaid) in FEES.items():
            due = f"{200 + 10 * (ord(area) - ord('A'))}.00"
            for house in range(1, households + 1):
                paid = "0.00" if house <= unpaid[nth] else due
                yield f"{area}{house:03d}-{month:02d}", area, date(YEAR, month, 1), due, paid


def counter() -> Iterator[list[str]]:
    """Calls and visits at the desk of the service centre, to the second."""
    for nth, month in enumerate(MONTHS):
        days = _workdays(month)
        for kind, (count, bad) in COUNTER.items():
            for n in range(count):
                start = _moment(days[n % len(days)], 9 + n % 8, 11 * n)
                slow = n < bad[nth]
                took = timedelta(seconds=95 if slow else 12 + n % 40)
                rings = str(5 if slow else 1 + n % 3) if kind == "call" else ""
                key = f"DF-{month:02d}{kind[0].upper()}{n + 1:03d}"
                yield [key, "E034", kind, f"{start}", f"{start + took}", rings]


def orders() -> Iterator[list[str]]:
    """Orders of three key accounts."""
    for month, (count, late, wrong, amount) in zip(MONTHS, ORDERS, strict=True):
        days = _workdays(month)
        for n in range(count):
            start = _moment(days[n % len(days)], 9 + n % 7, 13 * n)
            took = timedelta(days=9) if n < late else timedelta(hours=1 + n % 3)
            customer = ("甲客户", "乙客户", "丙客户")[n % 3]
            profit = amount * (19 + n % 4) // 100
            key = f"DO-{month:02d}{n + 1:03d}"
            done = word(not count - wrong <= n)
            yield [key, "E068", customer, at(start), at(start + took), f"{amount}.00",
                   f"{profit}.00", done]  # fmt: skip


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute % 60))

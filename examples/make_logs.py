"""Makes the example logs of August to October 2026: ``python examples/make_logs.py [FOLDER]``.

Seeded and without a clock, so that the same files come out every time. October, here, holds besides
ordinary work what real logs hold: late and open cases, rows of other months, people who left, a
ticket exported twice, a row with a comma too many, impossible values, and a typhoon. The two months
before it (``earlier_months.py``) are plain ones. The repair desk (``repair_desk.py``) and the
departments that came in August (``divisions.py``) are written without dice.
"""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import divisions
import earlier_months as earlier
import repair_desk
from log_files import at, word, write_csv, write_parquet, write_xes, zoned

SEED = 20261001
FIRST = date(2026, 10, 1)
FIRST_MOMENT = datetime.combine(FIRST, time())
DAYS = 31

# Who works on what: category, how many a month, minutes allowed, share that is late.
WORK = {
    "E004": [("inquiry", 40, 30, 0.0), ("access_pass", 20, 30, 0.05),
             ("complaint", 12, 1440, 0.0)],
    "E005": [("inquiry", 38, 30, 0.08), ("access_pass", 16, 30, 0.0),
             ("complaint", 25, 1440, 0.05)],
    "E006": [("inquiry", 30, 120, 0.0), ("repair", 25, 120, 0.03), ("complaint", 10, 120, 0.0)],
    "E007": [("inquiry", 28, 120, 0.04), ("repair", 22, 120, 0.1), ("complaint", 8, 120, 0.1)],
    "E008": [("inquiry", 9, 120, 0.0)],
    "E013": [("move_in", 6, 30, 0.0), ("access_pass", 14, 15, 0.0), ("renovation", 8, 15, 0.0),
             ("transfer", 5, 30, 0.0), ("visitor", 30, 10, 0.03), ("complaint", 9, 1440, 0.0),
             ("incident", 2, 10, 0.0)],
    "E014": [("move_in", 4, 30, 0.1), ("access_pass", 11, 15, 0.1), ("renovation", 7, 15, 0.0),
             ("visitor", 26, 10, 0.0), ("complaint", 7, 1440, 0.0)],
    "E015": [("key", 30, 5, 0.02), ("file", 24, 3, 0.04)],
    "E016": [("ic_card", 32, 20, 0.04), ("file", 18, 10, 0.0)],
    "E017": [("visitor", 60, 10, 0.02), ("goods", 25, 10, 0.0)],
}  # fmt: skip

# Employee, KPI, rater, ratings (one line each).
RATINGS = [
    ("E002", "staff-supervision", "self", [92]),
    ("E002", "staff-supervision", "superior", [90]),
    ("E002", "management-proposals", "superior", [86]),
    ("E003", "front-desk-efficiency", "self", [95]),
    ("E003", "front-desk-efficiency", "superior", [88]),
    ("E003", "team-conduct", "superior", [91]),
    ("E004", "business-knowledge", "superior", [93]),
    ("E004", "owner-relations", "customer", [96, 92, 98, 100, 90]),
    ("E005", "business-knowledge", "superior", [84]),
    ("E005", "owner-relations", "customer", [88, 91, 79]),
    ("E006", "owner-satisfaction", "customer", [98, 95, 100, 96]),
    ("E006", "professional-ability", "superior", [91]),
    ("E006", "teamwork", "peer", [94, 90]),
    ("E006", "teamwork", "superior", [92]),
    ("E007", "owner-satisfaction", "customer", [90, 93]),
    ("E007", "professional-ability", "superior", [82]),
    ("E007", "teamwork", "superior", [85]),  # nobody of E007's peers has rated yet
    ("E013", "complaint-satisfaction", "customer", [90, 86, 95]),
    ("E014", "complaint-satisfaction", "customer", [80, 84]),
]

SUPERIORS = {
    "E002": "E001", "E003": "E002", "E004": "E003", "E005": "E003", "E006": "E003", "E007": "E003",
}  # fmt: skip

# Employee, item, day, points, severity, reason.
DEDUCTIONS = [
    ("E005", "discipline", 12, "1", "minor", "迟到一次"),
    ("E010", "discipline", 9, "1", "minor", "未佩戴工牌"),
    ("E013", "access_pass", 14, "0.5", "minor", "登记漏项"),
    ("E014", "visitor", 8, "2", "minor", "访客证未收回"),
    ("E014", "visitor", 21, "1.5", "minor", "登记要素不全"),
    ("E015", "supplies", 6, "2", "minor", "领用未登记"),
    ("E016", "ic_card", 19, "3", "minor", "制卡信息有误"),
    ("E017", "visitor", 23, "2.5", "critical", "未核实身份放行，造成重大责任差错"),
]


ODDITIES = """
# 重大投诉由客服主管处理
T-2001,E002,complaint,phone,2026-10-08 09:00,2026-10-09 08:30,2026-10-10 16:00,major,false
T-2002,E002,complaint,counter,2026/10/20 8:05,2026/10/20 17:30,2026/10/22 12:00,major,false
# 台风期间，经批准剔除
T-2003,E006,repair,phone,2026-10-16 19:00,2026-10-17 15:00,2026-10-17 15:00,,false
T-2004,E007,repair,phone,2026-10-17 03:10,,,,false
# 经批准延期两小时
T-2005,E006,repair,phone,2026-10-22 14:00,2026-10-22 17:20,2026-10-22 17:20,,false
# 到月底也没有回复
T-2006,E007,repair,app,2026-10-31 15:00,,,,false
# 表扬与态度投诉
T-2007,E006,opinion,praise_letter,2026-10-27 10:00,,,,false
T-2008,E004,opinion,praise_letter,2026-10-11T10:20:00+08:00,,,,false
T-2009,E007,service_attitude,phone,2026-10-19 11:00,2026-10-19 11:40,,minor,false
# 别的月份
T-1990,E006,inquiry,phone,2026-09-30 23:50,2026-10-01 00:10,2026-10-01 00:10,,false
T-2010,E004,inquiry,phone,2026-11-01 00:00,2026-11-01 00:20,2026-11-01 00:20,,false
# 已离职的人名下
T-2011,E018,inquiry,phone,2026-10-05 09:00,2026-10-05 09:10,2026-10-05 09:10,,false
# 导出了两次，内容不一致
T-2012,E005,inquiry,phone,2026-10-13 09:00,2026-10-13 09:10,2026-10-13 09:10,,false
T-2012,E005,inquiry,phone,2026-10-13 09:00,2026-10-13 09:50,2026-10-13 09:50,,false
# 没有这一天、没有这个人、没有这个类别、回复早于受理、多一列
T-2013,E006,inquiry,phone,2026-10-32 09:00,,,,false
T-2014,E099,inquiry,phone,2026-10-14 09:00,2026-10-14 09:10,,,false
T-2015,E006,lost_and_found,phone,2026-10-14 09:00,,,,false
T-2016,E006,inquiry,phone,2026-10-15 09:00,2026-10-15 08:00,,,false
T-2017,E006,inquiry,phone,2026-10-15 10:00,2026-10-15 10:05,,,false,补录
"""


def tickets(dice: random.Random) -> Iterator[list[str]]:
    """Ordinary tickets of everyone, then the oddities."""
    rows = [
        (_moment(dice, 24 if employee == "E008" else 1), employee, *kind, dice.random())
        for employee, kinds in WORK.items()
        for kind in kinds
        for _ in range(kind[1])
    ]
    for number, (moment, employee, category, _, allowed, late, chance) in enumerate(
        sorted(rows), 1001
    ):
        share = dice.uniform(1.2, 3) if chance < late else dice.uniform(0.2, 0.95)
        done = at(moment + timedelta(minutes=max(1, round(allowed * share))))
        channel = dice.choice(["phone", "counter", "app"])
        repeated = word(category == "complaint" and dice.random() < 0.04)
        key = f"T-{number}"
        yield [key, employee, category, channel, at(moment), done, done, "", repeated]
    yield from _oddities()


def _oddities() -> Iterator[list[str]]:
    for line in ODDITIES.strip().splitlines():
        if not line.startswith("#"):
            yield line.split(",")


def submissions(dice: random.Random) -> Iterator[list[str]]:
    """Journals, reports and notices; a few late, one missing."""
    entries = [
        ("E002", "staff-training", 28, 15, "", ""),
        ("E003", "owner-feedback", 5, 16, "", "1"),
        ("E015", "monthly-summary", 5, 17, "", "0"),
        ("E015", "dispatch-entry", 4, 11, "", "1"),
        ("E015", "fee-notices", 12, 9, "", ""),  # 两天后才交
        ("E016", "monthly-report", 3, 10, "", "1"),
        ("E013", "fee-follow-up", 9, 16, "2026-10-10", ""),
        ("E013", "fee-follow-up", 25, 18, "2026-10-25", ""),
        ("E014", "fee-follow-up", 10, 17, "2026-10-10", ""),
        ("E014", "fee-follow-up", 27, 9, "2026-10-25", ""),
        *((e, "desk-cleanliness", day, 8, "", "") for day in range(1, DAYS + 1) for e in ["E006"]),
    ]
    for employee, missed in (("E013", 0), ("E014", 2)):
        for week in range(4):
            monday = FIRST + timedelta(days=4 + 7 * week)  # 2026-10-05
            entries.append((employee, "work-journal", (monday - FIRST).days + 5, 18, "", ""))
            for n in range(7 - (missed if week == 2 else 0)):
                day = (monday - FIRST).days + 1 + dice.randrange(6)
                entries.append((employee, "collect-opinions", day, 9 + n, monday.isoformat(), ""))
        first_week = [
            (employee, "collect-opinions", 1 + n % 3, 10 + n, "2026-10-01", "") for n in range(7)
        ]
        entries += [*first_week, (employee, "work-journal", 3, 18, "", "")]
    ordered = sorted(entries, key=lambda e: (e[2], e[3], e[0], e[1]))
    for number, (employee, duty, day, hour, names, errors) in enumerate(ordered, 1):
        moment = FIRST_MOMENT + timedelta(days=day - 1, hours=hour, minutes=dice.randrange(60))
        yield [f"S-{number:04d}", employee, duty, at(moment), names, errors]


def ratings() -> Iterator[list[str]]:
    """One line per rating, on different days so that each has its own key."""
    for employee, kpi, rater, given in RATINGS:
        for number, value in enumerate(given):
            day = f"2026年10月{26 + number}日"
            yield [employee, kpi, rater, _by(employee, rater), str(value), day]
    yield ["E005", "owner-relations", "customer", "", "优", "2026-10-30"]  # 打成了文字


def _by(employee: str, rater: str) -> str:
    """Who rated, where that is known: colleagues and customers rate without their names."""
    return {"self": employee, "superior": SUPERIORS.get(employee, "")}.get(rater, "")


def deductions() -> Iterator[list[str]]:
    """Deductions as inspectors wrote them."""
    for number, (employee, item, day, points, severity, reason) in enumerate(DEDUCTIONS, 1):
        yield [
            f"K-{number:03d}",
            employee,
            item,
            f"2026-10-{day:02d} 14:00",
            points,
            severity,
            reason,
        ]
    yield ["K-101", "E006", "discipline", "2026-09-18 14:00", "1", "minor", "上月的记录"]
    yield ["K-102", "E006", "discipline", "2026-10-18 14:00", "-1", "minor", "扣分写成负数"]


def fees(dice: random.Random) -> Iterator[tuple[str, str, date, str, str]]:
    """A bill per household: area A pays well, area B less so; some of September."""
    for area, households, unpaid in (("A", 120, 0.02), ("B", 90, 0.06)):
        for house in range(1, households + 1):
            due = dice.choice(["180.00", "236.50", "312.80"])
            paid = "0.00" if dice.random() < unpaid else due
            yield f"{area}{house:03d}-10", area, date(2026, 10, 1), due, paid
    yield "A001-09", "A", date(2026, 9, 1), "236.50", "236.50"
    yield "C001-10", "C", date(2026, 10, 1), "236.50", "236.50"  # 没有人负责的片区


def calls(dice: random.Random) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """First calls as the telephone system logs them: most by the book, some not."""
    ask = [("接起", 0), ("询问", 1), ("核对用法", 3), ("给出办法", 5)]
    later = [("约定回电", 6), ("着手解决", 8), ("回电", 90), ("登记", 95)]
    odd = {
        5: [*ask[:2], ask[3], ("登记", 6)],  # 没有核对用法
        9: [*ask, *later[:2], ("回电", 200), ("登记", 205)],  # 过了约定的时间才回电
        13: [*ask, ("登记", 6), ("重新打开", 60), ("登记", 70)],
        17: [*ask[:3], ("登记", 4), ("给出办法", 5)],  # 先登记后解决
        20: [*ask, *later[:2]],  # 到月底还没有回电
    }
    for number in range(1, 25):
        start = _moment(dice, 1)
        clerk = "E006" if number % 2 else "E007"
        steps = odd.get(number) or (ask + later if number % 3 == 0 else [*ask, ("登记", 6)])
        events = []
        for step, minute in steps:
            who = "E004" if (number, step) == (7, "给出办法") else clerk  # 旁人代办了一步
            event = {"concept:name": step, "org:resource": who}
            event["time:timestamp"] = zoned(start, minute)
            if step == "约定回电":
                event["promised"] = zoned(start, 120)
            events.append(event)
        events.append({**events[-1], "concept:name": "录音归档", "org:resource": "recorder"})
        yield f"C-{number:03d}", events


TICKETS = ["ticket_no", "employee", "category", "channel", "received_at", "answered_at",
           "closed_at", "severity", "repeated"]  # fmt: skip
SUBMISSIONS = ["submission_no", "employee", "duty", "submitted_at", "for", "errors"]
REPAIRS = ["repair_no", "employee", "kind", "received_at", "dispatched_at", "waiting_from",
           "waiting_to", "done_at", "again"]  # fmt: skip
CHECKS = ["check_no", "employee", "item", "held_on", "checked", "good", "note"]
COUNTER = ["contact_no", "employee", "kind", "arrived_at", "attended_at", "rings"]
ORDERS = ["order_no", "employee", "customer", "received_at", "followed_at", "amount", "profit",
          "correct"]  # fmt: skip
RATED = ["工号", "指标", "评分人", "评分人工号", "评分", "评分日期"]
DEDUCTED = ["deduction_no", "employee", "item", "found_at", "points", "severity", "reason"]


def make(folder: Path) -> None:
    """Writes all logs."""
    dice = random.Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "tickets-2026-10.csv", TICKETS, tickets(dice))
    write_csv(folder / "submissions.csv", SUBMISSIONS, submissions(dice))
    write_csv(folder / "deductions.csv", DEDUCTED, deductions())
    write_parquet(folder / "fees.parquet", fees(dice))
    write_xes(folder / "calls.xes", calls(dice))
    past = [earlier.Past(month, random.Random(SEED + month)) for month in earlier.MONTHS]
    for month in past:
        write_csv(folder / f"tickets-2026-{month.month:02d}.csv", TICKETS, month.tickets())
    given = [
        row
        for month in past
        for row in (*month.ratings(SUPERIORS), *repair_desk.ratings(month.month))
    ]
    october = [*ratings(), *repair_desk.ratings(10)]
    write_csv(folder / "ratings.csv", RATED, [*given, *october], mark=True)
    write_csv(folder / "repairs.csv", REPAIRS, repair_desk.requests())
    write_csv(folder / "submissions-earlier.csv", SUBMISSIONS, earlier.submissions(past))
    write_csv(folder / "deductions-earlier.csv", DEDUCTED, earlier.deductions())
    write_parquet(folder / "fees-earlier.parquet", [f for month in past for f in month.fees()])
    write_xes(folder / "calls-earlier.xes", [call for month in past for call in month.calls()])
    _write_divisions(folder)


def _write_divisions(folder: Path) -> None:
    """The departments that came in August, in files of their own."""
    write_csv(folder / "tickets-departments.csv", TICKETS, divisions.tickets())
    write_csv(folder / "submissions-departments.csv", SUBMISSIONS, divisions.submissions())
    write_csv(folder / "deductions-departments.csv", DEDUCTED, divisions.deductions())
    write_csv(folder / "ratings-departments.csv", RATED, divisions.ratings(_superiors()))
    write_csv(folder / "ratings-entered.csv", RATED, divisions.entered())
    write_csv(folder / "checks.csv", CHECKS, divisions.checks())
    write_csv(folder / "counter.csv", COUNTER, divisions.counter())
    write_csv(folder / "orders.csv", ORDERS, divisions.orders())
    write_parquet(folder / "fees-departments.parquet", divisions.fees())


def _superiors() -> dict[str, str]:
    """Who each reports to, where people.csv says so."""
    with (Path(__file__).parent / "people.csv").open(encoding="utf-8") as stream:
        return {row["employee"]: row["superior"] for row in csv.DictReader(stream)}


def _moment(dice: random.Random, first: int) -> datetime:
    day = dice.randrange(first, DAYS + 1)
    if day in (16, 17):  # 台风：没有正常业务
        day = 15
    hour, minute = dice.randrange(8, 18), dice.randrange(60)
    return FIRST_MOMENT + timedelta(days=day - 1, hours=hour, minutes=minute)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "logs")

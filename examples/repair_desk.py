"""Repair requests of the repair desk, June to October 2026. Nothing here is left to dice: how many
were late, waited or came back is said per month, so that results can be worked out by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from log_files import at, word

EACH = 20
"""Requests of everyone in every month, on twenty days running."""

# In June, July, August, September, October: dispatched late, done late, reported again.
DESK = {
    "E021": [(0, 1, 1), (0, 1, 1), (0, 1, 1), (0, 0, 1), (0, 1, 0)],
    "E022": [(1, 2, 1), (0, 2, 1), (0, 2, 1), (0, 3, 1), (1, 3, 1)],
    "E023": [(0, 1, 1), (1, 1, 1), (1, 1, 1), (0, 1, 1), (1, 0, 2)],
}
KINDS = ("water", "power", "door", "lift")

RATINGS = {
    "E021": {8: [94, 95], 9: [96, 94], 10: [97, 95]},
    "E022": {8: [88, 86], 9: [87, 89], 10: [90, 86]},
    "E023": {8: [90, 92], 9: [88, 92], 10: [92, 88]},
}


def requests() -> Iterator[list[str]]:
    """Rows of the log, month by month; owners of two requests a month were out for six days."""
    for month in range(6, 11):
        for employee, months in DESK.items():
            slow, late, again = months[month - 6]
            for number in range(EACH):
                start = datetime(2026, month, 2 + number, 10, 2 * number)  # noqa: DTZ001 local time
                sent = start + (
                    timedelta(days=2) if 13 <= number < 13 + slow else timedelta(minutes=15)
                )
                done, waits = start + timedelta(hours=3), ["", ""]
                if 9 <= number < 9 + late:
                    done = start + timedelta(days=6)
                elif number in (5, 6):
                    home = start + timedelta(days=6)
                    waits, done = (
                        [at(start + timedelta(hours=1)), at(home)],
                        home + timedelta(hours=2),
                    )
                key = f"R-{month:02d}{employee[-1]}{number + 1:02d}"
                back = word(number >= EACH - again)
                yield [
                    key,
                    employee,
                    KINDS[number % 4],
                    at(start),
                    at(sent),
                    *waits,
                    at(done),
                    back,
                ]


def ratings(month: int) -> Iterator[list[str]]:
    """Owners' ratings of a month, one line each."""
    for employee, months in RATINGS.items():
        for number, value in enumerate(months[month]):
            yield [
                employee,
                "owner-rating",
                "customer",
                "",
                str(value),
                f"2026年{month}月{27 - number}日",
            ]


def analyses() -> Iterator[tuple[datetime, str, str, str, str]]:
    """The lead's analyses of August, September and October."""
    for month in (8, 9, 10):
        yield datetime(2026, month, 26, 17, 5), "E020", "repair-analysis", "", ""  # noqa: DTZ001

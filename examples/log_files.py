"""How the example logs are written: CSV, Parquet and XES, the same bytes every time."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

DATES = {"time:timestamp": "date", "promised": "date"}


def write_csv(
    path: Path, head: list[str], rows: Iterable[list[str]], *, mark: bool = False
) -> None:
    """UTF-8, with a byte order mark where Excel would write one."""
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_parquet(path: Path, rows: Iterable[tuple[str, str, date, str, str]]) -> None:
    """Typed columns, as a data platform delivers them."""
    with duckdb.connect() as db:
        db.execute(
            "create table fees (bill_no varchar, area varchar, billed_on date, "
            "due_amount decimal(12,2), paid_amount decimal(12,2))"
        )
        db.executemany("insert into fees values (?, ?, ?, ?, ?)", list(rows))
        db.execute(f"copy fees to '{path}' (format parquet)")


def write_xes(path: Path, traces: Iterable[tuple[str, list[dict[str, str]]]]) -> None:
    """An event log as process tools export it."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">']  # fmt: skip
    for case, events in traces:
        lines += [" <trace>", f'  <string key="concept:name" value="{case}"/>']
        for event in events:
            inside = "".join(
                f'<{DATES.get(key, "string")} key="{key}" value="{value}"/>'
                for key, value in event.items()
            )
            lines.append(f"  <event>{inside}</event>")
        lines.append(" </trace>")
    path.write_text("\n".join([*lines, "</log>", ""]), "utf-8", newline="\n")


def at(moment: datetime) -> str:
    """Local time to the minute."""
    return moment.strftime("%Y-%m-%d %H:%M")


def zoned(start: datetime, minutes: int) -> str:
    """So many minutes later, with the zone."""
    return f"{(start + timedelta(minutes=minutes)).isoformat()}+08:00"


def word(value: bool) -> str:
    """A yes or no."""
    return "true" if value else "false"

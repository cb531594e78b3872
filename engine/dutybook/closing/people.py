"""How a closing names people: by staff number, and by hashes that only a salt makes comparable.

Salts stand in ``closed/salts.csv``, a line for each person, outside what is sealed. Whoever's line
and name are deleted cannot be found again from the hashes; nobody else's are touched.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from dutybook.csv import as_csv, open_csv
from dutybook.grammar.time.period import Period
from dutybook.roster.attendance.absences import read_absences
from dutybook.roster.attendance.days import overlap
from dutybook.roster.attendance.rota import Rota, read_rota
from dutybook.roster.attendance.workdays import calendar_in_force
from dutybook.roster.people import Assignment, read_people
from dutybook.workspace import Workspace
from dutybook.workspace.closings import FOLDER, SALTS

_HEAD: Final = ("employee", "salt")


def read_salts(root: Path) -> dict[str, str]:
    """Salts by staff number; none where nothing was closed yet."""
    path = root / FOLDER / SALTS
    if not path.is_file():
        return {}
    file, _ = open_csv(path, f"{FOLDER}/{SALTS}")
    rows = list(file.rows()) if file else []
    return {fields[0]: fields[1] for _, fields in rows if len(fields) == len(_HEAD)}


def salted(salts: Mapping[str, str], employees: Iterable[str]) -> dict[str, str]:
    """``salts``, and a new one for everyone who has none."""
    new = {one: secrets.token_hex(16) for one in sorted({*employees} - salts.keys())}
    return {**salts, **new}


def salts_file(salts: Mapping[str, str]) -> bytes:
    """What ``closed/salts.csv`` holds."""
    return as_csv([_HEAD, *sorted(salts.items())]).encode()


def records(
    workspace: Workspace, employees: Iterable[str], period: Period, salts: Mapping[str, str]
) -> dict[str, dict[str, str | None]]:
    """Of each of the ``employees``: a hash of the name and one of what people.csv and absences.csv
    say of the person on the days of ``period``; None where there is no salt any more."""
    people, _ = read_people(workspace)
    absent, _ = read_absences(workspace)
    rota, _ = read_rota(workspace, calendar_in_force(workspace))
    found = {}
    for employee in sorted(set(employees)):
        mine = [one for one in people if one.employee == employee]
        away = [overlap(days, period.start, period.end) for days in absent.get(employee, ())]
        posts = [_post(one, period.start, period.end) for one in mine]
        known: list[Any] = [
            [post for post in posts if post],
            [_days(days) for days in away if days],
        ]
        if worked := _worked(rota, employee, period):
            known.append(worked)
        salt = salts.get(employee)
        name = mine[-1].name if mine else ""
        found[employee] = {"name": _hashed(salt, name), "record": _hashed(salt, known)}
    return found


def _post(one: Assignment, start: Any, end: Any) -> list[Any] | None:
    """An assignment but for the name, as far as it lies in the period: who leaves later, or is
    promoted, was still there."""
    days = overlap((one.start, one.end), start, end)
    if days is None:
        return None
    said = [one.role, one.superior, one.site, one.level, *sorted(one.areas), str(one.fte)]
    return [*_days(days), *said, *map(list, one.more)]


def _worked(rota: Rota, employee: str, period: Period) -> list[list[str]]:
    """The shifts a rota gives an employee in the period, and its free days."""
    return [
        [row.day.isoformat(), row.shift.id if row.shift else ""]
        for row in rota.rows.get(employee, ())
        if period.start <= row.day < period.end
    ]


def _days(days: tuple[Any, Any]) -> list[str]:
    return [day.isoformat() for day in days]


def _hashed(salt: str | None, content: Any) -> str | None:
    if salt is None:
        return None
    text = json.dumps([salt, content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

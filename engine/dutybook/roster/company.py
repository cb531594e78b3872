"""The company's own coefficient of a period: in dutybook.yaml, or in a CSV file it names."""

from fractions import Fraction
from typing import Final

from dutybook.csv import match_header, open_own
from dutybook.finding import Finding, Place
from dutybook.grammar.number.quantity import parse_number
from dutybook.grammar.time.period import Period
from dutybook.workspace import Workspace

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "period": ("考核周期", "周期", "期間"),
    "coefficient": ("公司系数", "系数", "公司係數"),
}


def company_coefficient(
    workspace: Workspace, period: Period | None
) -> tuple[Fraction | None, list[Finding]]:
    """The coefficient, None where none is given for ``period``, and what is wrong with the file."""
    given = workspace.organisation.company_coefficient
    text = period.text if period else ""
    if not isinstance(given, str):
        return dict(given).get(text), []
    found, findings = _read(workspace, given)
    return found.get(text), findings


def _read(workspace: Workspace, name: str) -> tuple[dict[str, Fraction], list[Finding]]:
    file, findings = open_own(workspace.root, name)
    if file is None:
        return {}, findings
    known = {word: column for column, words in COLUMNS.items() for word in (column, *words)}
    columns, findings = match_header(file, known, {"period", "coefficient"})
    if findings:
        return {}, findings
    found: dict[str, Fraction] = {}
    for line, fields in file.rows():
        try:
            row = {column: fields[at].strip() for column, at in columns.items()}
            found[row["period"]] = parse_number(row["coefficient"])
        except (IndexError, ValueError):
            findings.append(Finding("company-coefficient-unreadable", Place(name, line, 1)))
    return found, findings

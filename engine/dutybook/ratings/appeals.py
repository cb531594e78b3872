"""Who answers on a returned form that they disagree has appealed: it is put into appeals.yaml, to
be decided, where the scheme gives a right of appeal (``appeal_within``); where it gives none, that
is told."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from dutybook.files.door import exists, read_bytes, within
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.phrases import phrase
from dutybook.finding.refusal import refusal
from dutybook.model import Scheme
from dutybook.ratings.remarks import Kept, Written
from dutybook.schema import definitions_in, validate
from dutybook.workspace import Workspace
from dutybook.yamltext.loader import CoreLoader

FILE: Final = "appeals.yaml"
DISAGREE: Final = "disagree"


@dataclass(frozen=True, slots=True)
class Appeal:
    """One that a form opens: the answer, the employee's own words, and the day (2026-11-06)."""

    written: Written
    why: str
    filed_on: str

    @property
    def id(self) -> str:
        """As it is called in appeals.yaml."""
        return f"form-{self.written.form['form']}"


@dataclass(slots=True)
class AppealFile:
    """appeals.yaml with the appeals of forms in it; ``opened`` are those that are new."""

    path: Path
    text: str = ""
    opened: list[Appeal] = field(default_factory=list)
    name: str = FILE

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.opened)

    @property
    def data(self) -> bytes:
        """The whole file: what stood there, byte for byte, and what is new."""
        return self.text.encode()

    def open(self, appeal: Appeal) -> None:
        """Put in one appeal; as a document of its own where the list that is there is not written
        line by line."""
        entry = _entry(appeal)
        before = self.text if self.text.endswith("\n") or not self.text else self.text + "\n"
        indent = _indent(before)
        after = before + "".join(f"{' ' * (indent or 0)}{line}\n" for line in entry)
        one_more = (_count(before) or 0) + 1
        if indent is None or _count(after) != one_more:
            parted = "---\n" if before.strip() else ""
            after = before + parted + "appeals:\n" + "".join(f"  {line}\n" for line in entry)
        if _count(after) != one_more:
            raise DutybookError(Finding("appeals-not-writable", Place(self.name)))
        self.text = after
        self.opened.append(appeal)


def disagreed(
    workspace: Workspace, kept: Sequence[Kept], today: date
) -> tuple[AppealFile | None, list[Finding]]:
    """The appeals that the answers on returned forms are, and what is to be told of them. One that
    stands in appeals.yaml already, whatever was decided, is left as it is."""
    answers = [one.written for one in kept if _disagrees(one)]
    if not answers:
        return None, []
    file, known = _opened(workspace), {one.id for one in workspace.definitions.appeals}
    findings = []
    for answer in answers:
        scheme = _scheme(workspace, answer)
        appeal = Appeal(answer, _why(kept, answer, workspace.locale), answer.on or f"{today}")
        place, details = answer.form.place(answer.address), _details(appeal)
        if scheme is None or scheme.appeal_within is None:
            findings.append(Finding("disagreed-without-appeal", place, details))
        elif details["id"] not in known:
            file.open(appeal)
            known.add(details["id"])
            findings.append(Finding("appeal-opened", place, details))
    return file, findings


def _disagrees(kept: Kept) -> bool:
    return kept.written.part == "answer" and kept.written.text == DISAGREE


def _opened(workspace: Workspace) -> AppealFile:
    path = workspace.root / FILE
    if not exists(path):
        return AppealFile(path)
    try:
        path = within(workspace.root, FILE)
        return AppealFile(path, read_bytes(path).decode())
    except OSError as error:
        raise DutybookError(refusal(error, Place(FILE))) from None
    except UnicodeDecodeError:
        raise DutybookError(Finding("appeals-not-writable", Place(FILE))) from None


def _scheme(workspace: Workspace, answer: Written) -> Scheme | None:
    roles = {role.role: role for role in workspace.roles(answer.period.last)}
    role = roles.get(answer.form["role"])
    return workspace.scheme_for(role) if role else None


def _details(appeal: Appeal) -> dict[str, str]:
    form = appeal.written.form
    return {"id": appeal.id, "employee": form["employee"], "period": form["period"]}


def _why(kept: Iterable[Kept], answer: Written, locale: str) -> str:
    """The employee's own words on the same form; without any, that there are none."""
    words = (
        one.written.text
        for one in kept
        if one.written.part == "employee" and one.written.key[:3] == answer.key[:3]
    )
    return next(filter(None, words), phrase("appeal-unexplained", locale))


def _entry(appeal: Appeal) -> list[str]:
    form, quoted = appeal.written.form, json.dumps
    return [
        f"- id: {appeal.id}",
        f"  employee: {quoted(form['employee'], ensure_ascii=False)}",
        f"  role: {quoted(form['role'], ensure_ascii=False)}",
        f"  period: {quoted(appeal.written.period.text)}",
        f"  why: {quoted(appeal.why, ensure_ascii=False)}",
        f"  filed_on: {appeal.filed_on}",
    ]


def _indent(text: str) -> int | None:
    """How far the entries of the file's last list are set in; None where they are not written each
    below the other at its end."""
    try:
        node = list(yaml.compose_all(text, CoreLoader))[-1] if text.strip() else None
    except yaml.YAMLError:
        return None
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return None
    listed = node.value[0][1]
    block = isinstance(listed, yaml.SequenceNode) and not listed.flow_style
    return listed.start_mark.column if block else None


def _count(text: str) -> int | None:
    """How many appeals a file holds; None for one that is not as the schema wants it."""
    documents, findings = definitions_in(text, FILE)
    if findings or any(validate(document) for document in documents):
        return None
    return sum(len(document.data.get("appeals", ())) for document in documents)

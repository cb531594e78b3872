"""Rows about the organisation: departments, posts defined elsewhere, who holds what."""

from collections.abc import Iterator
from typing import Final

from dutybook.check.context import Context
from dutybook.check.rows import Rows, record, row
from dutybook.csv import open_own
from dutybook.yamltext import MAX_BYTES

_COLUMNS: Final = ("employee", "name", "role", "from", "to", "superior", "site", "level")


def settings(context: Context) -> Rows:
    """The one row of settings."""
    own = context.workspace.organisation
    defined = own.scheme in context.workspace.definitions.schemes
    yield record(context, "settings", own, scheme_defined=defined)


def logs(context: Context) -> Rows:
    """One per source that is bound to files."""
    own = context.workspace.organisation
    for source, files in own.logs.items():
        defined = source in context.workspace.definitions.sources
        about = {"source": source, "files": ", ".join(map(str, files)), "defined": defined}
        yield row(own.origin, "logs", source, **about)


def departments(context: Context) -> Rows:
    """One per department declared."""
    settings = context.workspace.organisation
    for name, department in settings.departments.items():
        title, code = context.say(department.title), department.code
        yield row(settings.origin, "departments", name, department=name, title=title, code=code)


def external_posts(context: Context) -> Rows:
    """One per post that is defined outside this workspace."""
    settings = context.workspace.organisation
    for post, title in settings.external_posts.items():
        yield row(settings.origin, "external_posts", post, post=post, title=context.say(title))


def assignments(context: Context) -> Rows:
    """One per row of people.csv; none where it cannot be read, which evaluating tells of."""
    name = context.workspace.organisation.people
    for line, cells in _people(context):
        known = {key: (cells.get(key) or "").strip() or None for key in _COLUMNS}
        post = known.pop("role")
        days = {"from_day": known.pop("from"), "to_day": known.pop("to")}
        about = {"role": context.resolve(post), "post": post, **days}
        yield {"file": name, "doc": 0, "path": "", "line": line, **known, **about}


def _people(context: Context) -> Iterator[tuple[int, dict[str, str]]]:
    name = context.workspace.organisation.people
    file, _ = open_own(context.workspace.root, name, most=MAX_BYTES)
    if file is not None:
        for line, fields in file.rows():
            yield line, dict(zip(file.header, fields, strict=False))

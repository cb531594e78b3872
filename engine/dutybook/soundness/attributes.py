"""KPIs that read what no score may rest on: sex, age, family, origin, belief, health. Which columns
those are is a list of words (``rules/lint/words/protected-columns.yaml``)."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.measure.columns import columns_read
from dutybook.model import By, Kpi
from dutybook.model.kpi import at
from dutybook.workspace import Workspace
from dutybook.workspace.wordlists import word_lists

_LIST = "protected-columns"


def protected_words(workspace: Workspace) -> frozenset[str]:
    """What columns of protected attributes are called."""
    return frozenset(
        word.word.casefold() for word in word_lists(workspace.root) if word.list == _LIST
    )


def resting_on_attributes(
    workspace: Workspace, kpi: Kpi, protected: frozenset[str]
) -> Iterator[Finding]:
    """Columns that ``kpi`` reads, by name, heading or title one of ``protected``."""
    source = workspace.definitions.sources.get(kpi.measure.of) if kpi.measure else None
    for name in sorted(columns_read(kpi) | _varies_by(kpi)):
        called = {name.casefold()}
        if source and name in source.columns:
            title = source.columns[name].title
            called |= {word.casefold() for _, word in title.wordings} if title else set()
            called |= {word.casefold() for word, column in source.rename.items() if column == name}
        if called & protected:
            yield at(kpi, "measure" if kpi.measure else "target", "protected-column", column=name)


def _varies_by(kpi: Kpi) -> set[str]:
    """Columns of people.csv by which its target differs."""
    by = kpi.target.by if kpi.target else None
    return {by.column} if isinstance(by, By) else set()

"""One row of a list of ratings, where a form would be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dutybook.finding import Place


@dataclass(frozen=True, slots=True)
class Slip:
    """One row of a list, in place of a form: ``at`` says where each of its cells is."""

    name: str
    facts: Mapping[str, str]
    at: Mapping[str, Place] = field(default_factory=dict)

    def __getitem__(self, fact: str) -> str:
        return self.facts.get(fact, "").strip()

    def place(self, address: str = "") -> Place:
        """Where the cell of a column is."""
        return self.at.get(address, Place(self.name))

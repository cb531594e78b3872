"""Waivers: known problems that someone decided to keep, with a reason and an end."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from dutybook.check.rules import Hit
from dutybook.finding import Finding, Place
from dutybook.finding.catalogue import Entry
from dutybook.finding.ground import grounds
from dutybook.grammar.time.clock import parse_date
from dutybook.schema import kind_of
from dutybook.words.locale import Text
from dutybook.workspace import Workspace
from dutybook.yamltext import Document
from dutybook.yamltext.document import pointer


@dataclass(frozen=True)
class Waiver:
    """One entry of ``waive:``; ``path`` is where the entry itself stands in ``document``."""

    document: Document
    path: str
    rule: str
    at: str
    reason: Text
    until: date

    @property
    def everywhere(self) -> bool:
        """Whether it holds for the whole workspace: the settings' waivers without a place do."""
        return not self.at and kind_of(self.document) == "organisation"

    @property
    def place(self) -> Place:
        """Where it is written: an amended version takes over those of the one before."""
        return self.document.place(self.path)

    def covers(self, path: str) -> bool:
        """Whether ``path`` is its place or below."""
        return path == self.at or path.startswith(self.at + "/")


@dataclass(frozen=True)
class Waived:
    """A finding that is not reported, and the waiver that says why."""

    finding: Finding
    waiver: Waiver


def waivers(workspace: Workspace) -> Iterator[Waiver]:
    """All waivers of all definitions."""
    for document in workspace.documents:
        for i, entry in enumerate(document.data.get("waive", ())):
            if {"/waive", pointer("waive", i)} & set(document.lost):
                continue
            yield Waiver(
                document,
                pointer("waive", i),
                entry["rule"],
                document.meant(entry.get("at", "").rstrip("/")),
                Text.of(entry["reason"], workspace.locale),
                parse_date(entry["until"]),
            )


def apply(
    given: Iterable[Waiver],
    hits: Iterable[Hit],
    entries: Mapping[str, Entry],
    on: date,
    broken: Collection[str] = (),
) -> tuple[list[Finding], list[Waived]]:
    """What stays reported on the day ``on``, with what is wrong with the waivers themselves, and
    what is waived. Waivers of ``broken`` rules are not called unused: nobody knows."""
    listed = list(given)
    find = _finder(waiver for waiver in listed if waiver.until >= on)
    kept: list[Finding] = []
    waived: list[Waived] = []
    for hit in hits:
        cover = find(hit)
        waived += [Waived(hit.finding, waiver) for waiver in cover]
        kept += [] if cover else [hit.finding]
    used = {item.waiver.place for item in waived}
    rules = {code for code, entry in entries.items() if entry.query is not None}
    rules |= {code for code, one in grounds().items() if one.rests_on == "definition"}
    for waiver in {one.place: one for one in listed}.values():
        if waiver.rule not in rules:
            kept.append(_unknown(waiver, rules))
        elif waiver.until < on:
            kept.append(_about(waiver, "waiver-expired", "until", until=waiver.until.isoformat()))
        elif waiver.place not in used and waiver.rule not in broken:
            kept.append(_about(waiver, "waiver-unused", "rule", at=waiver.at or "/"))
    return kept, waived


def _finder(valid: Iterable[Waiver]) -> Callable[[Hit], list[Waiver]]:
    """The waivers that cover a hit, found by rule and document rather than by trying all."""
    index: dict[tuple[str, int], list[Waiver]] = {}
    for waiver in valid:
        scope = 0 if waiver.everywhere else id(waiver.document)
        index.setdefault((waiver.rule, scope), []).append(waiver)

    def find(hit: Hit) -> list[Waiver]:
        code, path = hit.finding.code, hit.finding.place.path
        own = index.get((code, id(hit.document)), ())
        everywhere = index.get((code, 0), ())
        return [*(waiver for waiver in own if waiver.covers(path)), *everywhere]

    return find


def _unknown(waiver: Waiver, rules: Collection[str]) -> Finding:
    guess = get_close_matches(waiver.rule, rules, 1)
    return _about(waiver, "waiver-unknown-rule", "rule", guess=guess[0] if guess else "-")


def _about(waiver: Waiver, code: str, key: str, **details: object) -> Finding:
    path = waiver.path + pointer(key)
    return Finding(code, waiver.document.place(path), {"rule": waiver.rule, **details})

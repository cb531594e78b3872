"""What a role asks of applicants, and which of it may not be asked: age, sex, family, origin,
health, looks. One judgement for the check, which warns, and the job posting, which leaves it out.

The words are data: ``rules/lint/words/protected.yaml`` (what may not be asked),
``no-requirement.yaml`` (a clause with one of these asks nothing: “男女不限”), ``lawful.yaml`` (what
the law itself asks: “年满18周岁”). In a word ``#`` stands for a number, Arabic or Chinese.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final
from unicodedata import normalize

from dutybook.model import Role
from dutybook.words.locale import Text
from dutybook.workspace.wordlists import word_lists

_CLAUSES: Final = re.compile(r"((?:[,，;；、。!！?？\n()（）\[\]【】/|]|(?<!\d)\.|\.(?!\d))+)")
_CLOSING: Final = frozenset(")）]】")
_DANGLING: Final = re.compile(r"[,，;；、/|]+(?=[)）\]】])")
_EMPTY: Final = re.compile(r"\(\s*\)|（\s*）|\[\s*\]|【\s*】")
_NUMBER: Final = "[0-9〇零一二三四五六七八九十百两]{1,12}\\s*"
_SHORT: Final = 4
_ALWAYS: Final = frozenset({"age", "sex"})
"""Fields that ask for nothing else: whatever requirement they hold is one too many."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A text that speaks to applicants: ``at`` are the keys below the role, ``field`` the last name
    among them."""

    at: tuple[object, ...]
    field: str
    text: Text


def requirements(role: Role) -> Iterator[Requirement]:
    """Everything in ``role`` that an applicant reads as a requirement."""
    yield Requirement(("title",), "title", role.title)
    asked = role.qualifications
    for key in ("education", "major", "age", "sex"):
        if text := getattr(asked, key):
            yield Requirement(("qualifications", key), key, text)
    for at, worked in asked.experience.parts() if asked.experience else ():
        if worked.field:
            yield Requirement(("qualifications", "experience", *at), "experience", worked.field)
    for key in ("certificates", "skills", "knowledge", "traits", "other"):
        for i, text in enumerate(getattr(asked, key)):
            yield Requirement(("qualifications", key, i), key, text)
    for key in ("benefits", "notes"):
        for i, text in enumerate(getattr(role.posting, key, ())):
            yield Requirement(("posting", key, i), key, text)


class Lawful:
    """Judges requirements by the word lists of the workspace at ``root``."""

    def __init__(self, root: Path) -> None:
        words: dict[str, list[str]] = {}
        for one in word_lists(root):
            words.setdefault(one.list, []).append(one.word)
        self._protected = _pattern(words.get("protected", ()))
        self._nothing = _pattern(words.get("no-requirement", ()))
        self._lawful = _pattern(words.get("lawful", ()))

    def offences(self, requirement: Requirement, locale: str) -> list[str]:
        """The clauses that may not be asked: of the wording in ``locale``, where that is clean of
        the first that is not."""
        shown = requirement.text.at(locale)
        for wording in (shown, *(word for _, word in requirement.text.wordings)):
            pieces = _CLAUSES.split(wording)
            verdicts = self._verdicts(requirement.field, pieces)
            if found := [c.strip() for c, bad in zip(pieces[::2], verdicts, strict=True) if bad]:
                return found
        return []

    def kept(self, requirement: Requirement, locale: str) -> str:
        """What of the wording in ``locale`` may be asked; nothing where only another wording
        shows that it may not."""
        if not self.offences(requirement, locale):
            return requirement.text.at(locale).strip()
        pieces = _CLAUSES.split(requirement.text.at(locale))
        verdicts = self._verdicts(requirement.field, pieces)
        return _joined(pieces, [not bad for bad in verdicts]) if any(verdicts) else ""

    def asks_nothing(self, text: str) -> bool:
        """Whether ``text`` says that nothing is asked for."""
        return bool(self._nothing.search(normalize("NFKC", text).lower()))

    def _verdicts(self, field: str, pieces: Sequence[str]) -> list[bool]:
        """For each clause whether it offends. In “年龄、户籍不限” the last speaks for the short
        ones before it."""
        verdicts: list[bool] = []
        nothing = False
        for clause, separator in reversed(list(zip_longest(pieces[::2], pieces[1::2]))):
            listed = nothing and separator == "、" and len(clause.strip()) <= _SHORT
            said = normalize("NFKC", clause).lower().strip()
            nothing = listed or bool(self._nothing.search(said))
            verdicts.append(not nothing and self._offends(field, said))
        return verdicts[::-1]

    def _offends(self, field: str, said: str) -> bool:
        rest = self._lawful.sub(" ", said).strip()
        return bool(rest) and (field in _ALWAYS or bool(self._protected.search(rest)))


def _joined(pieces: Sequence[str], kept: Sequence[bool]) -> str:
    """The kept of ``pieces`` (clauses and separators by turns), each with the separator after it;
    with a clause goes its separator, unless that closes a bracket."""
    text = ""
    for clause, separator, stays in zip(pieces[::2], [*pieces[1::2], ""], kept, strict=True):
        text += clause if stays else ""
        text += separator if stays or set(separator) & _CLOSING else ""
    return _EMPTY.sub("", _DANGLING.sub("", text)).strip().rstrip(",，;；、/|")


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of ``words``; Latin ones as whole words, single characters only as a whole clause."""
    forms = [_form(normalize("NFKC", word).lower()) for word in words]
    return re.compile("|".join(forms) or "(?!)")


def _form(word: str) -> str:
    form = re.escape(word).replace(r"\#", _NUMBER).replace("\\ ", r"\s*")
    if len(word) == 1:
        return rf"\A{form}\Z"
    before = "(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    after = "(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return f"{before}{form}{after}"

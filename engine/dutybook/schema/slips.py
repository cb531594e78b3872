"""Values and keys of the wrong sort that show what their writer meant: a figure with its unit, a
figure where a text is asked for, full-width marks, signs that SQL does not know."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from jsonschema.exceptions import ValidationError

from dutybook.finding import Finding, Place
from dutybook.finding.phrases import words
from dutybook.grammar.number.quantity import normal
from dutybook.schema.titles import either, name_of
from dutybook.words.locale import LOCALES, Text
from dutybook.yamltext import Document
from dutybook.yamltext.syntax import WIDE, wide_character

_WITH_UNIT: Final = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(?:%|[^\d\s.]{0,6})")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_SIGNS: Final = (
    ("≥", ">="), ("≤", "<="), ("≠", "<>"), ("＞", ">"), ("＜", "<"), ("＝", "="), ("==", "="),
    ("&&", "and"), ("||", "or"), ("并且", "and"), ("或者", "or"), ("且", "and"), ("或", "or"),
    ("（", "("), ("）", ")"), ("，", ","), ("“", "'"), ("”", "'"), ("‘", "'"), ("’", "'"),
    ("×", "*"),
)  # fmt: skip
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def meant(key: str, given: Mapping[str, Any]) -> bool:
    """Whether ``key`` stands in ``given`` but for a full-width mark after it (``name：名``)."""
    return any(re.match(rf"{re.escape(key)}\s*[{''.join(WIDE)}]", str(one)) for one in given)


def unlike_key(place: Place, known: Sequence[str], key: str, value: object) -> Finding | None:
    """A key that is none: a full-width mark in it, or a text that was to be in quotes."""
    if (
        set(LOCALES) & set(known)
        and len(known) <= 2 * len(LOCALES)
        and _HAN.search(key)
        and isinstance(value, str)
    ):
        return Finding("yaml-colon", place, {"text": f"{key}: {value}"})
    return wide_character(place, key) if any(meant(one, {key: 1}) for one in known) else None


def misformed(document: Document, form: str, path: str, value: object) -> Finding:
    """A text that its grammar does not know."""
    if form in ("condition", "expression") and (sign := _unknown_sign(str(value))):
        details = {"value": value, "sign": sign[0], "instead": sign[1]}
        return document.finding("condition-sign", path, **details)
    return document.finding(f"bad-{form}".replace("_", "-"), path, value=value)


def mistaken(document: Document, error: ValidationError, path: str) -> Finding:
    """A value of another type than any that is wanted."""
    value, kinds = error.instance, _types(error)
    figure = isinstance(value, str) and _WITH_UNIT.fullmatch(normal(value))
    if figure and {"number", "integer"} & kinds:
        return document.finding("number-with-unit", path, value=value, number=figure[1])
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    forms = [form for part in _parts(error) if (form := part.get("format"))]
    if number and forms:
        return misformed(document, forms[0], path, value)
    return document.finding("wrong-type", path, value=short(value), expected=_expected(error))


def short(value: object) -> str:
    """A value as a message quotes it."""
    text = "null" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _unknown_sign(condition: str) -> tuple[str, str] | None:
    """A sign that SQL does not know, outside of quotes, and what stands for it there."""
    bare = _QUOTED.sub("''", condition)
    if match := _PERCENT.search(bare):
        return match[0], f"{Decimal(match[1]) / 100:f}"
    return next(((sign, instead) for sign, instead in _SIGNS if sign in bare), None)


def _parts(error: ValidationError) -> list[Mapping[str, Any]]:
    """What the schema offers there."""
    wanted: Any = error.validator_value
    return list(wanted) if error.validator in ("anyOf", "oneOf") else [error.schema]  # type: ignore[list-item]


def _types(error: ValidationError) -> set[str]:
    found: set[str] = set()
    for part in _parts(error):
        kind = part.get("type", ())
        found |= {kind} if isinstance(kind, str) else set(kind)
    return found


def _expected(error: ValidationError) -> Text:
    wanted: Any = error.validator_value
    if error.validator in ("anyOf", "oneOf"):
        named = [name_of(branch) for branch in wanted]
    else:
        kinds = wanted if isinstance(wanted, list) else [wanted]
        named = [words(f"type-{kind}") for kind in kinds]
    return either(named)

"""One document against the schema: every deviation a finding at its own place."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from dutybook.finding import Finding
from dutybook.schema.formats import checker
from dutybook.schema.publication import kinds, schema
from dutybook.schema.slips import meant, misformed, mistaken, short, unlike_key
from dutybook.schema.titles import name_of
from dutybook.schema.vocabulary import choices_of, kinds_in_chinese, vocabulary
from dutybook.words.locale import Text
from dutybook.yamltext import Document
from dutybook.yamltext.document import pointer
from dutybook.yamltext.syntax import wide_character

_HAN = re.compile(r"[\u3400-\u9fff]")
_BOUNDS = {
    *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "uniqueItems"),
    *("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"),
}


_RESERVED = {
    *("con", "prn", "aux", "nul"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
"""Names that no file can have on Windows."""


def kind_of(document: Document) -> str:
    """What ``document`` defines; empty where no key says so. Settings name a scheme and a calendar,
    in any order: they are still settings."""
    if isinstance(document.data, dict) and "organisation" in document.data:
        return "organisation"
    if document.kind in kinds() or not isinstance(document.data, dict):
        return document.kind
    return next((kind for kind in kinds() if kind in document.data), "")


def validate(document: Document) -> list[Finding]:
    """Findings about ``document``; none means that it can be structured."""
    if not isinstance(document.data, dict):
        wide = isinstance(document.data, str) and wide_character(document.place(), document.data)
        return [wide or document.finding("not-a-mapping")]
    if not kind_of(document):
        words = [*kinds_in_chinese()] if _HAN.search(document.kind) else [*kinds()]
        guess = get_close_matches(document.kind, words, 1, 0.4 if words[0] not in kinds() else 0.6)
        details = {"key": document.kind, "guess": _guess(guess), "kinds": ", ".join(words)}
        return [Finding("unknown-kind", document.place("/" + document.kind, key=True), details)]
    reserved = [document.finding("reserved-name", f"/{key}", value=document.data[key])
                for key in (kind_of(document), "department")
                if str(document.data.get(key)).casefold() in _RESERVED]  # fmt: skip
    errors = _validator().iter_errors(document.data)
    return reserved + [finding for error in errors for finding in _findings(document, error)]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=checker())


def _findings(document: Document, error: ValidationError) -> Iterator[Finding]:
    keyword, path, value = str(error.validator), pointer(*error.absolute_path), error.instance
    wanted: Any = error.validator_value
    if keyword in ("anyOf", "oneOf"):
        yield from _union(document, error)
    elif keyword == "additionalProperties":
        yield from _unknown_keys(document, error, path)
    elif keyword in ("required", "dependentRequired"):
        yield from _missing_keys(document, error, path)
    elif keyword == "format":
        yield misformed(document, str(wanted), path, value)
    elif keyword in ("enum", "const"):
        names = choices_of(_schema(error)) if document.names else {}
        listed = wanted if keyword == "enum" else [wanted]
        yield _not_a_choice(document, path, value, [names.get(one, one) for one in listed])
    elif keyword == "pattern":
        what = _schema(error).get("title", "")
        yield document.finding("bad-name", path, value=value, what=what)
    elif keyword in _BOUNDS:
        bound = f"{keyword} {wanted}"
        yield document.finding("out-of-range", path, value=short(value), bound=bound)
    else:
        yield mistaken(document, error, path)


def _schema(error: ValidationError) -> dict[str, Any]:
    """The part of the schema that ``error`` is about."""
    return cast(dict[str, Any], error.schema)


def _missing_keys(document: Document, error: ValidationError, path: str) -> Iterator[Finding]:
    """Keys that are always wanted, or beside another that is there."""
    wanted: Any = error.validator_value
    given = cast(dict[str, Any], error.instance)
    if error.validator == "dependentRequired":
        wanted = [key for one, needs in wanted.items() if one in given for key in needs]
    properties = _schema(error).get("properties", {})
    for key in (key for key in wanted if key not in given):
        if not meant(key, given) and not meant(_name(properties, key), given):
            word = _name(properties, key) if document.names else key
            yield document.finding("missing-key", path, key=word, title=_title(error, key))


def _not_a_choice(document: Document, path: str, value: object, choices: list[object]) -> Finding:
    allowed = [str(choice) for choice in choices]
    guess = _guess(get_close_matches(str(value), allowed, 1))
    listed = ", ".join(allowed)
    return document.finding("bad-value", path, value=value, allowed=listed, guess=guess)


def _unknown_keys(document: Document, error: ValidationError, path: str) -> Iterator[Finding]:
    properties = _schema(error).get("properties", {})
    known = list(properties)
    for key, value in _unknown(error).items():
        place = document.place(path + pointer(key), key=True)
        chinese = bool(document.names) or _HAN.search(key)
        words = [_name(properties, one) for one in known] if chinese else known
        guess = _guess(get_close_matches(key, words, 1, 0.5 if chinese else 0.6))
        details = {"key": key, "guess": guess, "known": ", ".join(words)}
        slip = unlike_key(place, [*known, *words], key, value)
        yield slip or Finding("unknown-key", place, details)


def _unknown(error: ValidationError) -> dict[str, Any]:
    """The keys that an alternative does not know, with what stands at them."""
    schema = _schema(error)
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return {
        key: value
        for key, value in cast(dict[str, Any], error.instance).items()
        if key not in known and not any(re.search(pattern, key) for pattern in patterns)
    }


def _name(properties: Mapping[str, Any], key: str) -> str:
    inner = properties.get(key)
    own = inner.get("x-zh") if isinstance(inner, Mapping) else None
    return str(own or vocabulary().get(key, key))


def _union(document: Document, error: ValidationError) -> Iterator[Finding]:
    """Of the alternatives, report the one the author evidently meant: of the right type."""
    aimed = _aimed(error)
    for inner in min(aimed, key=_closeness, default=[]):
        yield from _findings(document, inner)
    if not aimed:
        yield mistaken(document, error, pointer(*error.absolute_path))


def _aimed(error: ValidationError) -> list[list[ValidationError]]:
    """What is wrong by each alternative of the right type."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    return [errors for errors in branches.values() if not any(map(_off_target, errors))]


def _closeness(errors: list[ValidationError]) -> tuple[int, int]:
    """Few faults, and deep ones, speak for an alternative."""
    return sum(map(_faults, errors)), -max(len(error.absolute_path) for error in errors)


def _faults(error: ValidationError) -> int:
    """How much is wrong: every key that an alternative does not know counts."""
    if error.validator == "additionalProperties":
        return len(_unknown(error))
    if error.validator in ("anyOf", "oneOf"):
        return min((sum(map(_faults, errors)) for errors in _aimed(error)), default=1)
    return 1


def _off_target(error: ValidationError) -> bool:
    """Whether ``error`` says that the value is of another sort altogether."""
    if error.relative_path:
        return False
    if error.validator in ("anyOf", "oneOf"):
        return all(map(_off_target, error.context or ()))
    return error.validator in ("type", "required", "const", "not")


def _title(error: ValidationError, key: str) -> Text:
    return name_of(_schema(error).get("properties", {}).get(key, {}))


def _guess(matches: list[str]) -> str:
    return matches[0] if matches else ""

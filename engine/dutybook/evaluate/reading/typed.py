"""Logged text to typed values, as SQL: what people and programs write for numbers, days, moments.

Only the empty string is missing. Every expression gives NULL for text it does not understand, so
that the row can be rejected with a reason instead of being guessed at. Instants become UTC without
zone.
"""

from typing import Final

_NARROW: Final = "0123456789.,-+:/ "
_WIDE: Final = "".join(chr(ord(c) + 0xFEE0) for c in _NARROW[:-1]) + "\u3000"
"""Full-width forms of the above, as Chinese keyboards type them."""
_DAY: Final = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_TIME: Final = r"(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
_DATE_PARTS: Final = r"\1-\2-\3"
_ZONE: Final = r"(Z|[-+]\d{2}:?\d{2})"
_TRUE: Final = "('true', 'yes', 'y', 't', '1', '是')"
_FALSE: Final = "('false', 'no', 'n', 'f', '0', '否')"
_NUMBER: Final = r"^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?$"
_INTEGER: Final = r"^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.0+)?$"


def ident(name: str) -> str:
    """A column or table name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def sql_type(declared: str) -> str:
    """The engine's type for a declared one; instants carry no zone because they are UTC."""
    names = {"text": "varchar", "integer": "bigint", "instant": "timestamp"}
    return names.get(declared, declared)


def utc(local: str, zone: str) -> str:
    """A local timestamp expression as UTC."""
    return f"timezone('UTC', timezone({text(zone)}, {local}))"


def local(instant: str, zone: str) -> str:
    """A UTC timestamp expression as local time."""
    return f"timezone({text(zone)}, timezone('UTC', {instant}))"


def parsed(raw: str, declared: str, zone: str) -> str:
    """The typed value of the text column ``raw``. Programs write ISO dates and bare digits, which
    are cast directly; only what people write goes through the patterns."""
    if declared == "text":
        return f"nullif({raw}, '')"
    usual, value = _usual(raw, declared, zone)
    return f"case when {usual} then {value} else {_lenient(raw, declared, zone)} end"


def _usual(raw: str, declared: str, zone: str) -> tuple[str, str]:
    """Whether a value has the form programs write, and its value then."""
    value = f"try_cast({raw} as {sql_type(declared)})"
    if declared == "boolean":
        return f"{raw} in ('true', 'false')", value
    if declared == "date":
        return f"{raw} like '____-__-__' and {value} is not null", value
    if declared == "instant":
        form = f"({raw} like '____-__-__ __:__' or {raw} like '____-__-__ __:__:__')"
        return f"{form} and {value} is not null", utc(value, zone)
    marks = "('')" if declared == "integer" else "('', '.')"
    return f"translate({raw}, '0123456789', '') in {marks} and {value} is not null", value


def _lenient(raw: str, declared: str, zone: str) -> str:
    plain = f"trim(translate({raw}, {text(_WIDE)}, {text(_NARROW)}))"
    if declared == "boolean":
        word = f"lower({plain})"
        return f"case when {word} in {_TRUE} then true when {word} in {_FALSE} then false end"
    if declared == "date":
        return (
            f"try_cast({_replaced(plain, f'^{_DAY}(?:[ T]0?0:00(?::00)?)?$', _DATE_PARTS)} as date)"
        )
    if declared == "instant":
        return _instant(plain, zone)
    form = _INTEGER if declared == "integer" else _NUMBER
    digits = f"replace({plain}, ',', '')"
    if declared == "integer":
        digits = f"regexp_replace({digits}, '\\.0+$', '')"
    value = f"try_cast({digits} as {sql_type(declared)})"
    return f"case when regexp_matches({plain}, {text(form)}) then {value} end"


def _instant(plain: str, zone: str) -> str:
    """With a zone, that moment; without, local time; a day alone is its first moment."""
    stamped = _replaced(plain, f"^{_DAY}[ T]*{_TIME}\\s*{_ZONE}$", r"\1-\2-\3 \4\5")
    naive = _replaced(plain, f"^{_DAY}[ T]*{_TIME}$", r"\1-\2-\3 \4")
    day = _replaced(plain, f"^{_DAY}$", _DATE_PARTS)
    unzoned = f"coalesce(try_cast({naive} as timestamp), try_cast({day} as timestamp))"
    zoned = f"timezone('UTC', try_cast({stamped} as timestamptz))"
    return f"coalesce({utc(unzoned, zone)}, {zoned})"


def _replaced(plain: str, form: str, parts: str) -> str:
    """``plain`` rewritten where it has ``form``; text of another form is left to fail its cast."""
    value = f"regexp_replace({plain}, {text(form)}, {text(parts)})"
    return f"case when regexp_matches({plain}, {text(form)}) then {value} end"

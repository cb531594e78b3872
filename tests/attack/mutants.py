"""Spoiling a file by what it is: values of YAML and JSON, cells of CSV, parts of a workbook, bytes."""

import gzip
import json
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

import yaml

from dutybook.yamltext.loader import CoreLoader

NASTY: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, 10**30, 0.1, "", " ", "x", "=1+1", "\u202e", "a\nb", "{x}", "{{ x }}", "2026-02-30",
    "每月31日 25:00", "≥ 95%", "1/0", "10 of 3", "2026-10", "select 1", "()" * 60, "九" * 500, "1" * 50, "../../x",
    [], {}, [[]], [None], {"a": None}, {"by": "x"}, {"from": "a"}, {"zh-Hans": ""}, {"en": {"a": 1}}, [1, "a", {}], "\ud7ff",
)  # fmt: skip
_INSERTED = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b'"', b"'", b"[" * 200, b"{" * 200, b"<!DOCTYPE x>", b"&x;", b"1" * 400,
    b"<" * 50, b"\xe4\xb8", b",,,,", b"\n\n", b"NaN", b": ", b"- ", b"&a [*a]", b"!!python/name:os.system ",
)  # fmt: skip
_SNIPPETS = (
    "{{ x }}", "{{ doc }}", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", "{{ 'x' * 10**9 }}",
    "{{ ().__class__ }}", "{% include 'x' %}", "{% if %}", "<b>", "</section>", "{{ doc.steps | join(doc.steps) }}",
    "{{ 'x'.encode().ljust(10**10) }}", "{% set a = [1] %}{{ [a, a, a] | string }}", "{{ 9 ** 9 ** 9 }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ t | tojson }}", "<img src='file:///etc/passwd'/>", "&nbsp;", "<p onclick='x'>y</p>", "{{ doc | list | sum }}", "{{ lipsum() }}",
)  # fmt: skip


def spoil(data: bytes, how: str, random: Random) -> bytes:
    """``data`` spoiled in one to three places."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = _ONE[how](data, random)
    return data


def _bytes(data: bytes, random: Random) -> bytes:
    if not data:
        return random.choice(_INSERTED)
    at, kind = random.randrange(len(data)), random.randrange(6)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]
    if kind == 2:
        return data[:at] + random.choice(_INSERTED) + data[at:]
    if kind == 3:
        return data[:at] + data[at + random.randrange(1, 40) :]
    if kind == 4:
        return data[:at] + data[at : at + 200] * random.randrange(2, 30) + data[at:]
    return data[:at] + random.randbytes(random.randrange(1, 16)) + data[at + 8 :]


def _yaml(data: bytes, random: Random) -> bytes:
    if random.random() < 0.2:
        return _bytes(data, random)
    try:
        documents = list(yaml.load_all(data, CoreLoader))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        return _bytes(data, random)
    spoiled = [_tree(document, random) for document in documents] or [None]
    return yaml.dump_all(map(_plain, spoiled), allow_unicode=True, sort_keys=False).encode(
        "utf-8", "replace"
    )


def _json(data: bytes, random: Random) -> bytes:
    if random.random() < 0.2:
        return _bytes(data, random)
    try:
        return json.dumps(_tree(json.loads(data), random), ensure_ascii=False).encode(
            "utf-8", "replace"
        )
    except (ValueError, RecursionError):
        return _bytes(data, random)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def _tree(data: Any, random: Random) -> Any:
    """``data`` with one of its values, keys or items spoiled."""
    data = deepcopy(data)
    holders = list(_holders(data))
    if not holders:
        return random.choice(NASTY)
    holder = random.choice(holders)
    key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    kind = random.randrange(7)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        text = str(key)
        holder[text[1:2] + text[:1] + text[2:]] = holder.pop(key)
    elif kind == 2 and isinstance(holder, list):
        holder.append(deepcopy(holder[key]))
    elif kind == 3:
        holder[key] = random.choice(([holder[key]], {"x": holder[key]}))
    elif kind == 4:
        other = random.choice(holders)
        holder[key] = deepcopy(
            random.choice(list(other.values()) if isinstance(other, dict) else other)
        )
    elif kind == 5 and isinstance(holder, dict):
        holder[random.choice(("x", "from", "by", "of", "", "id", "zh-Hans"))] = random.choice(NASTY)
    else:
        holder[key] = random.choice(NASTY)
    return data


def _holders(data: Any) -> Any:
    """All mappings and lists that hold something."""
    if isinstance(data, dict | list) and data:
        yield data
        for item in data.values() if isinstance(data, dict) else data:
            yield from _holders(item)


def _csv(data: bytes, random: Random) -> bytes:
    if random.random() < 0.3:
        return _bytes(data, random)
    rows = [line.split(",") for line in data.decode("utf-8", "replace").split("\n")]
    row = random.choice(rows)
    at, kind = random.randrange(len(row)), random.randrange(5)
    if kind == 0:
        del row[at]
    elif kind == 1:
        row.insert(at, str(random.choice(NASTY)))
    elif kind == 2:
        rows.append(list(row) * random.randrange(1, 3))
    elif kind == 3:
        random.shuffle(row)
    else:
        row[at] = str(random.choice(NASTY))
    return "\n".join(map(",".join, rows)).encode("utf-8", "replace")


def _text(data: bytes, random: Random) -> bytes:
    """Text with marks: a value, a name or a figure of it replaced."""
    found = list(re.finditer(rb'"[^"]*"|\d+|\w+', data))
    if not found or random.random() < 0.4:
        return _bytes(data, random)
    one = random.choice(found)
    new = (
        json.dumps(random.choice(NASTY), default=str).encode()
        if random.random() < 0.7
        else random.choice(found)[0]
    )
    return data[: one.start()] + new + data[one.end() :]


def _template(data: bytes, random: Random) -> bytes:
    if random.random() < 0.4:
        return _text(data, random)
    lines = data.decode("utf-8", "replace").split("\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(_SNIPPETS))
    return "\n".join(lines).encode()


def _zip(data: bytes, random: Random) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
    except Exception:  # spoiled before
        return _bytes(data, random)
    if not parts or random.random() < 0.15:
        return _bytes(data, random)
    name = (
        random.choice([n for n in parts if "sheet" in n] or list(parts))
        if random.random() < 0.6
        else random.choice(list(parts))
    )
    kind = random.randrange(5)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[name] = re.sub(
            rb'r="([A-Z]*)\d+"',
            b'r="\\g<1>%d"' % random.choice((0, 10**9, 1048577, 500000)),
            parts[name],
            count=1,
        )
    elif kind == 2:
        parts[name] = parts[name].replace(
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        )
    else:
        parts[name] = _text(parts[name], random)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def _gzip(data: bytes, random: Random) -> bytes:
    if random.random() < 0.3:
        return _bytes(data, random)
    try:
        return gzip.compress(_text(gzip.decompress(data), random), mtime=0)
    except Exception:  # spoiled before
        return _bytes(data, random)


_ONE: dict[str, Callable[[bytes, Random], bytes]] = {
    "bytes": _bytes, "yaml": _yaml, "json": _json, "csv": _csv, "text": _text, "template": _template, "zip": _zip,
    "gzip": _gzip,
}  # fmt: skip

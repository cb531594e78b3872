"""Whatever a file holds, reading it gives rows or findings, never an exception, and every row that
was read is accounted for once."""

import tempfile
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import Office
from test_formats import (
    csv_text,
    write_duckdb,
    write_excel,
    write_gzip,
    write_lines,
    write_list,
    write_sqlite,
    write_xes,
)

from dutybook.finding import DutybookError
from dutybook.logs.connection import Database
from dutybook.logs.files import Found, open_rows, unpacked
from dutybook.logs.formats import UnreadableError, database
from dutybook.logs.inspection.sample import take
from dutybook.model.organisation import LogPlace

_FUZZ = settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
_FEW = settings(_FUZZ, max_examples=12)


def valid() -> dict[str, bytes]:
    """A small valid file of every format, by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for write in (
            write_gzip,
            write_lines,
            write_list,
            write_xes,
            write_excel,
            write_sqlite,
            write_duckdb,
        ):
            write(folder)
        (folder / "l.csv").write_text(csv_text(), "utf-8")
        found = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    import gzip

    unpacked_ = {
        n.removesuffix(".gz"): gzip.decompress(c) for n, c in found.items() if n.endswith(".gz")
    }
    return found | unpacked_


VALID = valid()


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """``content`` with a few bytes changed, cut out, doubled, or put in."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 40))
        how = draw(st.sampled_from(["change", "cut", "double", "put", "end"]))
        if how == "change" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[at : at + length]
        elif how == "double":
            data[at:at] = data[at : at + length]
        elif how == "put":
            data[at:at] = draw(st.binary(max_size=length))
        else:
            del data[max(at, 1) :]
    return bytes(data)


def read_all(name: str, content: bytes) -> None:
    """Reads a file to its end; only what findings are made of may be raised."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with suppress(DutybookError), Database() as db:
            take(path, LogPlace(name), Path(folder), db)
        with suppress(UnreadableError):
            found, suffix = unpacked(Found(path, name, LogPlace(name)), Path(folder) / "copy")
            if suffix not in (".csv", ".parquet", *database.SUFFIXES):
                for _, row in islice(open_rows(found, suffix).rows, 10_000):
                    assert row is None or all(isinstance(v, str) for v in row.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", [*sorted(VALID), "l.parquet", "l.json.gz", "l.db"])
@given(st.data())
@_FUZZ
def test_any_bytes(name: str, data: st.DataObject) -> None:
    read_all(name, data.draw(st.binary(max_size=300)))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(VALID))
@given(st.data())
@_FUZZ
def test_any_damage(name: str, data: st.DataObject) -> None:
    read_all(name, data.draw(mutated(VALID[name])))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(VALID))
@given(st.data())
@_FEW
def test_damage_never_loses_a_row(name: str, data: st.DataObject) -> None:
    """The whole way: whatever was read is used or listed, and the parts sum."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.kpi({"count": {"of": "calls"}}, None)
        office.kpi(
            {
                "share": {
                    "of": "calls",
                    "good": {"from": "received_at", "to": "answered_at", "within": "1 h"},
                }
            },
            None,
        )
        office.source["rename"] = {"case:concept:name": "no"} if ".xes" in name else {}
        office.logs[name] = data.draw(mutated(VALID[name]))
        place = {"file": name, "table": "calls"} if name.endswith(("sqlite", "duckdb")) else name
        office.config["logs"] = {"calls": place}
        evaluation = office.evaluate()
        (part,) = evaluation.conservation or (None,)
        if part is None:
            assert evaluation.findings
        else:
            assert part.whole
            assert part.rejected == len(evaluation.rejected["calls"])

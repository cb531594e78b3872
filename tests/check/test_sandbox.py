"""Rules and queries reach the tables and nothing else, and end in time and within memory."""

import json
import time
from collections.abc import Iterator

import pytest

from dutybook.check.contract import contract
from dutybook.check.sandbox import Answer, Sandbox
from dutybook.check.sql import RefusedError, rowless, vetted
from dutybook.check.tables import no_rows, tables_of
from dutybook.finding.catalogue import Catalogue
from dutybook.workspace import Workspace

ROWS = [{"a": "x" * 100 + str(i), "n": i} for i in range(3000)]
LOAD = (
    """select unnest(from_json(?::json, '[{"a":"VARCHAR","n":"BIGINT"}]'), recursive := true)""",
    [json.dumps(ROWS)],
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox({"t": LOAD, "u": ("select 1 as one", [])}) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from t",
        "from t select n limit 3",
        "with s as (select n, a from t where n > 5) select * from s join t using (n)",
        "select n, row_number() over (partition by a order by n desc) as k from t qualify k = 1",
        "select string_agg(a, ', ' order by n) filter (where n < 3) from t",
        "select case when n % 2 = 0 then 'even' else upper(a) end from t where a like 'x%' and n in (1, 2)",
        "select x from (values (1), (2)) v(x) union all select n from t",
        "select cast(n as decimal(10, 2)) / 3, try_cast(a as int), date '2026-01-01' from t -- why",
        "select regexp_matches(a, '^x'), regexp_extract(a, '[0-9]+') from t",
        "select * from t where exists (select 1 from u where one = n) and n is distinct from 7;",
    ],
)
def test_plain_questions_are_answered(sandbox: Sandbox, sql: str) -> None:
    answer = sandbox.ask(sql)
    assert answer.trouble is None, answer.reason
    assert answer.columns


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("drop table t", "DROP"),
        ("select 1; select 2", "2 statements"),
        ("", "0 statements"),
        ("values (1)", "VALUES"),
        ("select * from read_csv('/etc/passwd')", "READ_CSV"),
        ("select * from read_text('/etc/passwd')", "READ_TEXT"),
        ("select * from '/etc/passwd'", "/etc/passwd"),
        ("select * from 'https://example.com/x.csv'", "https"),
        ("select getenv('HOME')", "getenv"),
        ("select current_setting('memory_limit')", "current_setting"),
        ("select * from duckdb_settings()", "duckdb_settings"),
        ("select * from information_schema.tables", "information_schema"),
        ("select * from sqlite_master", "sqlite_master"),
        ("set memory_limit = '8GB'", "SET"),
        ("pragma version", "PRAGMA"),
        ("attach 'x.db'", "ATTACH"),
        ("copy t to '/tmp/x'", "COPY"),
        ("explain select 1", "COMMAND"),
        ("insert into t values ('a', 1)", "INSERT"),
        ("create table z as select 1", "CREATE"),
        ("with recursive r as (select 1 union all select * from r) select * from r", "RECURSIVE"),
        ("select repeat('a', 1000000000)", "repeat"),
        ("select replace(a, 'x', a) from t", "replace"),
        ("select lpad(a, 1000000, 'x') from t", "pad"),
        ("select * from range(1000000000)", "range"),
        ("select unnest([1, 2])", ""),
        ("select [1, 2, 3]", "array"),
        ("select random()", "rand"),
        ("select current_date", "current_date"),
        ("select now()", "now"),
        ("select '{}'::json", "JSON"),
        ("select regexp_matches(a, a) from t", "regexp"),
        ("select * from t tablesample 10%", "TABLESAMPLE"),
        ("select " + "(" * 5000 + "1" + ")" * 5000, "nesting"),
        ("select (", "line 1"),
        ("select '" + "x" * 20_000 + "'", "20000"),
    ],
)
def test_anything_else_is_refused(sandbox: Sandbox, sql: str, reason: str) -> None:
    answer = sandbox.ask(sql)
    assert answer.trouble == "refused"
    assert reason.lower() in answer.reason.lower()


def test_settings_are_locked_even_from_within(sandbox: Sandbox) -> None:
    connection = sandbox._connection
    for statement in ("set memory_limit = '8GB'", "set enable_external_access = true"):
        with pytest.raises(Exception, match=r"locked|disabled|changed|running"):
            connection.execute(statement)
    with pytest.raises(Exception, match="disabled"):
        connection.execute("select * from read_text('/etc/hostname')")


def test_a_query_that_runs_for_ever_is_stopped(sandbox: Sandbox) -> None:
    begun = time.monotonic()
    answer = sandbox.ask("select count(*) from t a, t b, t c, t d", seconds=0.3)
    assert answer == Answer(trouble="timeout", reason="0.3")
    assert time.monotonic() - begun < 3
    assert sandbox.ask("select 1 as one").rows == ((1,),)


def doubled(times: int) -> str:
    source = "(select a from t)"
    for _ in range(times):
        source = f"(select a || a as a from {source})"
    return f"select max(length(a)) from {source}"


@pytest.mark.parametrize(
    "sql",
    [
        doubled(24),
        doubled(24).replace("a || a", "concat(a, a)"),
        "select row_number() over (order by a.a, b.a) from t a, t b",
        "select string_agg(a.a || b.a, ',') from t a, t b",
        "select count(distinct a.a || b.a) from t a, t b",
    ],
)
def test_a_query_that_eats_memory_is_stopped(sandbox: Sandbox, sql: str) -> None:
    answer = sandbox.ask(sql)
    assert answer.trouble == "failed"
    assert "Memory" in answer.reason


def test_rows_are_bounded(sandbox: Sandbox) -> None:
    answer = sandbox.ask("select n from t order by n", max_rows=10)
    assert answer.cut
    assert [row[0] for row in answer.rows] == list(range(10))
    assert not sandbox.ask("select n from t limit 10", max_rows=10).cut


def test_an_unknown_column_is_told(sandbox: Sandbox) -> None:
    answer = sandbox.ask("select titel from t")
    assert answer.trouble == "failed"
    assert "titel" in answer.reason


def test_what_runs_is_what_was_looked_at() -> None:
    assert (
        vetted("select A from T -- ; drop table t", frozenset({"t"}))
        == "SELECT A FROM T /* ; drop table t */"
    )
    with pytest.raises(RefusedError, match="missing"):
        vetted("select a from missing", frozenset({"t"}))


def test_records_name_their_columns() -> None:
    with Sandbox({"t": ("select 1 as a, 'x' as b", [])}) as sandbox:
        assert sandbox.ask("select * from t").records() == [{"a": 1, "b": "x"}]


NOTHING = frozenset({"t"})


@pytest.mark.parametrize(
    "sql",
    [
        "select a from t",
        "select a from t, u",
        "select a from u join t on u.b = t.a",
        "select u.b from u left join v on u.b = v.c join t on true",
        "with w as (select a from t) select a from w",
        "select a from (select a from t where a > 1) x",
        "select a from t union all select a from t",
        "select a, count(*) from t group by a",
        "select a from t left join u on u.b = t.a",
    ],
)
def test_what_draws_on_a_table_without_rows_need_not_be_asked(sql: str) -> None:
    assert rowless(sql, frozenset("tuv"), NOTHING)


@pytest.mark.parametrize(
    "sql",
    [
        "select b from u",
        "select count(*) from t",
        "select b from u left join t on u.b = t.a",
        "select b from t right join u on u.b = t.a",
        "select b from u where not exists (select 1 from t)",
        "select a from t union all select b from u",
        "with t as (select b from u) select b from t",
        "select 1",
    ],
)
def test_what_may_give_rows_is_asked(sql: str) -> None:
    assert not rowless(sql, frozenset("tuv"), NOTHING)


def test_shipped_rules_that_are_not_asked_would_have_found_nothing(papers: Workspace) -> None:
    """Every third table is emptied in turn, which leaves no rule but those that ask for none."""
    whole, shape = tables_of(papers), contract()
    rules = [entry.query for entry in Catalogue.load().entries.values() if entry.query]
    spared = 0
    for first in range(3):
        none = dict.fromkeys(list(whole)[first::3])
        tables = whole | {name: (no_rows(shape[name]), []) for name in none}
        without = frozenset(name.lower() for name, (_, rows) in tables.items() if not rows)
        idle = [sql for sql in rules if rowless(sql, frozenset(whole), without)]
        spared += len(idle)
        with Sandbox(tables) as sandbox:
            assert [sandbox.ask(sql).rows for sql in idle] == [()] * len(idle)
    assert spared > len(rules) // 2

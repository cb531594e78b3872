"""Databases in one DuckDB: nobody sees another's tables, what is freed is gone, what broke is left."""

import os

import duckdb
import pytest

from dutybook.database.instance import Instance


@pytest.fixture
def instance() -> Instance:
    return Instance({"threads": 1}, ("lock_configuration = true",))


def test_nobody_sees_anothers_tables(instance: Instance) -> None:
    (one, first), (other, second) = instance.database(), instance.database()
    one.execute("create table t as select 1 as n")
    other.execute("create table t as select 2 as n")
    assert first != second
    assert one.execute("select n from t").fetchall() == [(1,)]
    assert other.execute("select n from t").fetchall() == [(2,)]


def test_what_is_freed_is_gone(instance: Instance) -> None:
    connection, name = instance.database()
    connection.execute("create table t as select 1 as n")
    instance.free(connection, name)
    left, _ = instance.database()
    known = "select database_name from duckdb_databases() where database_name = ?"
    assert left.execute(known, [name]).fetchall() == []
    with pytest.raises(duckdb.CatalogException):
        left.execute("select n from t")


def test_it_is_set_up_as_asked_and_stays_so(instance: Instance) -> None:
    connection, _ = instance.database()
    assert connection.execute("select current_setting('threads')").fetchall() == [(1,)]
    with pytest.raises(duckdb.InvalidInputException):
        connection.execute("set threads = 2")


def test_one_that_broke_is_not_asked_again(instance: Instance) -> None:
    other, _ = instance.database()
    connection, name = instance.database()
    connection.close()  # as if it had: nothing can be asked of it
    instance.free(connection, name)
    known = "select database_name from duckdb_databases() where database_name like 'memory\\__%' escape '\\'"
    assert len(other.execute(known).fetchall()) == 2
    assert len(instance.database()[0].execute(known).fetchall()) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows starts processes anew")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_process_has_its_own(instance: Instance) -> None:
    """Threads of the parent's are not in a child."""
    instance.database()
    child = os.fork()
    if child == 0:  # pragma: no cover
        found = instance.database()[0].execute("select 1").fetchall()
        os._exit(0 if found == [(1,)] else 1)
    assert os.waitpid(child, 0)[1] == 0

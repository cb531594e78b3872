"""Databases in memory: tables of one's own in the DuckDB that this process keeps.

In: how that DuckDB is set up. Out: a connection to a new, empty database, and what frees it.
Start with :class:`~dutybook.database.instance.Instance`.
"""

"""Logs as tables of typed rows: read from files, made from the events of another log, or given.

In: the sources a plan needs, and their files. Out: :class:`~dutybook.count.log.table.Log`, a table
of which every row says where it stands and what is wrong with it. Start at ``logs.py``.
"""

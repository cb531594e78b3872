"""Counting: a plan's questions put to the logs, answered with exact tallies (DuckDB).

In: what was prepared (a plan, people, approvals) and a store of logs. Out:
:class:`~dutybook.count.counts.Counted`: tallies by question and sheet, where every row went, and
the rows behind any number. Start at ``counts.py``, where the steps stand one below the other.
"""

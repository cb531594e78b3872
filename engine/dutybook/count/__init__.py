"""Counting: a plan's questions put to the logs, answered with exact tallies (DuckDB).

In: a plan and the logs. Out: tallies by question and sheet, and where every row went. Start at
``answers.py``.
"""

"""Measures: what a KPI reads, what keeps it from being measured, and values joined to others.

In: definitions, and values of what was counted. Out: problems of definitions; values joined. Start
at ``problems.py``.
"""

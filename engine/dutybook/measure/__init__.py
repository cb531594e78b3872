"""Measures: what a KPI reads, what keeps it from being measured, what was counted as a value.

In: definitions, and tallies. Out: problems of definitions; values, joined to others. Start at
``kind.py`` (everything there is to know of one kind), then any module of ``kinds/``.
"""

"""Measures: what a KPI reads, what keeps it from being measured, and tallies turned into a value.

In: definitions, and what was counted. Out: problems of definitions; exact values. Start at
``value.py``.
"""

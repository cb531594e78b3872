"""Rules that turn a value into points, and conditions into amounts: exact numbers only.

In: a KPI's ``score`` and its value. Out: points with the arithmetic that gave them. Start at
``points.py``.
"""

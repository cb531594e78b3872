"""Rules: a value turned into points, conditions into amounts, in exact numbers only.

In: a KPI's ``score`` and its value. Out: points with the arithmetic that gave them. Start at
``points.py``.
"""

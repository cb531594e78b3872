"""Points: what a definition can give at the least and most, in which units, of which types, and
what they depend on.

In: a KPI or scheme as it stands for one person and day. Out: findings, and the bounds of points.
Start at ``extremes.py``.
"""

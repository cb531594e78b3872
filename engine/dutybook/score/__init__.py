"""Scores: tallies to points, totals, grades, ranks and consequences, all in exact numbers.

In: a plan's sheets and what was counted for them. Out: an evaluation (``result.py``). Start at
``evaluation.py``, which runs one from beginning to end.
"""

"""What follows from a result: vetoes, and consequences that are recorded, never executed.

In: sheets with totals, and those of months before. Out: what follows, with amounts. Start at
``sheet.py``.
"""

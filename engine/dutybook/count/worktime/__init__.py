"""Working time as tables: which hours are worked, how much lies between two moments.

In: a calendar laid out day by day. Out: tables that statements of ``count/sql`` join. Start at
``hours.py``.
"""
